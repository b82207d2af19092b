// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IInferenceRegistry} from "../interfaces/IInferenceRegistry.sol";
import {IStrategyVault} from "../interfaces/IStrategyVault.sol";
import {RegistryRules} from "../libraries/RegistryRules.sol";
import {ModelStatus, Terms, Tier} from "../types/InferenceTypes.sol";
import {Enrolment, ModelEntry} from "../types/RegistryTypes.sol";
import {RegistryState} from "./RegistryState.sol";

/// What a vault's own timelock decides, and what its guardian can take back at once.
abstract contract RegistryGovernance is RegistryState {
    modifier onlyTimelockOf(address vault) {
        if (msg.sender != IStrategyVault(vault).timelock()) revert NotTimelock(vault, msg.sender);
        _;
    }

    /// @inheritdoc IInferenceRegistry
    function setTerms(address vault, Terms calldata next)
        external
        override
        nonReentrant
        onlyTimelockOf(vault)
    {
        Enrolment memory enrolment = RegistryRules.enrol(vault, next, _enrolments[vault]);
        _checkBenchmark(vault, next.benchmarkModelId);
        if (next.oracle != _oracles[vault][enrolment.era]) {
            _oracles[vault][++enrolment.era] = next.oracle;
        }
        _enrolments[vault] = enrolment;
        _terms[vault] = next;
        emit TermsSet(vault, next);
    }

    /// @inheritdoc IInferenceRegistry
    function addModel(address vault, Tier tier, address implementation, bytes32 modelHash)
        external
        override
        nonReentrant
        onlyTimelockOf(vault)
        returns (uint32 modelId)
    {
        Enrolment memory enrolment = _enrolled(vault);
        (ModelEntry memory entry, uint32 reachEpochs) =
            RegistryRules.examine(vault, _terms[vault], enrolment, tier, implementation, modelHash);
        _enrolments[vault].reachEpochs = reachEpochs;
        modelId = ++modelCount;
        _models[modelId] = entry;
        emit ModelAdded(vault, modelId, tier, implementation, modelHash);
    }

    /// @inheritdoc IInferenceRegistry
    function allowKeeper(address vault, address keeper)
        external
        override
        nonReentrant
        onlyTimelockOf(vault)
    {
        _enrolled(vault);
        _setKeeper(vault, keeper, true);
    }

    /// @inheritdoc IInferenceRegistry
    function revokeModel(uint32 modelId) external override nonReentrant {
        ModelEntry storage entry = _models[modelId];
        if (entry.status == ModelStatus.None) revert UnknownModel(modelId);
        _requireGuardian(entry.vault);
        if (entry.status != ModelStatus.Active) revert ModelNotActive(modelId, entry.status);
        entry.status = ModelStatus.Revoked;
        emit ModelRevoked(entry.vault, modelId, msg.sender);
    }

    /// @inheritdoc IInferenceRegistry
    function revokeKeeper(address vault, address keeper) external override nonReentrant {
        _requireGuardian(vault);
        _setKeeper(vault, keeper, false);
    }

    function _setKeeper(address vault, address keeper, bool allowed) internal {
        _accounts[vault][keeper].allowed = allowed;
        emit KeeperSet(vault, keeper, allowed, msg.sender);
    }

    function _requireGuardian(address vault) private view {
        bool allowed = msg.sender == IStrategyVault(vault).guardian()
            || msg.sender == IStrategyVault(vault).timelock();
        if (!allowed) revert NotGuardian(vault, msg.sender);
    }

    /// One that anyone can run.
    function _checkBenchmark(address vault, uint32 modelId) private view {
        if (modelId == 0) return;
        Tier tier = _modelOf(vault, modelId).tier;
        if (tier != Tier.Recomputed && tier != Tier.Optimistic) revert ModelUnusable("benchmark");
    }
}
