// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// Model files for tests of the registry: hours of 12 cells, features of the mean log variance.
library TestModels {
    uint8 private constant LOG_VARIANCE_MEAN = 1;

    /// Linear on the means of these windows, each with the same weight, around 2^8 ticks² an hour.
    function linear(uint16[] memory windows, int8 weight, uint16 horizon, int32 levelOffset)
        internal
        pure
        returns (bytes memory file)
    {
        file = head(horizon, 1, uint16(windows.length));
        file = bytes.concat(file, hex"00010a", output(levelOffset));
        for (uint256 i; i < windows.length; ++i) {
            file = bytes.concat(file, feature(LOG_VARIANCE_MEAN, windows[i]));
        }
        for (uint256 i; i < windows.length; ++i) {
            file = bytes.concat(file, abi.encodePacked(weight));
        }
        file = bytes.concat(file, hex"00000000");
    }

    /// The means of one and four hours.
    function small(int8 weight) internal pure returns (bytes memory) {
        uint16[] memory windows = new uint16[](2);
        (windows[0], windows[1]) = (1, 4);
        return linear(windows, weight, 1, 1000);
    }

    /// 32 features, layers of 32, 16 and 1.
    function wide(uint16 horizon) internal pure returns (bytes memory file) {
        file = bytes.concat(head(horizon, 3, 32), hex"00200a", hex"00100a", hex"00010a");
        file = bytes.concat(file, output(0));
        for (uint16 i; i < 32; ++i) {
            file = bytes.concat(file, feature(uint8(i % 3), i == 0 ? 1 : i % 24 + 1));
        }
        file = bytes.concat(file, layer(32, 32), layer(32, 16), layer(16, 1));
    }

    function head(uint16 horizon, uint8 layers, uint16 inputs)
        internal
        pure
        returns (bytes memory)
    {
        return abi.encodePacked(
            "qmlp/1", uint8(0), uint8(12), uint32(3600), horizon, layers, inputs
        );
    }

    /// 8 + y · 800 / 2^16 as log2.
    function output(int32 levelOffset) private pure returns (bytes memory) {
        return abi.encodePacked(int32(8 << 16), int32(800 << 16), uint8(16), levelOffset);
    }

    /// (raw − 8) · 2^10.
    function feature(uint8 code, uint16 window) private pure returns (bytes memory) {
        return abi.encodePacked(code, window, int32(8 << 16), uint24(1 << 10), uint8(16));
    }

    function layer(uint256 inputs, uint256 outputs) private pure returns (bytes memory weights) {
        weights = new bytes(inputs * outputs + 4 * outputs);
        for (uint256 i; i < inputs * outputs; ++i) {
            weights[i] = bytes1(uint8(i * 37 % 64));
        }
    }
}
