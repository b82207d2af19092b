// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Refusals} from "../incidents/support/Refusals.sol";
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
    /// In a run.
    uint256 private constant TRIES = 32;

    /// The entry fee is a basis point more than the pool's.
    bool private closed;

    /// Incident 5.
    /// forge-config: default.fuzz.runs = 4
    /// forge-config: deep.fuzz.runs = 2000
    function testFuzz_lagArb_nonPositivePnl(uint256 seed) external {
        entryFeeBps = 0;
        attackMany(Attack.Lag, 1, seed);
    }

    /// Spot pushed within a transaction, once the honest move is in an earlier block.
    /// forge-config: default.fuzz.runs = 4
    /// forge-config: deep.fuzz.runs = 2000
    function testFuzz_pushArb_nonPositivePnl(uint256 seed) external {
        attackMany(Attack.Push, 1, seed);
    }

    /// Incident 6.
    /// forge-config: default.fuzz.runs = 4
    /// forge-config: deep.fuzz.runs = 2000
    function testFuzz_twoBlockProposer_boundedBy_fee(uint256 seed) external {
        attackMany(Attack.TwoBlocksAfter12, 4, seed);
    }

    /// forge-config: default.fuzz.runs = 4
    /// forge-config: deep.fuzz.runs = 2000
    function testFuzz_moveOfThisBlock_boundedBy_fee(uint256 seed) external {
        attackMany(Attack.PushAtOnce, 1, seed);
    }

    /// forge-config: default.fuzz.runs = 4
    /// forge-config: deep.fuzz.runs = 2000
    function testFuzz_stalePool_boundedBy_fee(uint256 seed) external {
        attackMany(Attack.Stale, 1, seed);
    }

    /// An entry fee of the pool's own leaves nothing to take from a pool that lags by no more than it.
    /// forge-config: default.fuzz.runs = 4
    /// forge-config: deep.fuzz.runs = 2000
    function testFuzz_stalePool_closedBy_anEntryFeeOfThePools(uint256 seed) external {
        // The tier of 1 % would need 100 basis points: more than the ceiling.
        closed = true;
        attackMany(Attack.Stale, 1, seed);
    }

    /// A rebalance is judged at the long mean and at the block's first price. The second is the true one, as
    /// long as the honest move was in an earlier block.
    /// forge-config: default.fuzz.runs = 4
    /// forge-config: deep.fuzz.runs = 2000
    function testFuzz_sandwichedRebalance_boundedBy_loss(uint256 seed) external {
        attackMany(Attack.Sandwich, 1, seed);
    }

    /// Attacks in markets of all fee tiers. Too many refusals would leave nothing that was tried.
    /// @param kinds of attack, from `first` on
    function attackMany(Attack first, uint256 kinds, uint256 seed) private {
        vm.pauseGasMetering();
        uint24[4] memory fees = [uint24(100), 500, 3000, 10_000];
        uint256 accepted;
        for (uint256 i = 0; i < TRIES; i++) {
            uint24 fee = fees[i % (closed ? 3 : 4)];
            if (closed) entryFeeBps = uint16(fee / 100 + 1);
            Attack attack = Attack(uint256(first) + i / 4 % kinds);
            Scenario memory s = Scenarios.draw(uint256(keccak256(abi.encode(seed, attack, i))), fee);
            try this.attackOnce(attack, s) returns (int256 profit) {
                assertLe(profit, most(attack) + ROUNDING, Scenarios.name(attack));
                accepted++;
            } catch (bytes memory reason) {
                Refusals.expect(reason);
                this.clearUp();
            }
        }
        // Of these scenarios the vault accepts half or more.
        assertGe(accepted, TRIES / 8, "nearly everything was refused");
    }

    /// What an attack may gain, raw units of the asset.
    function most(Attack attack) private view returns (int256) {
        if (attack == Attack.Lag || attack == Attack.Push || closed) return 0;
        uint256 bound = attack == Attack.Sandwich
            ? tvl * (maxLossBps + TICK_ROUNDING) / 10_000
            : mostProfit(gapTicks);
        // forge-lint: disable-next-line(unsafe-typecast)
        return int256(bound);
    }

    /// For a gap in ticks, each a basis point of price and at most one of value.
    function mostProfit(uint256 gap) private view returns (uint256) {
        uint256 gapBps = gap + TICK_ROUNDING;
        return gapBps > entryFeeBps ? tvl * (gapBps - entryFeeBps) / 10_000 : 0;
    }
}
