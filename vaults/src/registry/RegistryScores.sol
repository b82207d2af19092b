// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IInferenceRegistry} from "../interfaces/IInferenceRegistry.sol";
import {InferenceScores, Losses} from "../libraries/InferenceScores.sol";
import {ModelEntry, StoredEntry} from "../types/RegistryTypes.sol";
import {RegistryDisputes} from "./RegistryDisputes.sol";

/// How forecasts did: each against what the pool did, the pool's own average and a benchmark, by nobody's
/// judgement.
abstract contract RegistryScores is RegistryDisputes {
    /// @inheritdoc IInferenceRegistry
    function score(bytes32 inferenceId) external override nonReentrant {
        StoredEntry storage entry = _entryOf(inferenceId);
        if (entry.scored) revert AlreadyScored(inferenceId);
        if (entry.slashed) revert InferenceSlashed(inferenceId);
        uint256 challengeEnds = entry.challengeEnds;
        if (block.timestamp <= challengeEnds) revert ChallengeOpen(challengeEnds, block.timestamp);
        entry.scored = true;
        uint32 modelId = entry.modelId;
        ModelEntry memory model = _models[modelId];
        // Empty where there is none: models count from 1.
        ModelEntry memory benchmark = _models[_terms[model.vault].benchmarkModelId];
        Losses memory losses = InferenceScores.lossesOf(
            _oracleOf(model.vault, entry.era), entry.epoch, entry.forecastX16, model, benchmark
        );
        InferenceScores.add(_modelSkills[modelId], losses);
        InferenceScores.add(_keeperSkills[model.vault][entry.keeper], losses);
        emit Scored(
            model.vault,
            modelId,
            inferenceId,
            losses.realisedX32,
            losses.own,
            losses.ewma,
            losses.benchmark
        );
    }
}
