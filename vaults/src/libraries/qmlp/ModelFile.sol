// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IQuantizedModel, LayerShape} from "../../interfaces/IQuantizedModel.sol";

/// What a model file says before its weights.
struct ModelHead {
    uint8 target;
    uint8 cellsPerEpoch;
    uint32 epochSeconds;
    uint16 horizonEpochs;
    uint256 inputs;
    LayerShape[] layers;
    int32 offset;
    int32 multiplier;
    uint8 shift;
    int32 levelOffset;
    /// Where the features begin, and where the weights do.
    uint256 featuresAt;
    uint256 weightsAt;
}

/// Reads `qmlp/1` files as strictly as libs/forecast does: the same faults, found in the same order.
library ModelFile {
    uint256 internal constant FEATURE_BYTES = 11;

    bytes6 private constant MAGIC = "qmlp/1";
    uint256 private constant MAX_WIDTH = 256;
    /// Up to the number of inputs.
    uint256 private constant FIXED_BYTES = 17;
    uint256 private constant LAYER_BYTES = 3;
    uint256 private constant OUTPUT_BYTES = 13;
    uint256 private constant DRIFT = 2;
    uint256 private constant LAST_FEATURE = 5;

    /// Checks everything but the weights, which may be any, and the biases, whose bounds depend on them.
    function read(bytes memory file) internal pure returns (ModelHead memory head) {
        checkAtLeast(file, FIXED_BYTES);
        bytes6 magic = bytes6(word(file, 0));
        if (magic != MAGIC) revert IQuantizedModel.ModelMagic(magic);

        head.target = uint8(field(file, "target", 6, 1, 0, DRIFT));
        head.cellsPerEpoch = uint8(field(file, "cellsPerEpoch", 7, 1, 1, type(uint8).max));
        head.epochSeconds = uint32(field(file, "epochSeconds", 8, 4, 1, type(uint32).max));
        if (head.epochSeconds % head.cellsPerEpoch != 0) {
            fault("epochSeconds", 8, int256(uint256(head.epochSeconds)));
        }
        head.horizonEpochs = uint16(field(file, "horizonEpochs", 12, 2, 1, type(uint16).max));
        uint256 layers = field(file, "layers", 14, 1, 1, 8);
        head.inputs = field(file, "inputs", 15, 2, 1, MAX_WIDTH);

        uint256 outputAt = FIXED_BYTES + layers * LAYER_BYTES;
        head.featuresAt = outputAt + OUTPUT_BYTES;
        head.weightsAt = head.featuresAt + head.inputs * FEATURE_BYTES;
        checkAtLeast(file, head.weightsAt);
        readLayers(file, head, layers);
        readOutput(file, head, outputAt);
        for (uint256 i; i < head.inputs; ++i) {
            checkFeature(file, head.featuresAt + i * FEATURE_BYTES);
        }
    }

    /// Bytes [offset, offset + 32) as a word; what lies beyond the file is whatever memory holds.
    function word(bytes memory file, uint256 offset) internal pure returns (bytes32 result) {
        assembly ("memory-safe") {
            result := mload(add(add(file, 0x20), offset))
        }
    }

    function readLayers(bytes memory file, ModelHead memory head, uint256 layers) private pure {
        head.layers = new LayerShape[](layers);
        uint256 end = head.weightsAt;
        uint256 inputs = head.inputs;
        for (uint256 i; i < layers; ++i) {
            uint256 offset = FIXED_BYTES + i * LAYER_BYTES;
            uint256 widest = i == layers - 1 ? 1 : MAX_WIDTH;
            uint256 outputs = field(file, "outputs", offset, 2, 1, widest);
            uint256 shift = field(file, "layer shift", offset + 2, 1, 0, 31);
            // forge-lint: disable-next-line(unsafe-typecast)
            head.layers[i] = LayerShape(uint16(outputs), uint8(shift));
            end += outputs * (inputs + 4);
            inputs = outputs;
        }
        if (file.length != end) revert IQuantizedModel.ModelLength(file.length, end);
    }

    function readOutput(bytes memory file, ModelHead memory head, uint256 offset) private pure {
        head.offset = int32(uint32(number(file, offset, 4)));
        head.multiplier = int32(uint32(number(file, offset + 4, 4)));
        head.shift = uint8(field(file, "output shift", offset + 8, 1, 0, 40));
        head.levelOffset = int32(uint32(number(file, offset + 9, 4)));
        if (head.target == DRIFT && head.levelOffset != 0) {
            fault("level offset", offset + 9, head.levelOffset);
        }
    }

    /// The hour of the day has no window, and there is no mean over no epochs.
    function checkFeature(bytes memory file, uint256 offset) private pure {
        uint256 kind = field(file, "feature", offset, 1, 0, LAST_FEATURE);
        bool isMean = kind == 1 || kind == 2;
        bool isHour = kind >= 4;
        field(file, "window", offset + 1, 2, isMean ? 1 : 0, isHour ? 0 : 1000);
        field(file, "feature shift", offset + 10, 1, 0, 40);
    }

    function field(
        bytes memory file,
        string memory name,
        uint256 offset,
        uint256 size,
        uint256 lowest,
        uint256 highest
    ) private pure returns (uint256 value) {
        value = number(file, offset, size);
        // At most four bytes.
        // forge-lint: disable-next-line(unsafe-typecast)
        if (value < lowest || value > highest) fault(name, offset, int256(value));
    }

    function number(bytes memory file, uint256 offset, uint256 size)
        private
        pure
        returns (uint256)
    {
        return uint256(word(file, offset)) >> (256 - 8 * size);
    }

    function checkAtLeast(bytes memory file, uint256 expected) private pure {
        if (file.length < expected) revert IQuantizedModel.ModelLength(file.length, expected);
    }

    function fault(string memory name, uint256 offset, int256 value) private pure {
        revert IQuantizedModel.ModelField(name, offset, value);
    }
}
