// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IQuantizedModel, LayerShape} from "./interfaces/IQuantizedModel.sol";
import {CodeStore} from "./libraries/qmlp/CodeStore.sol";
import {LanePacking} from "./libraries/qmlp/LanePacking.sol";
import {ModelFile, ModelHead} from "./libraries/qmlp/ModelFile.sol";
import {PackedInference} from "./libraries/qmlp/PackedInference.sol";

/// A small model of the format `qmlp/1` (libs/forecast) that anyone can run: the same integers as there.
///
/// It is made from the model's canonical bytes and refuses any that libs/forecast would refuse. The hash is
/// that of those bytes, and the weights are laid out for speed by this constructor alone: they cannot
/// differ from what was hashed. Head and lanes are kept as code of contracts that cannot be called; what
/// else it knows is immutable. No owner, no storage, no calls but reads of that code.
///
/// A weight takes four bytes of code, and up to 98,300 bytes are kept: about 24,000 weights.
contract QuantizedModel is IQuantizedModel {
    uint256 private constant MAX_SIZE = 4 * CodeStore.CHUNK;

    bytes32 public immutable override modelHash;
    uint8 public immutable override target;
    uint8 public immutable override cellsPerEpoch;
    uint32 public immutable override epochSeconds;
    uint16 public immutable override horizonEpochs;
    int32 public immutable override levelOffset;
    uint256 public immutable override inputCount;

    int32 private immutable _offset;
    int32 private immutable _multiplier;
    uint8 private immutable _shift;
    /// 24 bits for each layer, the first lowest: outputs (16), then shift.
    uint256 private immutable _shapes;
    /// The canonical bytes before the weights, then the lanes, cut into chunks.
    uint256 private immutable _headSize;
    uint256 private immutable _lanesSize;
    address private immutable _chunk0;
    address private immutable _chunk1;
    address private immutable _chunk2;
    address private immutable _chunk3;

    /// @param file the canonical bytes of the model
    constructor(bytes memory file) {
        ModelHead memory head = ModelFile.read(file);
        modelHash = keccak256(file);
        target = head.target;
        cellsPerEpoch = head.cellsPerEpoch;
        epochSeconds = head.epochSeconds;
        horizonEpochs = head.horizonEpochs;
        levelOffset = head.levelOffset;
        inputCount = head.inputs;
        _offset = head.offset;
        _multiplier = head.multiplier;
        _shift = head.shift;
        _shapes = packShapes(head.layers);
        _headSize = head.weightsAt;
        _lanesSize = LanePacking.sizeOf(head);

        address[4] memory chunks = store(file, head, _lanesSize);
        _chunk0 = chunks[0];
        _chunk1 = chunks[1];
        _chunk2 = chunks[2];
        _chunk3 = chunks[3];
    }

    /// @inheritdoc IQuantizedModel
    function infer(int16[] calldata inputs) external view override returns (int32) {
        if (inputs.length != inputCount) revert WrongInputCount(inputs.length, inputCount);
        uint256 lane = loadLanes();
        uint256 value = lane + _lanesSize;
        uint256 end = PackedInference.packInputs(inputs, value);
        uint256 shapes = _shapes;
        unchecked {
            for (; shapes > type(uint24).max; shapes >>= 24) {
                uint256 outputs = shapes & 0xffff;
                uint256 to =
                    PackedInference.runHidden(outputs, (shapes >> 16) & 0xff, lane, value, end);
                // A word for each output's bias, and as many as its inputs take.
                lane += outputs * (32 + end - value);
                (value, end) = (end, to);
            }
        }
        int256 y = PackedInference.runLast(shapes >> 16, lane, value, end);
        unchecked {
            // A product of 16 and 32 bits.
            return clampToInt32(int256(_offset) + ((y * _multiplier) >> _shift));
        }
    }

    /// @inheritdoc IQuantizedModel
    function featureSpec() external view override returns (bytes memory spec) {
        uint256 size = inputCount * ModelFile.FEATURE_BYTES;
        // The byte before is a STOP.
        uint256 from = 1 + _headSize - size;
        address chunk = _chunk0;
        spec = new bytes(size);
        assembly ("memory-safe") {
            extcodecopy(chunk, add(spec, 0x20), from, size)
        }
    }

    /// @inheritdoc IQuantizedModel
    function layers() external view override returns (LayerShape[] memory list) {
        uint256 count;
        for (uint256 left = _shapes; left != 0; left >>= 24) {
            ++count;
        }
        list = new LayerShape[](count);
        for (uint256 i; i < count; ++i) {
            uint256 shape = _shapes >> (24 * i);
            // forge-lint: disable-next-line(unsafe-typecast)
            list[i] = LayerShape(uint16(shape), uint8(shape >> 16));
        }
    }

    /// @inheritdoc IQuantizedModel
    function output() external view override returns (int32 offset, int32 multiplier, uint8 shift) {
        return (_offset, _multiplier, _shift);
    }

    /// Copies the lanes into memory. What is computed from them lies beyond what is allocated: nothing on
    /// the way to the forecast allocates any.
    function loadLanes() private view returns (uint256 lanes) {
        (uint256 head, uint256 size) = (_headSize, _lanesSize);
        address chunk = _chunk0;
        uint256 part = CodeStore.CHUNK - head;
        if (part > size) part = size;
        assembly ("memory-safe") {
            lanes := mload(0x40)
            mstore(0x40, add(lanes, size))
            extcodecopy(chunk, lanes, add(head, 1), part)
        }
        if (part == size) return lanes;
        loadRest(lanes + part, size - part);
    }

    function loadRest(uint256 to, uint256 size) private view {
        for (uint256 i = 1; size != 0; ++i) {
            uint256 part = size < CodeStore.CHUNK ? size : CodeStore.CHUNK;
            address chunk = i == 1 ? _chunk1 : i == 2 ? _chunk2 : _chunk3;
            assembly ("memory-safe") {
                extcodecopy(chunk, to, 1, part)
            }
            (to, size) = (to + part, size - part);
        }
    }

    function store(bytes memory file, ModelHead memory head, uint256 lanesSize)
        private
        returns (address[4] memory chunks)
    {
        uint256 size = head.weightsAt + lanesSize;
        if (size > MAX_SIZE) revert ModelTooLarge(size, MAX_SIZE);
        bytes memory kept = new bytes(size);
        uint256 from;
        assembly ("memory-safe") {
            from := add(kept, 0x20)
        }
        for (uint256 i; i < head.weightsAt; i += 32) {
            bytes32 word = ModelFile.word(file, i);
            assembly ("memory-safe") {
                mstore(add(from, i), word)
            }
        }
        // Over what the copy wrote beyond the head.
        LanePacking.pack(file, head, from + head.weightsAt);
        for (uint256 i; size != 0; ++i) {
            uint256 part = size < CodeStore.CHUNK ? size : CodeStore.CHUNK;
            chunks[i] = CodeStore.write(from, part);
            (from, size) = (from + part, size - part);
        }
    }

    function packShapes(LayerShape[] memory list) private pure returns (uint256 shapes) {
        for (uint256 i; i < list.length; ++i) {
            shapes |= (list[i].outputs | (uint256(list[i].shift) << 16)) << (24 * i);
        }
    }

    function clampToInt32(int256 value) private pure returns (int32) {
        if (value < type(int32).min) return type(int32).min;
        if (value > type(int32).max) return type(int32).max;
        // forge-lint: disable-next-line(unsafe-typecast)
        return int32(value);
    }
}
