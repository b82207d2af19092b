// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// Powers of 2 from exponents with 16 fractional bits, equal to `exp2X32Down` of libs/forecast.
library Exp2 {
    /// `floor(2^(logX16 / 65536) · 2^32)`, exact below 2^100. Above, it is too small by less than one part in
    /// 2^122 before it is rounded down. From 2^256 on it is 2^256 − 1; below 2^-32 the result is 0.
    function exp2X32Down(int256 logX16) internal pure returns (uint256) {
        int256 whole = logX16 >> 16;
        if (whole >= 224) return type(uint256).max;
        if (whole < -32) return 0;
        // forge-lint: disable-next-line(unsafe-typecast)
        uint256 mantissaX127 = fractionX127Down(uint256(logX16) & 0xffff);
        // Both shifts are of 0 … 128 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        if (whole >= 95) return mantissaX127 << uint256(whole - 95);
        // forge-lint: disable-next-line(unsafe-typecast)
        return mantissaX127 >> uint256(95 - whole);
    }

    /// 2^(fraction / 65536), the product of one root of 2 for each bit, each rounded down at 127 bits.
    function fractionX127Down(uint256 fraction) private pure returns (uint256 x) {
        x = 1 << 127;
        // Factors below 2^128.
        unchecked {
            if (fraction & 0x8000 != 0) x = (x * 0xb504f333f9de6484597d89b3754abe9f) >> 127;
            if (fraction & 0x4000 != 0) x = (x * 0x9837f0518db8a96f46ad23182e42f6f6) >> 127;
            if (fraction & 0x2000 != 0) x = (x * 0x8b95c1e3ea8bd6e6fbe4628758a53c90) >> 127;
            if (fraction & 0x1000 != 0) x = (x * 0x85aac367cc487b14c5c95b8c2154c1b2) >> 127;
            if (fraction & 0x0800 != 0) x = (x * 0x82cd8698ac2ba1d73e2a475b46520bff) >> 127;
            if (fraction & 0x0400 != 0) x = (x * 0x8164d1f3bc0307737be56527bd14def4) >> 127;
            if (fraction & 0x0200 != 0) x = (x * 0x80b1ed4fd999ab6c25335719b6e6fd20) >> 127;
            if (fraction & 0x0100 != 0) x = (x * 0x8058d7d2d5e5f6b094d589f608ee4aa2) >> 127;
            if (fraction & 0x0080 != 0) x = (x * 0x802c6436d0e04f50ff8ce94a6797b3ce) >> 127;
            if (fraction & 0x0040 != 0) x = (x * 0x8016302f174676283690dfe44d11d008) >> 127;
            if (fraction & 0x0020 != 0) x = (x * 0x800b179c82028fd0945e54e2ae18f2f0) >> 127;
            if (fraction & 0x0010 != 0) x = (x * 0x80058baf7fee3b5d1c718b38e549cb93) >> 127;
            if (fraction & 0x0008 != 0) x = (x * 0x8002c5d00fdcfcb6b6566a58c048be1f) >> 127;
            if (fraction & 0x0004 != 0) x = (x * 0x800162e61bed4a48e84c2e1a463473d9) >> 127;
            if (fraction & 0x0002 != 0) x = (x * 0x8000b17292f702a3aa22beacca949013) >> 127;
            if (fraction & 0x0001 != 0) x = (x * 0x800058b92abbae02030c5fa5256f41fe) >> 127;
        }
    }
}
