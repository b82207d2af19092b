// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {History, Observed, OracleHistory} from "./OracleHistory.sol";

/// A walk through a pool's observations in order of time.
struct Walk {
    History history;
    /// The two neighbours that it stands between, the later of which is `next` in order of time.
    Observed before;
    Observed afterwards;
    uint256 next;
}

/// Reads the integral of the tick at one time after another, equal to what `observe` answers. What was read
/// for earlier times shortens the search for later ones.
library OracleWalk {
    using OracleHistory for History;

    /// After as many guesses the interval is halved, whatever the ages are. Over the hours of a busy pool
    /// that is 4.6 observations for each of 13 times, and never more than these and log2 of the ring.
    uint256 private constant GUESSES = 8;

    /// Begins at the oldest observation.
    function walk(History memory history) internal pure returns (Walk memory walker) {
        walker.history = history;
        (walker.before, walker.afterwards) = (history.oldest, history.oldest);
    }

    /// The tick's integral up to `age` seconds ago. The history must reach that far, and ages never grow
    /// from one call to the next.
    function advance(Walk memory walker, uint256 age) internal view returns (int256) {
        History memory history = walker.history;
        if (age <= history.newest.age) return history.cumulativeAt(age);
        if (age <= walker.afterwards.age) seek(walker, age);
        // The tick was the same one all the time between two neighbours: this divides evenly.
        int256 tick = (walker.afterwards.tickCumulative - walker.before.tickCumulative)
            / signed(walker.before.age - walker.afterwards.age);
        return walker.before.tickCumulative + tick * signed(walker.before.age - age);
    }

    /// Moves on to the last observation at least `age` seconds old and the one after it. The newest is
    /// younger.
    function seek(Walk memory walker, uint256 age) private view {
        History memory history = walker.history;
        (Observed memory before, Observed memory afterwards) = (walker.afterwards, history.newest);
        (uint256 low, uint256 high) = (walker.next, history.newestAt);
        for (uint256 steps; high - low > 1; ++steps) {
            uint256 middle = steps < GUESSES
                ? low + (high - low) * (before.age - age) / (before.age - afterwards.age)
                : (low + high) / 2;
            if (middle == low) middle = low + 1;
            if (middle == high) middle = high - 1;
            Observed memory observed = history.readAt(middle);
            if (observed.age >= age) (low, before) = (middle, observed);
            else (high, afterwards) = (middle, observed);
        }
        (walker.before, walker.afterwards, walker.next) = (before, afterwards, high);
    }

    /// Ages have 32 bits.
    function signed(uint256 age) private pure returns (int256) {
        // forge-lint: disable-next-line(unsafe-typecast)
        return int256(age);
    }
}
