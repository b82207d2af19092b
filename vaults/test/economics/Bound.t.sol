// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {OurLab} from "./OurLab.sol";
import {Attack, Scenario, Scenarios} from "./Scenario.sol";

/// What can be taken from the real vault by entering and leaving, with every limit at its widest.
///
/// The vault mints at the dearest and burns at the cheapest of its four prices. While the true price is
/// one of them or between them, nothing can be gained. When it lies outside, by `gap`, a deposit of d
/// times TVL buys d / (1 + d) of at most `gap` of TVL. The entry fee is d times `fee`, of which the same
/// d / (1 + d) comes back, being left to the holders. At most gap − fee of TVL, then, and nothing while
/// the gap is no more than the fee.
contract ProfitBoundTest is OurLab {
    /// Of a price in the pool's oracle: a tick.
    uint256 private constant TICK_ROUNDING = 1;
    /// Raw units, of each of the swaps, mints and burns of an attack.
    int256 private constant ROUNDING = 10;

    /// Incident 5.
    /// forge-config: default.fuzz.runs = 128
    function testFuzz_lagArb_nonPositivePnl(uint256 seed, uint256 tier) external {
        entryFeeBps = 0;
        (int256 profit, bool refused) = attempt(Attack.Lag, seed, tier);
        if (!refused) assertLe(profit, ROUNDING);
    }

    /// Spot pushed within a transaction, once the honest move is in an earlier block.
    /// forge-config: default.fuzz.runs = 128
    function testFuzz_pushArb_nonPositivePnl(uint256 seed, uint256 tier) external {
        (int256 profit, bool refused) = attempt(Attack.Push, seed, tier);
        if (!refused) assertLe(profit, ROUNDING);
    }

    /// Incident 6.
    /// forge-config: default.fuzz.runs = 128
    function testFuzz_twoBlockProposer_boundedBy_fee(uint256 seed, uint256 tier, uint256 after_)
        external
    {
        uint256 first = uint256(Attack.TwoBlocksAfter12);
        expectBounded(Attack(bound(after_, first, first + 3)), seed, tier);
    }

    /// forge-config: default.fuzz.runs = 128
    function testFuzz_moveOfThisBlock_boundedBy_fee(uint256 seed, uint256 tier) external {
        expectBounded(Attack.PushAtOnce, seed, tier);
    }

    /// forge-config: default.fuzz.runs = 128
    function testFuzz_stalePool_boundedBy_fee(uint256 seed, uint256 tier) external {
        expectBounded(Attack.Stale, seed, tier);
    }

    /// An entry fee of the pool's own leaves nothing to take from a pool that lags by no more than it.
    /// forge-config: default.fuzz.runs = 128
    function testFuzz_stalePool_closedBy_anEntryFeeOfThePools(uint256 seed, uint256 tier) external {
        // The tier of 1 % would need 100 basis points: more than the ceiling.
        uint256 feeTier = tier % 3;
        entryFeeBps = [uint16(1), 5, 30][feeTier] + 1;
        (int256 profit, bool refused) = attempt(Attack.Stale, seed, feeTier);
        if (!refused) assertLe(profit, ROUNDING);
    }

    /// A rebalance is judged at the long mean, which may lie the whole spread off the true price: that much
    /// more can be lost, at most, on all that changes hands.
    /// forge-config: default.fuzz.runs = 128
    function testFuzz_sandwichedRebalance_boundedBy_lossAndSpread(uint256 seed, uint256 tier)
        external
    {
        (int256 profit, bool refused) = attempt(Attack.Sandwich, seed, tier);
        uint256 most = tvl * (maxLossBps + maxDeviationTicks) / 10_000;
        if (!refused) assertLe(profit, int256(most) + ROUNDING);
    }

    function expectBounded(Attack attack, uint256 seed, uint256 tier) private {
        (int256 profit, bool refused) = attempt(attack, seed, tier);
        if (!refused) assertLe(profit, int256(mostProfit(gapTicks)) + ROUNDING);
    }

    function attempt(Attack attack, uint256 seed, uint256 tier)
        private
        returns (int256 profit, bool refused)
    {
        uint24[4] memory fees = [uint24(100), 500, 3000, 10_000];
        Scenario memory s = Scenarios.draw(seed, fees[tier % 4]);
        try this.attackOnce(attack, s) returns (int256 gained) {
            return (gained, false);
        } catch {
            return (0, true);
        }
    }

    /// For a gap in ticks, each a basis point of price and at most one of value.
    function mostProfit(uint256 gap) private view returns (uint256) {
        uint256 gapBps = gap + TICK_ROUNDING;
        return gapBps > entryFeeBps ? tvl * (gapBps - entryFeeBps) / 10_000 : 0;
    }
}
