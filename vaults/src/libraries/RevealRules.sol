// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IFeatureOracle} from "../interfaces/IFeatureOracle.sol";
import {IInferenceErrors} from "../interfaces/IInferenceErrors.sol";
import {IInferenceVerifier} from "../interfaces/IInferenceVerifier.sol";
import {IQuantizedModel} from "../interfaces/IQuantizedModel.sol";
import {IStrategyVault} from "../interfaces/IStrategyVault.sol";
import {Inference, Output, Tier} from "../types/InferenceTypes.sol";
import {Account, ModelEntry, RevealContext} from "../types/RegistryTypes.sol";
import {CommitmentChecks} from "./CommitmentChecks.sol";
import {Exp2} from "./Exp2.sol";
import {TradeChecks} from "./TradeChecks.sol";

/// Whether a reveal is what was committed to, and what the model gives. Linked into the registry, whose code
/// would not fit a contract otherwise.
library RevealRules {
    /// Every field in turn, each refused by a name of its own, the digest after all that it is made of; then
    /// the output.
    /// @return what the forecast means, as {varianceX32Down}
    function checkReveal(
        Account storage account,
        RevealContext memory context,
        Inference calldata inference,
        Output calldata output,
        bytes calldata proof
    ) external view returns (uint256) {
        ModelEntry memory model = context.model;
        CommitmentChecks.checkModel(model, inference, output, proof.length > 0);
        bytes memory features = _checkFeatures(context, inference);
        if (context.execute) TradeChecks.check(context, inference, output);
        if (context.digest != account.digest) {
            revert IInferenceErrors.DigestMismatch(context.digest, account.digest);
        }
        if (model.tier == Tier.Recomputed) {
            int32 actual = _infer(model.implementation, features);
            if (output.forecastX16 != actual) {
                revert IInferenceErrors.WrongOutput(output.forecastX16, actual);
            }
        } else if (model.tier == Tier.Proved) {
            _checkProof(context, inference.featureHash, output.forecastX16, proof);
        }
        return varianceX32Down(output.forecastX16, model.levelOffset);
    }

    function checkPublic(Account storage account, Inference calldata inference) external view {
        CommitmentChecks.checkPublic(account, inference);
    }

    /// Runs a model again on what it was given. What is compared is what was there when it was revealed: a
    /// record of an epoch never changes.
    function isRight(
        IFeatureOracle oracle,
        address implementation,
        Inference calldata inference,
        Output calldata output
    ) external view returns (bool) {
        CommitmentChecks.checkOutputHash(inference, output);
        bytes memory features = _featuresAt(oracle, implementation, inference.epoch);
        return keccak256(features) == inference.featureHash
            && _infer(implementation, features) == output.forecastX16;
    }

    /// Of the tick over one epoch, ticks² · 2^32.
    function varianceX32Down(int32 forecastX16, int32 levelOffset) public pure returns (uint256) {
        return Exp2.exp2X32Down(int256(forecastX16) + levelOffset);
    }

    function tradeBondUp(IStrategyVault vault) external view returns (uint256) {
        return TradeChecks.tradeBondUp(vault);
    }

    function policyIdOf(IStrategyVault vault) external view returns (bytes32) {
        return TradeChecks.policyIdOf(vault);
    }

    function stateHashOf(IStrategyVault vault) external view returns (bytes32) {
        return TradeChecks.stateHashOf(vault, vault.lastRebalanceAt());
    }

    /// What the model is given, where the reveal has to know it. Of an optimistic one only a dispute has: here
    /// it is enough that there is something to dispute it by.
    function _checkFeatures(RevealContext memory context, Inference calldata inference)
        private
        view
        returns (bytes memory features)
    {
        ModelEntry memory model = context.model;
        if (model.tier == Tier.Attested) return features;
        if (model.tier == Tier.Optimistic) {
            uint256 last = inference.epoch - 1;
            uint256 there = context.oracle.epochsThere(last);
            if (there < model.lookBackEpochs) {
                revert IFeatureOracle.EpochHistoryTooShort(last, there, model.lookBackEpochs);
            }
            return features;
        }
        features = _featuresAt(context.oracle, model.implementation, inference.epoch);
        bytes32 actual = keccak256(features);
        if (inference.featureHash != actual) {
            revert IInferenceErrors.FeatureHashMismatch(inference.featureHash, actual);
        }
    }

    /// Those of the epoch before the inference's, as the oracle answers: `abi.encode(int16[])`, which is what
    /// is hashed and what a model takes. To take 32 of them apart and put them together again twice would
    /// cost as much as running the model.
    function _featuresAt(IFeatureOracle oracle, address implementation, uint32 epoch)
        private
        view
        returns (bytes memory)
    {
        bytes memory spec = IQuantizedModel(implementation).featureSpec();
        return Address.functionStaticCall(
            address(oracle), abi.encodeCall(IFeatureOracle.features, (spec, epoch - 1))
        );
    }

    /// @param features as {_featuresAt} gives them
    function _infer(address implementation, bytes memory features) private view returns (int32) {
        bytes memory answer = Address.functionStaticCall(
            implementation, bytes.concat(IQuantizedModel.infer.selector, features)
        );
        return abi.decode(answer, (int32));
    }

    function _checkProof(
        RevealContext memory context,
        bytes32 featureHash,
        int32 forecastX16,
        bytes calldata proof
    ) private view {
        ModelEntry memory model = context.model;
        try IInferenceVerifier(model.implementation)
            .verify(model.modelHash, featureHash, forecastX16, context.digest, proof) returns (
            bool holds
        ) {
            if (!holds) revert IInferenceErrors.ProofRefused();
        } catch {
            revert IInferenceErrors.ProofRefused();
        }
    }
}
