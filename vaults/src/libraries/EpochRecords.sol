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
/// logarithms (48), sum of variances (96), from the top.
///
/// Nothing overflows: an epoch lasts a minute or longer, so 32 bits last 8000 years. A variance is below
/// 2^50 (255 squared differences of ticks), its logarithm below 2^22, and there are no 2^26 epochs in a run
/// before the end of the century.
library EpochRecords {
    function pack(EpochRecord memory r) internal pure returns (uint256 word) {
        // Casts of what has no more bits than the comment above says.
        // forge-lint: disable-start(unsafe-typecast)
        word = r.epoch << 224 | r.runStart << 192;
        word |= uint256(uint24(int24(r.meanTick))) << 168;
        word |= uint256(uint24(int24(r.lastCellTick))) << 144;
        word |= r.logVarianceSumX16 << 96 | r.varianceSum;
        // forge-lint: disable-end(unsafe-typecast)
    }

    function unpack(uint256 word) internal pure returns (EpochRecord memory) {
        // Casts that cut a field out of the word.
        // forge-lint: disable-start(unsafe-typecast)
        return EpochRecord({
            epoch: word >> 224,
            runStart: uint32(word >> 192),
            meanTick: int24(uint24(word >> 168)),
            lastCellTick: int24(uint24(word >> 144)),
            logVarianceSumX16: uint48(word >> 96),
            varianceSum: uint96(word)
        });
        // forge-lint: disable-end(unsafe-typecast)
    }
}
