// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ModelWords} from "./ModelWords.sol";

/// The format `qmlp/1` one weight at a time, with Solidity's own checks: overflow of an accumulator reverts.
library NaiveModel {
    function infer(bytes memory file, int16[] memory inputs) internal pure returns (int32) {
        uint256 layers = uint8(file[14]);
        uint256 offset = 17 + 3 * layers + 13 + 11 * inputs.length;
        int32[] memory values = new int32[](inputs.length);
        for (uint256 i; i < inputs.length; ++i) {
            values[i] = inputs[i];
        }
        for (uint256 layer; layer < layers; ++layer) {
            int32 least = layer == layers - 1 ? int32(-32_768) : int32(0);
            uint256 outputs = ModelWords.unsignedAt(file, 17 + 3 * layer, 2);
            uint8 shift = uint8(file[19 + 3 * layer]);
            int32[] memory results = new int32[](outputs);
            for (uint256 j; j < outputs; ++j) {
                uint256 biasAt = offset + outputs * values.length + 4 * j;
                int32 sum = accumulate(file, offset + j * values.length, biasAt, values);
                results[j] = clamp(sum >> shift, least, 32_767);
            }
            offset += outputs * (values.length + 4);
            values = results;
        }
        return forecast(file, 17 + 3 * layers, values[0]);
    }

    /// In 64 bits on the way: only the whole sum must fit.
    function accumulate(bytes memory file, uint256 weightAt, uint256 biasAt, int32[] memory values)
        private
        pure
        returns (int32)
    {
        int64 sum = ModelWords.int32At(file, biasAt);
        for (uint256 i; i < values.length; ++i) {
            sum += int64(ModelWords.int8At(file, weightAt + i)) * values[i];
        }
        require(int32(sum) == sum, "accumulator");
        return int32(sum);
    }

    function forecast(bytes memory file, uint256 at, int32 y) private pure returns (int32) {
        int64 product = int64(y) * ModelWords.int32At(file, at + 4);
        int64 value = ModelWords.int32At(file, at) + (product >> uint8(file[at + 8]));
        if (value < type(int32).min) return type(int32).min;
        if (value > type(int32).max) return type(int32).max;
        return int32(value);
    }

    function clamp(int32 value, int32 least, int32 most) private pure returns (int32) {
        return value < least ? least : value > most ? most : value;
    }
}
