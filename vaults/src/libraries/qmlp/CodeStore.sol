// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IQuantizedModel} from "../../interfaces/IQuantizedModel.sol";

/// Bytes that never change as the code of contracts: reading them costs three gas a word instead of the
/// 2,100 of a storage slot. Each contract begins with STOP, so that nothing in it can be called.
library CodeStore {
    /// What one contract holds: the largest code there may be, without the STOP.
    uint256 internal constant CHUNK = 24_575;

    /// Creation code: PUSH2 size, DUP1, PUSH1 10, PUSH0, CODECOPY, PUSH0, RETURN, and the STOP.
    uint256 private constant CREATION = 0x61000080600a5f395ff300;
    uint256 private constant CREATION_BYTES = 11;

    /// Stores `size` bytes from `from` in memory, at most {CHUNK}.
    function write(uint256 from, uint256 size) internal returns (address store) {
        assembly ("memory-safe") {
            // The word before the bytes is lent and given back.
            let before := sub(from, 0x20)
            let lent := mload(before)
            mstore(before, or(CREATION, shl(64, add(size, 1))))
            store := create(0, sub(from, CREATION_BYTES), add(size, CREATION_BYTES))
            mstore(before, lent)
        }
        if (store == address(0)) revert IQuantizedModel.ModelNotStored();
    }
}
