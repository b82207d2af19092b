// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IInferenceRegistry} from "../interfaces/IInferenceRegistry.sol";
import {IStrategyVault} from "../interfaces/IStrategyVault.sol";
import {CommitmentChecks} from "../libraries/CommitmentChecks.sol";
import {RegistryRules} from "../libraries/RegistryRules.sol";
import {RevealRules} from "../libraries/RevealRules.sol";
import {
    Entry,
    Inference,
    KeeperAccount,
    KeeperRecord,
    LatestForecast,
    Model,
    Skill,
    Terms,
    VaultLog
} from "../types/InferenceTypes.sol";
import {
    Account,
    Enrolment,
    ModelEntry,
    StoredEntry,
    StoredLog,
    StoredSkill
} from "../types/RegistryTypes.sol";
import {RegistryScores} from "./RegistryScores.sol";

/// Everything that can be asked.
abstract contract RegistryViews is RegistryScores {
    /// @inheritdoc IInferenceRegistry
    function digestOf(Inference calldata inference) external view override returns (bytes32) {
        return _digestOf(inference);
    }

    /// @inheritdoc IInferenceRegistry
    function domainSeparator() external view override returns (bytes32) {
        return _domainSeparatorV4();
    }

    /// @inheritdoc IInferenceRegistry
    function terms(address vault) external view override returns (Terms memory) {
        return _terms[vault];
    }

    /// @inheritdoc IInferenceRegistry
    function model(uint32 modelId) external view override returns (Model memory) {
        ModelEntry storage m = _models[modelId];
        return Model(m.vault, m.tier, m.status, m.implementation, m.modelHash);
    }

    /// @inheritdoc IInferenceRegistry
    function account(address vault, address keeper)
        external
        view
        override
        returns (KeeperAccount memory)
    {
        Account storage a = _accounts[vault][keeper];
        return KeeperAccount({
            allowed: a.allowed,
            live: a.live,
            nextNonce: a.nextNonce,
            epoch: a.epoch,
            committedAt: a.committedAt,
            validAfter: CommitmentChecks.validAfterOf(a),
            deadline: CommitmentChecks.deadlineOf(a),
            observedBlock: a.observedBlock,
            digest: a.digest,
            bondFree: a.bondFree,
            bondLocked: a.bondLocked
        });
    }

    /// @inheritdoc IInferenceRegistry
    function record(address vault, address keeper)
        external
        view
        override
        returns (KeeperRecord memory)
    {
        Account storage a = _accounts[vault][keeper];
        return KeeperRecord(a.revealed, a.traded, a.withheld, a.missed, a.slashed);
    }

    /// @inheritdoc IInferenceRegistry
    function entry(bytes32 inferenceId) external view override returns (Entry memory) {
        StoredEntry storage e = _entries[inferenceId];
        return Entry({
            keeper: e.keeper,
            modelId: e.modelId,
            epoch: e.epoch,
            forecastX16: e.forecastX16,
            outcome: e.outcome,
            scored: e.scored,
            slashed: e.slashed,
            challengeEnds: e.challengeEnds,
            bond: e.bond
        });
    }

    /// @inheritdoc IInferenceRegistry
    function log(address vault) external view override returns (VaultLog memory) {
        StoredLog storage l = _logs[vault];
        return VaultLog(l.head, l.length, l.lastTradeEpoch, l.lastTradeAt);
    }

    /// @inheritdoc IInferenceRegistry
    function keeperSkill(address vault, address keeper)
        external
        view
        override
        returns (Skill memory)
    {
        return _skillOf(_keeperSkills[vault][keeper]);
    }

    /// @inheritdoc IInferenceRegistry
    function modelSkill(uint32 modelId) external view override returns (Skill memory) {
        return _skillOf(_modelSkills[modelId]);
    }

    /// @inheritdoc IInferenceRegistry
    function owed(address vault) external view override returns (uint256) {
        return _owings[vault].amount;
    }

    /// @inheritdoc IInferenceRegistry
    function releasable(address vault) external view override returns (uint256) {
        return RegistryRules.releasableUp(_owings[vault]);
    }

    /// @inheritdoc IInferenceRegistry
    function latestForecast(address vault)
        external
        view
        override
        returns (LatestForecast memory latest)
    {
        latest.inferenceId = _logs[vault].latestId;
        StoredEntry storage e = _entries[latest.inferenceId];
        if (e.keeper == address(0) || e.slashed) revert ForecastStale(block.timestamp, 0);
        ModelEntry storage m = _models[e.modelId];
        uint256 epochSeconds = _enrolments[vault].epochSeconds;
        uint256 mostSeconds = m.horizonEpochs * epochSeconds;
        latest.ageSeconds = block.timestamp - e.epoch * epochSeconds;
        if (latest.ageSeconds > mostSeconds) revert ForecastStale(latest.ageSeconds, mostSeconds);
        latest.forecastX16 = e.forecastX16;
        latest.varianceX32 = RevealRules.varianceX32Down(e.forecastX16, m.levelOffset);
        latest.epoch = e.epoch;
        latest.modelId = e.modelId;
        latest.revealedAt = e.revealedAt;
        latest.skill = _skillOf(_modelSkills[e.modelId]);
    }

    /// @inheritdoc IInferenceRegistry
    function policyIdOf(address vault) external view override returns (bytes32) {
        return RevealRules.policyIdOf(IStrategyVault(vault));
    }

    /// @inheritdoc IInferenceRegistry
    function stateHashOf(address vault) external view override returns (bytes32) {
        return RevealRules.stateHashOf(IStrategyVault(vault));
    }

    /// @inheritdoc IInferenceRegistry
    function currentEpoch(address vault) external view override returns (uint32) {
        Enrolment memory enrolment = _enrolled(vault);
        // Seconds of 40 bits, and an epoch has 60 or more of them.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint32(block.timestamp / enrolment.epochSeconds);
    }

    function _skillOf(StoredSkill storage s) private view returns (Skill memory) {
        return Skill(s.scored, s.lossX16, s.ewmaLossX16, s.benchmarkLossX16);
    }
}
