// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {LimitRules} from "../../src/libraries/LimitRules.sol";
import {Limits} from "../../src/types/VaultTypes.sol";

/// The ceilings are written out here a second time on purpose: they are promises to depositors.
contract LimitRulesTest is Test {
    function highest() private pure returns (Limits memory) {
        return Limits({
            maxDeviationTicks: 300,
            maxLossBps: 100,
            dailyTurnoverBps: 20_000,
            idleTargetBps: 5_000,
            entryFeeBps: 50,
            performanceFeeBps: 2_000,
            managementFeePpm: 20_000,
            cooldownSeconds: 30 days,
            depositCap: type(uint112).max
        });
    }

    function middling() private pure returns (Limits memory) {
        return Limits({
            maxDeviationTicks: 100,
            maxLossBps: 50,
            dailyTurnoverBps: 10_000,
            idleTargetBps: 500,
            entryFeeBps: 5,
            performanceFeeBps: 1_000,
            managementFeePpm: 10_000,
            cooldownSeconds: 1 hours,
            depositCap: 1e18
        });
    }

    function above(string memory limit, uint256 ceiling) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IVaultErrors.LimitAboveCeiling.selector, limit, ceiling + 1, ceiling
            )
        );
    }

    function raised(string memory limit) private {
        vm.expectRevert(abi.encodeWithSelector(IVaultErrors.GuardianCannotRaise.selector, limit));
    }

    function test_everythingAtItsCeiling_isAccepted() public pure {
        LimitRules.check(highest());
    }

    function test_everythingAtItsFloor_isAccepted() public pure {
        Limits memory limits;
        limits.cooldownSeconds = 60;
        LimitRules.check(limits);
    }

    function test_maxDeviationTicksAboveCeiling() public {
        Limits memory limits = highest();
        limits.maxDeviationTicks++;
        above("maxDeviationTicks", 300);
        LimitRules.check(limits);
    }

    function test_maxLossBpsAboveCeiling() public {
        Limits memory limits = highest();
        limits.maxLossBps++;
        above("maxLossBps", 100);
        LimitRules.check(limits);
    }

    function test_dailyTurnoverBpsAboveCeiling() public {
        Limits memory limits = highest();
        limits.dailyTurnoverBps++;
        above("dailyTurnoverBps", 20_000);
        LimitRules.check(limits);
    }

    function test_idleTargetBpsAboveCeiling() public {
        Limits memory limits = highest();
        limits.idleTargetBps++;
        above("idleTargetBps", 5_000);
        LimitRules.check(limits);
    }

    function test_entryFeeBpsAboveCeiling() public {
        Limits memory limits = highest();
        limits.entryFeeBps++;
        above("entryFeeBps", 50);
        LimitRules.check(limits);
    }

    function test_performanceFeeBpsAboveCeiling() public {
        Limits memory limits = highest();
        limits.performanceFeeBps++;
        above("performanceFeeBps", 2_000);
        LimitRules.check(limits);
    }

    function test_managementFeePpmAboveCeiling() public {
        Limits memory limits = highest();
        limits.managementFeePpm++;
        above("managementFeePpm", 20_000);
        LimitRules.check(limits);
    }

    function test_cooldownSecondsAboveCeiling() public {
        Limits memory limits = highest();
        limits.cooldownSeconds++;
        above("cooldownSeconds", 30 days);
        LimitRules.check(limits);
    }

    function test_cooldownSecondsBelowFloor() public {
        Limits memory limits = highest();
        limits.cooldownSeconds = 59;
        vm.expectRevert(
            abi.encodeWithSelector(IVaultErrors.LimitBelowFloor.selector, "cooldownSeconds", 59, 60)
        );
        LimitRules.check(limits);
    }

    function test_theSameLimits_raiseNothing() public pure {
        LimitRules.checkNotRaised(middling(), middling());
    }

    function test_everyStepTowardsLessRisk_raisesNothing() public pure {
        Limits memory next = middling();
        next.maxDeviationTicks--;
        next.maxLossBps--;
        next.dailyTurnoverBps--;
        next.idleTargetBps++;
        next.performanceFeeBps--;
        next.managementFeePpm--;
        next.cooldownSeconds++;
        next.depositCap--;
        LimitRules.checkNotRaised(middling(), next);
    }

    function test_widerDeviationRaises() public {
        Limits memory next = middling();
        next.maxDeviationTicks++;
        raised("maxDeviationTicks");
        LimitRules.checkNotRaised(middling(), next);
    }

    function test_moreLossRaises() public {
        Limits memory next = middling();
        next.maxLossBps++;
        raised("maxLossBps");
        LimitRules.checkNotRaised(middling(), next);
    }

    function test_moreTurnoverRaises() public {
        Limits memory next = middling();
        next.dailyTurnoverBps++;
        raised("dailyTurnoverBps");
        LimitRules.checkNotRaised(middling(), next);
    }

    function test_lessIdleRaises() public {
        Limits memory next = middling();
        next.idleTargetBps--;
        raised("idleTargetBps");
        LimitRules.checkNotRaised(middling(), next);
    }

    function test_entryFeeEitherWayRaises() public {
        Limits memory next = middling();
        next.entryFeeBps++;
        raised("entryFeeBps");
        LimitRules.checkNotRaised(middling(), next);
        next.entryFeeBps -= 2;
        raised("entryFeeBps");
        LimitRules.checkNotRaised(middling(), next);
    }

    function test_higherPerformanceFeeRaises() public {
        Limits memory next = middling();
        next.performanceFeeBps++;
        raised("performanceFeeBps");
        LimitRules.checkNotRaised(middling(), next);
    }

    function test_higherManagementFeeRaises() public {
        Limits memory next = middling();
        next.managementFeePpm++;
        raised("managementFeePpm");
        LimitRules.checkNotRaised(middling(), next);
    }

    function test_shorterCooldownRaises() public {
        Limits memory next = middling();
        next.cooldownSeconds--;
        raised("cooldownSeconds");
        LimitRules.checkNotRaised(middling(), next);
    }

    function test_higherCapRaises() public {
        Limits memory next = middling();
        next.depositCap++;
        raised("depositCap");
        LimitRules.checkNotRaised(middling(), next);
    }
}
