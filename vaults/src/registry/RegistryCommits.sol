// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IInferenceRegistry} from "../interfaces/IInferenceRegistry.sol";
import {CommitmentChecks} from "../libraries/CommitmentChecks.sol";
import {CommitTimes, Terms} from "../types/InferenceTypes.sol";
import {Account, Enrolment} from "../types/RegistryTypes.sol";
import {RegistryBonds} from "./RegistryBonds.sol";

/// A commitment: a digest, the times within which it is to be revealed, and what it costs not to.
abstract contract RegistryCommits is RegistryBonds {
    /// @inheritdoc IInferenceRegistry
    function commit(address vault, bytes32 digest, CommitTimes calldata times)
        external
        override
        nonReentrant
    {
        Enrolment memory enrolment = _enrolled(vault);
        Account storage account = _accounts[vault][msg.sender];
        if (!account.allowed) revert NotKeeper(vault, msg.sender);
        if (digest == bytes32(0)) revert ZeroDigest();
        if (account.live) {
            revert CommitmentLive(account.digest, CommitmentChecks.deadlineOf(account));
        }
        if (times.nonce != account.nextNonce) {
            revert NonceNotNext(times.nonce, account.nextNonce);
        }
        uint256 epoch = block.timestamp / enrolment.epochSeconds;
        if (times.epoch != epoch) revert EpochNotCurrent(times.epoch, epoch);
        if (times.epoch <= account.epoch) revert EpochAlreadyCommitted(account.epoch);
        if (times.observedBlock >= block.number) {
            revert ObservedBlockNotPast(times.observedBlock, block.number);
        }
        Terms storage current = _terms[vault];
        _checkWindow(times, current.minDelaySeconds, current.revealWindowSeconds);
        _lockPenalty(account, current.missPenalty);

        account.digest = digest;
        account.live = true;
        account.nextNonce += 1;
        account.epoch = times.epoch;
        account.committedAt = uint40(block.timestamp);
        // At most two hours from now, as the window was checked.
        // forge-lint: disable-start(unsafe-typecast)
        account.revealAfterSeconds = uint16(times.validAfter - block.timestamp);
        account.revealBeforeSeconds = uint16(times.deadline - block.timestamp);
        // forge-lint: disable-end(unsafe-typecast)
        account.observedBlock = times.observedBlock;
        account.era = enrolment.era;
        emit Committed(vault, msg.sender, digest, times);
    }

    /// @inheritdoc IInferenceRegistry
    function expire(address vault, address keeper) external override nonReentrant {
        Account storage account = _accounts[vault][keeper];
        if (!account.live) revert NothingCommitted(vault, keeper);
        uint256 deadline = CommitmentChecks.deadlineOf(account);
        if (block.timestamp <= deadline) revert NotExpired(deadline, block.timestamp);
        uint96 penalty = account.penalty;
        account.live = false;
        account.missed += 1;
        _forfeit(vault, account, penalty, 0);
        emit Expired(vault, keeper, account.digest, penalty);
    }

    function _lockPenalty(Account storage account, uint96 penalty) private {
        _lockBond(account, penalty);
        if (account.penalty != penalty) account.penalty = penalty;
    }

    function _checkWindow(
        CommitTimes calldata times,
        uint256 minDelaySeconds,
        uint256 revealWindowSeconds
    ) private view {
        uint256 earliest = block.timestamp + minDelaySeconds;
        uint256 latest = earliest + revealWindowSeconds;
        bool within = times.validAfter >= earliest && times.validAfter < times.deadline
            && times.deadline <= latest;
        if (!within) {
            revert WindowOutOfTerms(times.validAfter, times.deadline, earliest, latest);
        }
    }
}
