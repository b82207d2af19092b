// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IRangePolicy} from "../interfaces/IRangePolicy.sol";
import {LimitRules} from "../libraries/LimitRules.sol";
import {Limits, PolicyParameters} from "../types/VaultTypes.sol";
import {VaultRebalance} from "./VaultRebalance.sol";

/// Who may change what: the timelock everything that can change, the guardian only towards less risk and
/// at once.
abstract contract VaultGovernance is VaultRebalance {
    modifier onlyTimelock() {
        if (msg.sender != timelock) revert NotTimelock(msg.sender);
        _;
    }

    function pause() external {
        if (msg.sender != guardian && msg.sender != timelock) revert NotGuardian(msg.sender);
        _setPaused(true);
    }

    function unpause() external onlyTimelock {
        _setPaused(false);
    }

    /// Fees are accrued first, so that no new rate bills the past. Gains cannot be without a price: then a
    /// higher performance fee has to wait.
    function setLimits(Limits calldata next) external nonReentrant {
        LimitRules.check(next);
        Quote memory quote = _quote();
        if (msg.sender != timelock) {
            if (msg.sender != guardian) revert NotGuardian(msg.sender);
            LimitRules.checkNotRaised(quote.limits, next);
        }
        if (next.performanceFeeBps > quote.limits.performanceFeeBps) _requireSettled(quote);
        _accrue(quote);
        _limits = next;
        emit LimitsSet(msg.sender, next);
    }

    function setPolicy(PolicyParameters calldata next) external onlyTimelock {
        IRangePolicy(rangePolicy).checkParameters(next);
        _policy = next;
        emit PolicySet(next);
    }

    function setRegistry(address next) external {
        if (msg.sender != timelock) {
            if (msg.sender != guardian) revert NotGuardian(msg.sender);
            if (next != address(0)) revert GuardianCannotRaise("registry");
        }
        registry = next;
        emit RegistrySet(msg.sender, next);
    }

    function setGuardian(address next) external onlyTimelock {
        guardian = _nonZero(next, "guardian");
        emit GuardianSet(next);
    }

    /// What has accrued goes to the recipient it accrued for.
    function setFeeRecipient(address next) external onlyTimelock nonReentrant {
        _payFees();
        feeRecipient = _checkedFeeRecipient(next);
        emit FeeRecipientSet(next);
    }

    function _setPaused(bool next) private {
        _book.activity.paused = next;
        emit PausedSet(msg.sender, next);
    }
}
