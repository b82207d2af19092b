// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {IFeatureOracle} from "../interfaces/IFeatureOracle.sol";
import {EpochRecord} from "../libraries/EpochRecords.sol";
import {Log2} from "../libraries/Log2.sol";
import {History, OracleHistory} from "../libraries/OracleHistory.sol";
import {OracleWalk, Walk} from "../libraries/OracleWalk.sol";
import {EpochRing} from "./EpochRing.sol";

/// Writes records from the pool's own history.
abstract contract EpochRecorder is EpochRing {
    using OracleHistory for History;
    using OracleWalk for History;
    using OracleWalk for Walk;

    uint256 private constant MIN_EPOCH_SECONDS = 60;
    uint256 private constant MAX_CELLS = 255;

    /// @inheritdoc IFeatureOracle
    address public immutable override pool;
    /// @inheritdoc IFeatureOracle
    uint256 public immutable override epochSeconds;
    /// @inheritdoc IFeatureOracle
    uint256 public immutable override cells;
    uint256 private immutable cellSeconds;

    constructor(address pool_, uint256 epochSeconds_, uint256 cells_) {
        if (pool_.code.length == 0) revert PoolWithoutCode(pool_);
        bool divides = cells_ > 0 && cells_ <= MAX_CELLS && epochSeconds_ % cells_ == 0;
        if (!divides || epochSeconds_ < MIN_EPOCH_SECONDS || epochSeconds_ > type(uint32).max) {
            revert UnusableGrid(epochSeconds_, cells_);
        }
        (pool, epochSeconds, cells) = (pool_, epochSeconds_, cells_);
        cellSeconds = epochSeconds_ / cells_;
    }

    /// @inheritdoc IFeatureOracle
    function poke() external override returns (uint256) {
        return poke(type(uint256).max);
    }

    /// @inheritdoc IFeatureOracle
    function poke(uint256 maxEpochs) public override returns (uint256 recorded) {
        uint256 latest = latestEpoch;
        uint256 end = block.timestamp / epochSeconds;
        if (maxEpochs == 0 || latest + 1 >= end) return 0;

        History memory history = openHistory();
        EpochRecord memory entry = lastOfRun(history, latest, end);
        Walk memory walker = history.walk();
        uint256 start = (entry.epoch + 1) * epochSeconds;
        if (entry.runStart > entry.epoch) {
            // The first of a run: the cell before it has no record to be read from.
            int256 cellBegin = cumulativeAt(walker, start - cellSeconds);
            entry.lastCellTick = meanDown(cumulativeAt(walker, start) - cellBegin, cellSeconds);
        }
        int256 cumulative = cumulativeAt(walker, start);
        for (; recorded < maxEpochs && entry.epoch + 1 < end; ++recorded) {
            cumulative = recordNext(entry, walker, cumulative);
        }
        latestEpoch = entry.epoch;
    }

    /// The record to go on from: the latest one or, where the pool's history does not reach back to its
    /// end, an empty one before a new run.
    function lastOfRun(History memory history, uint256 latest, uint256 end)
        private
        view
        returns (EpochRecord memory entry)
    {
        uint256 reachesBackTo = block.timestamp - history.oldest.age;
        if (latest != 0 && (latest + 1) * epochSeconds >= reachesBackTo) {
            return load(latest).unpack();
        }
        uint256 first = (reachesBackTo + cellSeconds + epochSeconds - 1) / epochSeconds;
        if (first >= end) {
            revert PoolHistoryTooShort(reachesBackTo, (end - 1) * epochSeconds - cellSeconds);
        }
        // No more than the ring holds.
        if (first + ringLength < end) first = end - ringLength;
        (entry.epoch, entry.runStart) = (first - 1, first);
    }

    /// Turns the record into that of the next epoch and stores it.
    /// @param cumulative the tick's integral up to the epoch's start
    /// @return ended up to its end
    function recordNext(EpochRecord memory entry, Walk memory walker, int256 cumulative)
        private
        returns (int256 ended)
    {
        uint256 cellEnd = ++entry.epoch * epochSeconds;
        uint256 variance;
        ended = cumulative;
        for (uint256 cell; cell < cells; ++cell) {
            cellEnd += cellSeconds;
            int256 next = cumulativeAt(walker, cellEnd);
            int256 tick = meanDown(next - ended, cellSeconds);
            int256 change = tick - entry.lastCellTick;
            // A square.
            // forge-lint: disable-next-line(unsafe-typecast)
            variance += uint256(change * change);
            (entry.lastCellTick, ended) = (tick, next);
        }
        entry.meanTick = meanDown(ended - cumulative, epochSeconds);
        entry.varianceSum += variance;
        entry.logVarianceSumX16 += Log2.log2X16Down(variance == 0 ? 1 : variance);
        store(entry);
        emit EpochRecorded(
            entry.epoch, variance, entry.meanTick, entry.lastCellTick, entry.runStart
        );
    }

    /// The pool is read at one moment, and is consistent at any: it writes its observation and its tick
    /// before it calls anybody.
    function openHistory() private view returns (History memory) {
        (, int24 tick, uint16 index, uint16 cardinality,,,) = IUniswapV3Pool(pool).slot0();
        if (cardinality == 0) revert PoolNotInitialized();
        return OracleHistory.open(pool, tick, index, cardinality);
    }

    function cumulativeAt(Walk memory walker, uint256 timestamp) private view returns (int256) {
        return walker.advance(block.timestamp - timestamp);
    }

    /// Rounds towards minus infinity, as the pool rounds a price to its tick; `/` rounds towards zero.
    function meanDown(int256 cumulativeChange, uint256 elapsed) private pure returns (int256 mean) {
        // Below 2^32.
        // forge-lint: disable-next-line(unsafe-typecast)
        int256 period = int256(elapsed);
        mean = cumulativeChange / period;
        if (cumulativeChange < 0 && cumulativeChange % period != 0) mean--;
    }
}
