// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// Signed integers out of bytes, big endian; the caller stays within the bytes.
library ModelWords {
    function int8At(bytes memory data, uint256 offset) internal pure returns (int8) {
        return int8(uint8(data[offset]));
    }

    function int16At(bytes memory data, uint256 offset) internal pure returns (int16) {
        return int16(uint16(unsignedAt(data, offset, 2)));
    }

    function int32At(bytes memory data, uint256 offset) internal pure returns (int32) {
        return int32(uint32(unsignedAt(data, offset, 4)));
    }

    function unsignedAt(bytes memory data, uint256 offset, uint256 size)
        internal
        pure
        returns (uint256 value)
    {
        assembly ("memory-safe") {
            value := shr(sub(256, mul(8, size)), mload(add(add(data, 0x20), offset)))
        }
    }
}
