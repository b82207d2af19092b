// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// Each output of a layer is clamp((Σ weight · input + bias) >> shift).
struct LayerShape {
    uint16 outputs;
    uint8 shift;
}

/// A model of the format `qmlp/1`, equal bit for bit to libs/forecast.
interface IQuantizedModel {
    /// Ends before its model does, or goes on after it.
    error ModelLength(uint256 length, uint256 expected);
    /// Does not begin with `qmlp/1`.
    error ModelMagic(bytes6 found);
    /// What a field says means nothing: by name, byte and value.
    error ModelField(string field, uint256 offset, int256 value);
    /// Some input may take the accumulator of an output beyond int32.
    error ModelOverflow(uint256 layer, uint256 output, int256 lowest, int256 highest);
    /// More than is stored as code: bytes of its weights spread over lanes.
    error ModelTooLarge(uint256 size, uint256 highest);
    error ModelNotStored();
    error WrongInputCount(uint256 given, uint256 expected);
    /// An input that no int16 can be.
    error InputNotInt16();

    /// keccak256 of the canonical bytes of the model.
    function modelHash() external view returns (bytes32);

    /// The forecast for standardised features, in the order of {featureSpec}. In the unit of the target:
    /// log2 X16 of the mean variance (0) or fee growth (1) per epoch over the horizon, or ticks X16 (2).
    /// Reverts for a wrong number of features and for one that no int16 can be, and for nothing else.
    function infer(int16[] calldata inputs) external view returns (int32);

    /// What the model is given: 11 bytes for each input, which are feature code, window (uint16),
    /// mean (int32), multiplier (uint24) and shift, as the feature oracle takes them.
    function featureSpec() external view returns (bytes memory);

    /// 0: log-variance, 1: log-fee-growth, 2: drift.
    function target() external view returns (uint8);

    function cellsPerEpoch() external view returns (uint8);

    function epochSeconds() external view returns (uint32);

    /// Epochs that the forecast is about.
    function horizonEpochs() external view returns (uint16);

    /// log2 X16, to be added before exp2 so that the variance is right on average; 0 for drift.
    function levelOffset() external view returns (int32);

    /// Features that {infer} takes.
    function inputCount() external view returns (uint256);

    /// From the first to the last, which has one output.
    function layers() external view returns (LayerShape[] memory);

    /// The last layer's int16 y becomes offset + ((y · multiplier) >> shift), clamped to int32.
    function output() external view returns (int32 offset, int32 multiplier, uint8 shift);
}
