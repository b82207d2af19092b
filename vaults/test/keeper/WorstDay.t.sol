// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {console} from "forge-std/console.sol";
import {PolicyParameters} from "../../src/types/VaultTypes.sol";
import {Collusion} from "./base/Collusion.sol";

/// What a thief of the registry's key takes in a day at the default limits when he picks the worst of many
/// choices at each rebalance. Prints what he took: `forge test -vv` on this file.
contract WorstDayTest is Collusion {
    uint256 private constant REBALANCES = 24;
    uint256 private constant PARTS_PER_MILLION = 1_000_000;

    struct Choice {
        int256 ticks;
        uint256 varianceX32;
    }

    struct Worst {
        bool found;
        Choice choice;
        uint256 value;
    }

    function setUp() public {
        arrange();
        deposit(100_000);
    }

    function test_bandOfTheDefaults_losesNoMoreInADayThanTheLimits() public {
        PolicyParameters memory policy = bandPolicy();
        (policy.minHalfWidthTicks, policy.maxHalfWidthTicks) = (50, 20_000);
        worstDay(policy, "volatility-band");
    }

    function test_narrowBand_losesNoMoreInADayThanTheLimits() public {
        PolicyParameters memory policy = bandPolicy();
        policy.minHalfWidthTicks = 10;
        worstDay(policy, "volatility-band from 10 ticks");
    }

    function test_passive_losesNoMoreInADayThanTheLimits() public {
        PolicyParameters memory policy;
        (policy.policyId, policy.baseHalfWidthTicks, policy.limitWidthTicks) = (2, 120, 60);
        worstDay(policy, "passive");
    }

    function worstDay(PolicyParameters memory policy, string memory name) private {
        setPolicy(policy);
        int24 home = tickNow();
        uint160 homeX96 = sqrtPriceNow();
        uint256 before = valueAt(home);
        uint256 kept = before;
        uint256 worstOne;
        for (uint256 i = 0; i < REBALANCES; ++i) {
            skipTime(1 hours);
            uint256 value = valueAt(home);
            Worst memory worst = search(home, homeX96);
            if (worst.found) {
                sandwich(worst.choice, homeX96);
                uint256 lost = ppm(value, valueAt(home));
                if (lost > worstOne) worstOne = lost;
            }
            kept -= kept * defaultLimits().maxLossBps / ALL_BPS;
        }
        uint256 afterwards = valueAt(home);
        console.log(name);
        console.log("  lost in a day, ppm of NAV:", ppm(before, afterwards));
        console.log("  worst of its rebalances:  ", worstOne);
        console.log("  thief's gain, ppm of NAV: ");
        console.logInt(profitAt(homeX96) * int256(PARTS_PER_MILLION) / int256(before));
        assertGe(afterwards + 100, kept, "lost more than the limits of a day");
        assertLe(profitAt(homeX96), int256(before - afterwards), "gained more than was lost");
    }

    /// Tries every choice on a copy of the world.
    function search(int24 home, uint160 homeX96) private returns (Worst memory worst) {
        worst.value = valueAt(home);
        int256[6] memory pushes = [int256(-98), -45, 0, 20, 45, 98];
        uint256[3] memory sigmas = [uint256(0), 10, 40];
        for (uint256 i = 0; i < pushes.length; ++i) {
            for (uint256 j = 0; j < sigmas.length; ++j) {
                Choice memory choice = Choice(pushes[i], (sigmas[j] * sigmas[j]) << 32);
                uint256 snapshot = vm.snapshotState();
                bool done = sandwich(choice, homeX96);
                uint256 value = valueAt(home);
                vm.revertToState(snapshot);
                if (!done || value >= worst.value) continue;
                (worst.found, worst.choice, worst.value) = (true, choice, value);
            }
        }
    }

    function sandwich(Choice memory choice, uint160 homeX96) private returns (bool done) {
        push(choice.ticks);
        done = rebalance(choice.varianceX32).done;
        colluder.pushTo(pool, homeX96);
    }

    function ppm(uint256 before, uint256 afterwards) private pure returns (uint256) {
        return before > afterwards ? (before - afterwards) * PARTS_PER_MILLION / before : 0;
    }
}
