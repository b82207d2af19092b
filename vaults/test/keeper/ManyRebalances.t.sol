// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Limits} from "../../src/types/VaultTypes.sol";
import {KeeperLab} from "./base/KeeperLab.sol";

/// A keeper who forecasts whatever it likes, with parameters of its choice, and trades around each
/// rebalance and before it.
contract ManyRebalancesTest is KeeperLab {
    uint256 private constant ROUNDS = 4;
    /// Of the values at a tick, in raw units: each position is floored, and so is each product.
    uint256 private constant ROUNDING = 10;

    Limits private limits;
    uint256 private rounds;
    uint256 private lost;
    uint256 private allowed;
    int256 private gained;
    /// As `allowed`, with how far the mean lay from the price to which the trader returned.
    uint256 private takable;

    /// forge-config: default.fuzz.runs = 64
    function testFuzz_eachRebalance_losesNoMoreThanTheLimit(uint256 seed) external {
        campaign(seed);
    }

    /// forge-config: default.fuzz.runs = 64
    function testFuzz_aDay_countAndTurnoverBounded(uint256 seed) external {
        limits = drawLimits(seed);
        limits.cooldownSeconds = uint32(uint256(draw(seed, 50, 3600, 6 hours)));
        arrange(seed, limits);
        uint256 begun = block.timestamp;
        uint256 swappedBps;
        for (uint256 i = 0; i < 30; i++) {
            Round memory round = drawRound(uint256(keccak256(abi.encode(seed, i))));
            (round.honestSeconds, round.heldSeconds) = (1800, 12);
            uint256 before = block.timestamp;
            try this.play(round) returns (Outcome memory outcome) {
                if (vm.getBlockTimestamp() - begun > 1 days) break;
                rounds++;
                swappedBps += outcome.swapped * ALL_BPS / outcome.valueBefore;
            } catch {
                vm.warp(before + 1800);
            }
        }
        assertLe(rounds, 1 days / limits.cooldownSeconds + 1, "more often than the cooldown allows");
        assertLe(
            swappedBps, 2 * uint256(limits.dailyTurnoverBps), "a full bucket and a day's refill"
        );
    }

    /// That the search is not empty: some of these succeed, lose, and are refused.
    function test_keepersGetThrough_andLose() external {
        uint256 losses;
        for (uint256 seed = 0; seed < 20; seed++) {
            (rounds, lost) = (0, 0);
            campaign(seed);
            if (lost > 0) losses++;
        }
        assertGt(losses, 10);
    }

    function campaign(uint256 seed) private {
        (rounds, lost, allowed, gained, takable) = (0, 0, 0, 0, 0);
        limits = drawLimits(seed);
        arrange(seed, limits);
        for (uint256 i = 0; i < ROUNDS; i++) {
            skipTime(limits.cooldownSeconds);
            Round memory round = drawRound(uint256(keccak256(abi.encode(seed, i))));
            try this.play(round) returns (Outcome memory outcome) {
                book(outcome);
            } catch {}
        }
        assertLe(lost, allowed + rounds * ROUNDING, "more than the limit for each");
        assertLe(gained, int256(takable), "the trader took more than the keeper may lose");
        for (uint256 i = 0; i < officers.length; i++) {
            assertEq(token0.balanceOf(officers[i]), 0, "token0 reached an officer");
            assertEq(token1.balanceOf(officers[i]), 0, "token1 reached an officer");
        }
    }

    function book(Outcome memory outcome) private {
        uint256 least = outcome.valueBefore * (ALL_BPS - limits.maxLossBps) / ALL_BPS;
        assertGe(outcome.valueAfter + ROUNDING, least, "lost more than the limit");
        rounds++;
        if (outcome.valueAfter < outcome.valueBefore) {
            lost += outcome.valueBefore - outcome.valueAfter;
        }
        allowed += outcome.valueBefore * limits.maxLossBps / ALL_BPS;
        gained += outcome.gain;
        int256 gap = int256(outcome.truthTick) - outcome.referenceTick;
        uint256 gapTicks = uint256(gap < 0 ? -gap : gap) + 1;
        // A tick is a little more than a basis point for what grows by it.
        takable += outcome.valueBefore * (limits.maxLossBps + gapTicks) / ALL_BPS * 104 / 100 + 1e6;
    }

    function drawLimits(uint256 seed) private pure returns (Limits memory) {
        return Limits({
            maxDeviationTicks: uint16(uint256(draw(seed, 40, 10, 300))),
            maxLossBps: uint16(uint256(draw(seed, 41, 0, 100))),
            dailyTurnoverBps: uint16(uint256(draw(seed, 42, 0, 20_000))),
            idleTargetBps: uint16(uint256(draw(seed, 43, 0, 5_000))),
            entryFeeBps: 5,
            performanceFeeBps: 1_000,
            managementFeePpm: 10_000,
            cooldownSeconds: uint32(uint256(draw(seed, 44, 60, 7200))),
            depositCap: type(uint112).max
        });
    }
}
