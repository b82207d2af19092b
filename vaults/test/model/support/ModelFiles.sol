// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// Writes model files for tests.
library ModelFiles {
    /// Two features and one hidden unit: the file that codec.test.ts lists byte by byte.
    function small() internal pure returns (bytes memory) {
        return hex"716d6c702f31" hex"000c00000e100004" hex"020002" hex"000107" hex"00011f"
            hex"000af000fffffffe28000004d2" hex"000000000aae6089544018" hex"030018fffffffb80000011"
            hex"7f80ffffffff" hex"fd00000100";
    }

    /// A file of these widths (inputs, outputs of each layer) whose bytes from the weights on are drawn
    /// from a seed; biases have 16 bits, so that no accumulator can overflow.
    function random(uint256[] memory widths, uint256[] memory shifts, uint256 seed)
        internal
        pure
        returns (bytes memory file)
    {
        file = head(widths, shifts);
        for (uint256 i = 1; i < widths.length; ++i) {
            uint256 weights = widths[i] * widths[i - 1];
            bytes memory drawn = new bytes(weights + 4 * widths[i]);
            for (uint256 j; j < drawn.length; ++j) {
                if (j % 32 == 0) seed = uint256(keccak256(abi.encode(seed)));
                drawn[j] = bytes1(uint8(seed >> (8 * (j % 32))));
            }
            for (uint256 j; j < widths[i]; ++j) {
                uint256 at = weights + 4 * j;
                bool negative = uint8(drawn[at + 2]) >= 128;
                drawn[at] = drawn[at + 1] = negative ? bytes1(0xff) : bytes1(0);
            }
            file = bytes.concat(file, drawn);
        }
    }

    /// The file up to its weights: log-variance of an hour with 12 cells, the same feature everywhere.
    function head(uint256[] memory widths, uint256[] memory shifts)
        internal
        pure
        returns (bytes memory file)
    {
        file = abi.encodePacked(
            hex"716d6c702f31000c00000e100001", uint8(widths.length - 1), uint16(widths[0])
        );
        for (uint256 i = 1; i < widths.length; ++i) {
            file = bytes.concat(file, abi.encodePacked(uint16(widths[i]), uint8(shifts[i - 1])));
        }
        file = bytes.concat(file, hex"0000000000010000" hex"10" hex"00000000");
        for (uint256 i; i < widths[0]; ++i) {
            file = bytes.concat(file, hex"000000000aae6089544018");
        }
    }
}
