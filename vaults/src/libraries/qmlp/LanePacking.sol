// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IQuantizedModel, LayerShape} from "../../interfaces/IQuantizedModel.sol";
import {ModelFile, ModelHead} from "./ModelFile.sol";

/// Spreads the weights of a model over lanes of 32 bits, so that one multiplication of two words gives the
/// sum of eight products.
///
/// Each output has a word for its bias and one for each eight weights. Weight i of eight is added at bit
/// 32·i, input i at bit 32·(7 − i), signed both, so that of the product's terms those with the same i meet
/// at bit 224 and those above fall off. What is left below, signed too, would borrow from the top lane: the
/// bias word has 2^31 in each of those lanes, and no sum there reaches 2^31 in size, since 256 products of
/// an int8 and an int16 stay within 2^30. So the top lane is the accumulator, exactly.
library LanePacking {
    uint256 private constant LANES = 8;
    /// 2^31 in every lane but the top one.
    uint256 private constant NO_BORROW =
        0x0000000080000000800000008000000080000000800000008000000080000000;

    /// Bytes of the lanes of a model.
    function sizeOf(ModelHead memory head) internal pure returns (uint256 size) {
        uint256 inputs = head.inputs;
        for (uint256 i; i < head.layers.length; ++i) {
            uint256 outputs = head.layers[i].outputs;
            size += outputs * (1 + (inputs + LANES - 1) / LANES) * 32;
            inputs = outputs;
        }
    }

    /// Writes the lanes from `to` on and refuses what may overflow an accumulator.
    function pack(bytes memory file, ModelHead memory head, uint256 to) internal pure {
        uint256 offset = head.weightsAt;
        uint256 inputs = head.inputs;
        for (uint256 i; i < head.layers.length; ++i) {
            uint256 outputs = head.layers[i].outputs;
            uint256 biasAt = offset + outputs * inputs;
            for (uint256 j; j < outputs; ++j) {
                int256 bias = int32(uint32(uint256(ModelFile.word(file, biasAt)) >> 224));
                uint256 top;
                assembly ("memory-safe") {
                    top := or(shl(224, bias), NO_BORROW)
                    mstore(to, top)
                }
                (int256 positive, int256 negative) = (0, 0);
                (to, positive, negative) = packRow(file, offset, inputs, to + 32);
                checkBounds(i, j, bias, positive, negative);
                offset += inputs;
                biasAt += 4;
            }
            offset = biasAt;
            inputs = outputs;
        }
    }

    /// The lanes of one output's weights, and the sums of those above and of those below zero.
    function packRow(bytes memory file, uint256 offset, uint256 count, uint256 to)
        private
        pure
        returns (uint256 end, int256 positive, int256 negative)
    {
        assembly ("memory-safe") {
            let at := add(add(file, 0x20), offset)
            let rowEnd := add(at, count)
            for {} lt(at, rowEnd) { at := add(at, 8) } {
                let eight := mload(at)
                let lanes := 0
                let left := sub(rowEnd, at)
                if gt(left, 8) { left := 8 }
                for { let i := 0 } lt(i, left) { i := add(i, 1) } {
                    let weight := signextend(0, byte(i, eight))
                    lanes := add(lanes, shl(shl(5, i), weight))
                    switch slt(weight, 0)
                    case 0 { positive := add(positive, weight) }
                    default { negative := add(negative, weight) }
                }
                mstore(to, lanes)
                to := add(to, 0x20)
            }
            end := to
        }
    }

    /// Each weight meets the input that is worst for it: an int16, or what a hidden layer gives.
    function checkBounds(
        uint256 layer,
        uint256 output,
        int256 bias,
        int256 positive,
        int256 negative
    ) private pure {
        int256 least = layer == 0 ? int256(type(int16).min) : int256(0);
        int256 most = type(int16).max;
        int256 lowest = bias + positive * least + negative * most;
        int256 highest = bias + positive * most + negative * least;
        if (lowest < type(int32).min || highest > type(int32).max) {
            revert IQuantizedModel.ModelOverflow(layer, output, lowest, highest);
        }
    }
}
