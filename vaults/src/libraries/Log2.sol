// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// Logarithms to base 2 with 16 fractional bits, equal to `log2X16Down` of libs/forecast.
library Log2 {
    error LogarithmOfZero();

    /// `floor(log2(value) · 2^16)`, exact below 2^108. Above, it is one too small where `value` exceeds
    /// 2^(m / 65536), m whole, by less than one part in 2^125.
    ///
    /// One bit of the fraction per squaring of the mantissa, which has 127 fractional bits and is cut down
    /// each time: by its top bit the square is 2 or more. Written out, since the loop would cost as much as
    /// the squarings.
    function log2X16Down(uint256 value) internal pure returns (uint256 logX16) {
        if (value == 0) revert LogarithmOfZero();
        logX16 = Math.log2(value);
        uint256 mantissa;
        unchecked {
            // 128 bits, so that a square has 255 or 256; the logarithm ends below 256 · 2^16.
            mantissa = logX16 >= 127 ? value >> (logX16 - 127) : value << (127 - logX16);
        }
        assembly ("memory-safe") {
            let square := mul(mantissa, mantissa)
            let carry := shr(255, square)
            mantissa := shr(add(127, carry), square)
            logX16 := add(add(logX16, logX16), carry)

            square := mul(mantissa, mantissa)
            carry := shr(255, square)
            mantissa := shr(add(127, carry), square)
            logX16 := add(add(logX16, logX16), carry)

            square := mul(mantissa, mantissa)
            carry := shr(255, square)
            mantissa := shr(add(127, carry), square)
            logX16 := add(add(logX16, logX16), carry)

            square := mul(mantissa, mantissa)
            carry := shr(255, square)
            mantissa := shr(add(127, carry), square)
            logX16 := add(add(logX16, logX16), carry)

            square := mul(mantissa, mantissa)
            carry := shr(255, square)
            mantissa := shr(add(127, carry), square)
            logX16 := add(add(logX16, logX16), carry)

            square := mul(mantissa, mantissa)
            carry := shr(255, square)
            mantissa := shr(add(127, carry), square)
            logX16 := add(add(logX16, logX16), carry)

            square := mul(mantissa, mantissa)
            carry := shr(255, square)
            mantissa := shr(add(127, carry), square)
            logX16 := add(add(logX16, logX16), carry)

            square := mul(mantissa, mantissa)
            carry := shr(255, square)
            mantissa := shr(add(127, carry), square)
            logX16 := add(add(logX16, logX16), carry)

            square := mul(mantissa, mantissa)
            carry := shr(255, square)
            mantissa := shr(add(127, carry), square)
            logX16 := add(add(logX16, logX16), carry)

            square := mul(mantissa, mantissa)
            carry := shr(255, square)
            mantissa := shr(add(127, carry), square)
            logX16 := add(add(logX16, logX16), carry)

            square := mul(mantissa, mantissa)
            carry := shr(255, square)
            mantissa := shr(add(127, carry), square)
            logX16 := add(add(logX16, logX16), carry)

            square := mul(mantissa, mantissa)
            carry := shr(255, square)
            mantissa := shr(add(127, carry), square)
            logX16 := add(add(logX16, logX16), carry)

            square := mul(mantissa, mantissa)
            carry := shr(255, square)
            mantissa := shr(add(127, carry), square)
            logX16 := add(add(logX16, logX16), carry)

            square := mul(mantissa, mantissa)
            carry := shr(255, square)
            mantissa := shr(add(127, carry), square)
            logX16 := add(add(logX16, logX16), carry)

            square := mul(mantissa, mantissa)
            carry := shr(255, square)
            mantissa := shr(add(127, carry), square)
            logX16 := add(add(logX16, logX16), carry)

            square := mul(mantissa, mantissa)
            carry := shr(255, square)
            mantissa := shr(add(127, carry), square)
            logX16 := add(add(logX16, logX16), carry)
        }
    }
}
