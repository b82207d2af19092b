// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// What is kept of an epoch. Sums run from the first epoch of the run, so that those of any stretch of it
/// are two reads.
struct EpochRecord {
    uint256 epoch;
    /// First epoch of the run without gaps that this one is in.
    uint256 runStart;
    /// Rounded towards minus infinity, as are all means of ticks.
    int256 meanTick;
    int256 lastCellTick;
    /// Σ of log2 X16 of the variances, at least of 1 each.
    uint256 logVarianceSumX16;
    /// Σ of the variances, ticks².
    uint256 varianceSum;
}

/// A record in one word: epoch (32 bits), run start (32), mean tick (24), last cell's tick (24), sum of
/// logarithms (48), sum of variances (96), from the top. All zero where none was ever stored.
///
/// Nothing overflows: an epoch lasts a minute or longer, so 32 bits last 8000 years. A variance is below
/// 2^50 (255 squared differences of ticks), its logarithm below 2^22, and there are no 2^26 epochs in a run
/// before the end of the century.
type PackedRecord is uint256;

using EpochRecords for PackedRecord global;

/// Whoever reads one field of many records takes it out of the word: memory would cost more than the read.
library EpochRecords {
    // Casts of what has no more bits than the comment above says, and casts that cut a field out.
    // forge-lint: disable-start(unsafe-typecast)

    function pack(EpochRecord memory r) internal pure returns (PackedRecord) {
        uint256 word = r.epoch << 224 | r.runStart << 192;
        word |= uint256(uint24(int24(r.meanTick))) << 168;
        word |= uint256(uint24(int24(r.lastCellTick))) << 144;
        return PackedRecord.wrap(word | r.logVarianceSumX16 << 96 | r.varianceSum);
    }

    function unpack(PackedRecord self) internal pure returns (EpochRecord memory) {
        return EpochRecord({
            epoch: epoch(self),
            runStart: runStart(self),
            meanTick: meanTick(self),
            lastCellTick: lastCellTick(self),
            logVarianceSumX16: logVarianceSumX16(self),
            varianceSum: varianceSum(self)
        });
    }

    function epoch(PackedRecord self) internal pure returns (uint256) {
        return PackedRecord.unwrap(self) >> 224;
    }

    function runStart(PackedRecord self) internal pure returns (uint256) {
        return uint32(PackedRecord.unwrap(self) >> 192);
    }

    function meanTick(PackedRecord self) internal pure returns (int256) {
        return int24(uint24(PackedRecord.unwrap(self) >> 168));
    }

    function lastCellTick(PackedRecord self) internal pure returns (int256) {
        return int24(uint24(PackedRecord.unwrap(self) >> 144));
    }

    function logVarianceSumX16(PackedRecord self) internal pure returns (uint256) {
        return uint48(PackedRecord.unwrap(self) >> 96);
    }

    function varianceSum(PackedRecord self) internal pure returns (uint256) {
        return uint96(PackedRecord.unwrap(self));
    }

    // forge-lint: disable-end(unsafe-typecast)
}
