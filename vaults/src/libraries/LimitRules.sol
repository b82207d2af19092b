// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IVaultErrors} from "../interfaces/IVaultErrors.sol";
import {Limits} from "../types/VaultTypes.sol";

/// What limits may be, and which changes raise risk. The ceilings are the most that any admin of any
/// vault can ever reach.
library LimitRules {
    uint256 internal constant MAX_DEVIATION_TICKS = 300;
    uint256 internal constant MAX_LOSS_BPS = 100;
    uint256 internal constant MAX_DAILY_TURNOVER_BPS = 20_000;
    uint256 internal constant MAX_IDLE_TARGET_BPS = 5_000;
    uint256 internal constant MAX_ENTRY_FEE_BPS = 50;
    uint256 internal constant MAX_PERFORMANCE_FEE_BPS = 2_000;
    uint256 internal constant MAX_MANAGEMENT_FEE_PPM = 20_000;
    uint256 internal constant MIN_COOLDOWN_SECONDS = 60;
    uint256 internal constant MAX_COOLDOWN_SECONDS = 30 days;

    function check(Limits memory limits) external pure {
        _atMost("maxDeviationTicks", limits.maxDeviationTicks, MAX_DEVIATION_TICKS);
        _atMost("maxLossBps", limits.maxLossBps, MAX_LOSS_BPS);
        _atMost("dailyTurnoverBps", limits.dailyTurnoverBps, MAX_DAILY_TURNOVER_BPS);
        _atMost("idleTargetBps", limits.idleTargetBps, MAX_IDLE_TARGET_BPS);
        _atMost("entryFeeBps", limits.entryFeeBps, MAX_ENTRY_FEE_BPS);
        _atMost("performanceFeeBps", limits.performanceFeeBps, MAX_PERFORMANCE_FEE_BPS);
        _atMost("managementFeePpm", limits.managementFeePpm, MAX_MANAGEMENT_FEE_PPM);
        _atMost("cooldownSeconds", limits.cooldownSeconds, MAX_COOLDOWN_SECONDS);
        if (limits.cooldownSeconds < MIN_COOLDOWN_SECONDS) {
            revert IVaultErrors.LimitBelowFloor(
                "cooldownSeconds", limits.cooldownSeconds, MIN_COOLDOWN_SECONDS
            );
        }
    }

    /// Reverts unless every limit stays or moves the way that lowers risk. The entry fee protects the
    /// holders and costs those who enter, so neither direction is free of risk.
    function checkNotRaised(Limits memory from, Limits memory to) external pure {
        _notRaised("maxDeviationTicks", to.maxDeviationTicks > from.maxDeviationTicks);
        _notRaised("maxLossBps", to.maxLossBps > from.maxLossBps);
        _notRaised("dailyTurnoverBps", to.dailyTurnoverBps > from.dailyTurnoverBps);
        _notRaised("idleTargetBps", to.idleTargetBps < from.idleTargetBps);
        _notRaised("entryFeeBps", to.entryFeeBps != from.entryFeeBps);
        _notRaised("performanceFeeBps", to.performanceFeeBps > from.performanceFeeBps);
        _notRaised("managementFeePpm", to.managementFeePpm > from.managementFeePpm);
        _notRaised("cooldownSeconds", to.cooldownSeconds < from.cooldownSeconds);
        _notRaised("depositCap", to.depositCap > from.depositCap);
    }

    function _atMost(string memory limit, uint256 given, uint256 ceiling) private pure {
        if (given > ceiling) revert IVaultErrors.LimitAboveCeiling(limit, given, ceiling);
    }

    function _notRaised(string memory limit, bool raised) private pure {
        if (raised) revert IVaultErrors.GuardianCannotRaise(limit);
    }
}
