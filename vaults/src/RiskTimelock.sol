// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

/// The timelock that raises a vault's risk: two days at least between a proposal and its effect, so that
/// everybody who disagrees can leave first. Nothing, not even the timelock itself, can shorten that.
contract RiskTimelock is TimelockController {
    uint256 public constant MIN_DELAY = 2 days;

    error DelayTooShort(uint256 delay, uint256 minDelay);

    /// @param admin may grant roles without delay; zero: only the timelock itself may
    constructor(
        uint256 delaySeconds,
        address[] memory proposers,
        address[] memory executors,
        address admin
    ) TimelockController(delaySeconds, proposers, executors, admin) {
        checkDelay(delaySeconds);
    }

    /// Through a proposal of its own only, as in the base.
    function updateDelay(uint256 newDelaySeconds) public override {
        checkDelay(newDelaySeconds);
        super.updateDelay(newDelaySeconds);
    }

    function checkDelay(uint256 delaySeconds) private pure {
        if (delaySeconds < MIN_DELAY) revert DelayTooShort(delaySeconds, MIN_DELAY);
    }
}
