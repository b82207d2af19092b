// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// QLIKE with 96 fractional bits, by the series of atanh: another way than the contract's, which squares.
library QlikeReference {
    int256 private constant ONE = 1 << 96;

    /// x − ln x − 1 for x = realised / forecast between 2^-96 and 2^96, times 2^96.
    function lossX96(uint256 realised, uint256 forecast) internal pure returns (int256) {
        int256 x = int256((realised << 96) / forecast);
        return x - lnX96(realised) + lnX96(forecast) - ONE;
    }

    /// Of a whole number below 2^150.
    function lnX96(uint256 value) private pure returns (int256) {
        uint256 exponent;
        while (value >> (exponent + 1) != 0) ++exponent;
        int256 mantissa =
            exponent > 96 ? int256(value >> (exponent - 96)) : int256(value << (96 - exponent));
        return int256(exponent) * twiceAtanhX96(ONE / 3) // ln 2
            + twiceAtanhX96((mantissa - ONE) * ONE / (mantissa + ONE));
    }

    /// 2 · (t + t³/3 + t⁵/5 + …) for t up to a third: 61 digits to base 3.
    function twiceAtanhX96(int256 t) private pure returns (int256 sum) {
        int256 square = t * t / ONE;
        int256 power = t;
        for (int256 n = 1; n < 64; n += 2) {
            sum += power / n;
            power = power * square / ONE;
        }
        return 2 * sum;
    }
}
