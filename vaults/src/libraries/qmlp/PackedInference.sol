// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IQuantizedModel} from "../../interfaces/IQuantizedModel.sol";

/// Runs the layers of a model whose weights were spread by {LanePacking}. Pointers are to memory; values
/// are eight to a word, the first at bit 224.
library PackedInference {
    /// Packs int16 inputs from `to` on; `end` is where they end.
    function packInputs(int16[] calldata inputs, uint256 to) internal pure returns (uint256 end) {
        uint256 beyond;
        assembly ("memory-safe") {
            let at := inputs.offset
            let last := add(at, shl(5, inputs.length))
            for {} lt(add(at, 0xe0), last) { at := add(at, 0x100) } {
                let value := calldataload(at)
                let word := shl(224, value)
                beyond := or(beyond, add(value, 0x8000))
                value := calldataload(add(at, 0x20))
                word := add(word, shl(192, value))
                beyond := or(beyond, add(value, 0x8000))
                value := calldataload(add(at, 0x40))
                word := add(word, shl(160, value))
                beyond := or(beyond, add(value, 0x8000))
                value := calldataload(add(at, 0x60))
                word := add(word, shl(128, value))
                beyond := or(beyond, add(value, 0x8000))
                value := calldataload(add(at, 0x80))
                word := add(word, shl(96, value))
                beyond := or(beyond, add(value, 0x8000))
                value := calldataload(add(at, 0xa0))
                word := add(word, shl(64, value))
                beyond := or(beyond, add(value, 0x8000))
                value := calldataload(add(at, 0xc0))
                word := add(word, shl(32, value))
                beyond := or(beyond, add(value, 0x8000))
                value := calldataload(add(at, 0xe0))
                beyond := or(beyond, add(value, 0x8000))
                mstore(to, add(word, value))
                to := add(to, 0x20)
            }
            if lt(at, last) {
                let word := 0
                for { let lane := 224 } lt(at, last) { lane := sub(lane, 32) } {
                    let value := calldataload(at)
                    word := add(word, shl(lane, value))
                    beyond := or(beyond, add(value, 0x8000))
                    at := add(at, 0x20)
                }
                mstore(to, word)
                to := add(to, 0x20)
            }
            end := to
        }
        // value + 2^15 has more than 16 bits for any value but an int16.
        if (beyond > type(uint16).max) revert IQuantizedModel.InputNotInt16();
    }

    /// A hidden layer: clamp(acc >> shift, 0, 32767) of each output, packed from the end of its inputs on.
    /// @param lane of the first output's bias; value end are the inputs
    /// @return to where the outputs end
    function runHidden(uint256 outputs, uint256 shift, uint256 lane, uint256 value, uint256 end)
        internal
        pure
        returns (uint256 to)
    {
        assembly ("memory-safe") {
            shift := add(224, shift)
            // Four words at a time as far as that goes, then two and one.
            let quads := add(value, and(sub(end, value), not(0x7f)))
            to := end
            for { let last := add(to, shl(2, outputs)) } lt(to, last) { to := add(to, 4) } {
                let sum := mload(lane)
                lane := add(lane, 0x20)
                let at := value
                for {} lt(at, quads) { at := add(at, 0x80) } {
                    sum := add(
                        add(
                            add(sum, mul(mload(lane), mload(at))),
                            mul(mload(add(lane, 0x20)), mload(add(at, 0x20)))
                        ),
                        add(
                            mul(mload(add(lane, 0x40)), mload(add(at, 0x40))),
                            mul(mload(add(lane, 0x60)), mload(add(at, 0x60)))
                        )
                    )
                    lane := add(lane, 0x80)
                }
                if and(sub(end, at), 0x40) {
                    sum := add(
                        add(sum, mul(mload(lane), mload(at))),
                        mul(mload(add(lane, 0x20)), mload(add(at, 0x20)))
                    )
                    lane := add(lane, 0x40)
                    at := add(at, 0x40)
                }
                if lt(at, end) {
                    sum := add(sum, mul(mload(lane), mload(at)))
                    lane := add(lane, 0x20)
                }
                sum := sar(shift, sum)
                if sgt(sum, 0x7fff) { sum := 0x7fff }
                // The lanes after this one become 0 until their values are written.
                mstore(to, shl(224, mul(sum, sgt(sum, 0))))
            }
            to := and(add(to, 0x1f), not(0x1f))
        }
    }

    /// The last layer's one output: clamp(acc >> shift, −32768, 32767).
    function runLast(uint256 shift, uint256 lane, uint256 value, uint256 end)
        internal
        pure
        returns (int256 y)
    {
        assembly ("memory-safe") {
            let sum := mload(lane)
            for {} lt(value, end) { value := add(value, 0x20) } {
                lane := add(lane, 0x20)
                sum := add(sum, mul(mload(lane), mload(value)))
            }
            y := sar(add(224, shift), sum)
            if sgt(y, 32767) { y := 32767 }
            if slt(y, sub(0, 32768)) { y := sub(0, 32768) }
        }
    }
}
