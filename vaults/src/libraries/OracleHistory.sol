// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {PoolWords} from "./PoolWords.sol";

/// An observation, by how many seconds ago it was written.
struct Observed {
    uint256 age;
    int256 tickCumulative;
}

/// A pool's ring of observations in order of time: 0 is the oldest, `newestAt` the newest.
struct History {
    address pool;
    /// The tick since the newest observation.
    int24 tick;
    uint256 oldestSlot;
    uint256 cardinality;
    uint256 newestAt;
    Observed oldest;
    Observed newest;
}

/// Reads the integral of the tick over time from a pool's observations, equal to what `observe` answers.
///
/// The pool bisects its whole ring for every time it is asked for. Trades come at a fairly steady rate, so
/// here the place is guessed from the ages at both ends first: each observation read is a cold slot. In a
/// busy pool of mainnet that is three observations for a time, whatever the ring, instead of eight to eleven.
library OracleHistory {
    /// After as many guesses the interval is halved, whatever the ages are: never more is read than these
    /// and log2 of the ring.
    uint256 private constant GUESSES = 6;

    /// @param tick index cardinality as in the pool's `slot0`, of a pool that is initialized
    function open(address pool, int24 tick, uint256 index, uint256 cardinality)
        internal
        view
        returns (History memory history)
    {
        history.pool = pool;
        history.tick = tick;
        history.cardinality = cardinality;
        (history.newest,) = readSlot(pool, index);
        uint256 next = (index + 1) % cardinality;
        bool full;
        (history.oldest, full) = readSlot(pool, next);
        // A ring that has grown and not come round yet begins at its first slot.
        if (full) {
            history.oldestSlot = next;
            history.newestAt = cardinality - 1;
        } else {
            history.newestAt = index;
            (history.oldest,) = readSlot(pool, 0);
        }
    }

    function reaches(History memory history, uint256 age) internal pure returns (bool) {
        return history.oldest.age >= age;
    }

    /// The tick's integral up to `age` seconds ago; the history must reach that far.
    function cumulativeAt(History memory history, uint256 age) internal view returns (int256) {
        if (age <= history.newest.age) {
            return
                history.newest.tickCumulative + int256(history.tick)
                    * signed(history.newest.age - age);
        }
        (Observed memory before, Observed memory afterwards,) =
            neighbours(history, age, history.oldest, 0);
        // The tick was the same one all the time between two observations: this divides evenly.
        int256 tick = (afterwards.tickCumulative - before.tickCumulative)
            / signed(before.age - afterwards.age);
        return before.tickCumulative + tick * signed(before.age - age);
    }

    /// The observation before the newest; there must be one.
    function secondNewest(History memory history) internal view returns (Observed memory) {
        return readAt(history, history.newestAt - 1);
    }

    /// The last observation at least `age` seconds old, the one after it and the place of that one. They are
    /// looked for from the observation `before` at the place `low`, which is old enough; the newest is not.
    function neighbours(History memory history, uint256 age, Observed memory before, uint256 low)
        internal
        view
        returns (Observed memory, Observed memory afterwards, uint256 high)
    {
        (afterwards, high) = (history.newest, history.newestAt);
        // How far the ends are off. That of an end which stays for the second time counts half (the Illinois
        // rule): where trades come in bursts, guesses would creep up to it place by place.
        uint256 secondsBefore = before.age - age;
        uint256 secondsAfter = age - afterwards.age;
        bool wasOlder;
        for (uint256 steps; high - low > 1; ++steps) {
            uint256 place =
                steps < GUESSES ? guess(low, high, secondsBefore, secondsAfter) : (low + high) / 2;
            Observed memory observed = readAt(history, place);
            if (observed.age >= age) {
                (low, before) = (place, observed);
                secondsBefore = observed.age - age;
                if (wasOlder) secondsAfter = (secondsAfter + 1) / 2;
                wasOlder = true;
            } else {
                (high, afterwards) = (place, observed);
                secondsAfter = age - observed.age;
                if (!wasOlder && steps > 0) secondsBefore /= 2;
                wasOlder = false;
            }
        }
        return (before, afterwards, high);
    }

    /// The place between two others that is nearest to where even trades would put the time.
    function guess(uint256 low, uint256 high, uint256 secondsBefore, uint256 secondsAfter)
        private
        pure
        returns (uint256 place)
    {
        // Places have 16 bits and seconds 32. The later end is off by a second at least.
        unchecked {
            uint256 whole = secondsBefore + secondsAfter;
            place = low + ((high - low) * secondsBefore + whole / 2) / whole;
            if (place == low) ++place;
            else if (place == high) --place;
        }
    }

    /// Ages have 32 bits.
    function signed(uint256 age) private pure returns (int256) {
        // forge-lint: disable-next-line(unsafe-typecast)
        return int256(age);
    }

    /// The observation at a place in the order of time, 0 … `newestAt`.
    function readAt(History memory history, uint256 position)
        internal
        view
        returns (Observed memory observed)
    {
        (observed,) = readSlot(history.pool, (history.oldestSlot + position) % history.cardinality);
    }

    function readSlot(address pool, uint256 slot)
        private
        view
        returns (Observed memory observed, bool initialized)
    {
        uint256 blockTimestamp;
        (blockTimestamp, observed.tickCumulative, initialized) = PoolWords.observation(pool, slot);
        // The pool's clock has 32 bits and wraps around.
        unchecked {
            // forge-lint: disable-next-line(unsafe-typecast)
            observed.age = uint32(block.timestamp - blockTimestamp);
        }
    }
}
