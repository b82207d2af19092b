// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IInferenceRegistry} from "../interfaces/IInferenceRegistry.sol";
import {RevealRules} from "../libraries/RevealRules.sol";
import {TradeChecks} from "../libraries/TradeChecks.sol";
import {Inference, Output} from "../types/InferenceTypes.sol";
import {Account, StoredEntry} from "../types/RegistryTypes.sol";
import {RegistryReveals} from "./RegistryReveals.sol";

/// How an optimistic inference ends: run again by somebody in one transaction, or left alone until its
/// window is over.
abstract contract RegistryDisputes is RegistryReveals {
    /// @inheritdoc IInferenceRegistry
    function dispute(Inference calldata inference, Output calldata output)
        external
        override
        nonReentrant
    {
        bytes32 inferenceId = _digestOf(inference);
        StoredEntry storage entry = _entryOf(inferenceId);
        uint256 challengeEnds = entry.challengeEnds;
        if (challengeEnds == 0) revert NotDisputable(inferenceId);
        if (block.timestamp > challengeEnds) revert ChallengeOver(challengeEnds, block.timestamp);
        bool isRight = RevealRules.isRight(
            _oracleOf(inference.vault, entry.era),
            _models[inference.modelId].implementation,
            inference,
            output
        );
        if (isRight) revert NothingWrong();
        _slash(inference.vault, inferenceId, entry);
    }

    /// @inheritdoc IInferenceRegistry
    function finalise(bytes32 inferenceId) external override nonReentrant {
        StoredEntry storage entry = _entryOf(inferenceId);
        uint256 challengeEnds = entry.challengeEnds;
        if (challengeEnds == 0) revert NotDisputable(inferenceId);
        if (block.timestamp <= challengeEnds) revert ChallengeOpen(challengeEnds, block.timestamp);
        uint128 bond = _endChallenge(entry);
        _freeBond(_accounts[_models[entry.modelId].vault][entry.keeper], bond);
        emit Finalised(inferenceId, bond);
    }

    function _slash(address vault, bytes32 inferenceId, StoredEntry storage entry) private {
        address keeper = entry.keeper;
        Account storage account = _accounts[vault][keeper];
        uint128 bond = _endChallenge(entry);
        uint256 reward = bond * TradeChecks.CHALLENGER_BPS / TradeChecks.ALL_BPS;
        entry.slashed = true;
        account.slashed += 1;
        _setKeeper(vault, keeper, false);
        emit Slashed(vault, keeper, inferenceId, msg.sender, bond, reward);
        _forfeit(vault, account, bond, reward);
    }

    function _endChallenge(StoredEntry storage entry) private returns (uint128 bond) {
        bond = entry.bond;
        entry.challengeEnds = 0;
        entry.bond = 0;
    }
}
