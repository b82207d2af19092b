// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// What is known of one epoch.
struct EpochFacts {
    /// Σ over cells of (mean tick of the cell − mean tick of the cell before)², ticks².
    uint256 variance;
    /// log2 of the variance, at least of 1, with 16 fractional bits, rounded down.
    uint256 logVarianceX16;
    /// Mean ticks of the epoch and of its last cell, rounded towards minus infinity.
    int256 meanTick;
    int256 lastCellTick;
    /// First epoch of the run without gaps that this one is in.
    uint256 runStart;
}

/// Records of the past of one pool, an epoch each, and features of them: equal, bit for bit, to those that
/// libs/forecast makes of the pool's events.
///
/// Lists of features (`spec`) are packed as in model files, 11 bytes a feature; see {FeatureSpec}, whose
/// errors they revert with.
interface IFeatureOracle {
    event EpochRecorded(
        uint256 indexed epoch,
        uint256 variance,
        int256 meanTick,
        int256 lastCellTick,
        uint256 runStart
    );

    /// Cells must divide an epoch of a minute or longer into whole seconds, and be 1 to 255.
    error UnusableGrid(uint256 epochSeconds, uint256 cells);
    /// 2 to 65536 epochs.
    error UnusableRingLength(uint256 ringLength);
    error PoolWithoutCode(address pool);
    error PoolNotInitialized();
    /// Epochs have ended that are not recorded, and none of them can be: the pool's observations begin at
    /// `reachesBackTo`, and the latest of the epochs needs them from `neededFrom`, Unix seconds. Grow the
    /// pool's observation cardinality.
    error PoolHistoryTooShort(uint256 reachesBackTo, uint256 neededFrom);
    /// Never recorded, or no longer kept.
    error EpochNotRecorded(uint256 epoch, uint256 latestEpoch);
    /// `there` epochs up to this one are recorded without a gap and kept; what is asked for takes `needed`.
    error EpochHistoryTooShort(uint256 epoch, uint256 there, uint256 needed);
    error EpochsReversed(uint256 fromEpoch, uint256 toEpoch);

    /// Records every epoch that has ended and is not recorded; more than fit into a block are for
    /// {poke(uint256)}. Anyone may call at any time: a record does not depend on when it is written. When
    /// the pool's observations no longer reach back to the epoch after the latest record, a new run begins
    /// at the first epoch that they do reach.
    /// @return recorded how many; 0 when there was nothing to record
    function poke() external returns (uint256 recorded);

    /// {poke()}, at most `maxEpochs` of them, the oldest first.
    function poke(uint256 maxEpochs) external returns (uint256 recorded);

    /// What a model is given at the end of `epoch`.
    function features(bytes calldata spec, uint256 epoch) external view returns (int16[] memory);

    /// The features before they are standardised.
    function rawFeatures(bytes calldata spec, uint256 epoch) external view returns (int32[] memory);

    function record(uint256 epoch) external view returns (EpochFacts memory);

    /// Sum of the variances of the epochs `fromEpoch` … `toEpoch`, both included, ticks².
    function realisedVariance(uint256 fromEpoch, uint256 toEpoch) external view returns (uint256);

    /// Number of recorded epochs up to this one without a gap, as far as they are kept.
    function epochsThere(uint256 epoch) external view returns (uint256);

    /// 0 while there is none. `floor(timestamp / epochSeconds)` numbers epochs.
    function latestEpoch() external view returns (uint256);

    function pool() external view returns (address);

    function epochSeconds() external view returns (uint256);

    /// Per epoch.
    function cells() external view returns (uint256);

    /// How many epochs are kept, the latest counted.
    function ringLength() external view returns (uint256);
}
