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
        (walker.before, walker.afterwards, walker.next) =
            walker.history.neighbours(age, walker.afterwards, walker.next);
    }

    /// Ages have 32 bits.
    function signed(uint256 age) private pure returns (int256) {
        // forge-lint: disable-next-line(unsafe-typecast)
        return int256(age);
    }
}
