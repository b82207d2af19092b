// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Blockhash} from "@openzeppelin/contracts/utils/Blockhash.sol";
import {IInferenceErrors} from "../interfaces/IInferenceErrors.sol";
import {Inference, Output, Tier} from "../types/InferenceTypes.sol";
import {Account, ModelEntry} from "../types/RegistryTypes.sol";

/// A revealed inference beside what was public of its commitment, the chain, and the register of models.
library CommitmentChecks {
    function checkPublic(Account storage account, Inference calldata inference) internal view {
        if (msg.sender != inference.keeper) {
            revert IInferenceErrors.NotTheCommitter(inference.keeper, msg.sender);
        }
        if (!account.live) {
            revert IInferenceErrors.NothingCommitted(inference.vault, inference.keeper);
        }
        uint64 nonce = account.nextNonce - 1;
        if (inference.nonce != nonce) {
            revert IInferenceErrors.NonceMismatch(inference.nonce, nonce);
        }
        if (inference.epoch != account.epoch) {
            revert IInferenceErrors.EpochMismatch(inference.epoch, account.epoch);
        }
        uint40 validAfter = validAfterOf(account);
        if (inference.validAfter != validAfter) {
            revert IInferenceErrors.ValidAfterMismatch(inference.validAfter, validAfter);
        }
        uint40 deadline = deadlineOf(account);
        if (inference.deadline != deadline) {
            revert IInferenceErrors.DeadlineMismatch(inference.deadline, deadline);
        }
        if (inference.observedBlock != account.observedBlock) {
            revert IInferenceErrors.ObservedBlockMismatch(
                inference.observedBlock, account.observedBlock
            );
        }
        if (block.timestamp < validAfter) {
            revert IInferenceErrors.TooEarly(validAfter, block.timestamp);
        }
        if (block.timestamp > deadline) revert IInferenceErrors.TooLate(deadline, block.timestamp);
        bytes32 actual = Blockhash.blockHash(inference.observedBlock);
        if (inference.observedBlockHash != actual || actual == bytes32(0)) {
            revert IInferenceErrors.BlockHashMismatch(
                inference.observedBlock, inference.observedBlockHash, actual
            );
        }
    }

    function checkModel(
        ModelEntry memory model,
        Inference calldata inference,
        Output calldata output,
        bool hasProof
    ) internal pure {
        if (inference.modelHash != model.modelHash) {
            revert IInferenceErrors.ModelHashMismatch(inference.modelHash, model.modelHash);
        }
        if (model.tier != Tier.Attested && inference.extraDataHash != bytes32(0)) {
            revert IInferenceErrors.ExtraDataNotAllowed(model.tier);
        }
        if (model.tier != Tier.Proved && hasProof) revert IInferenceErrors.NoProofWanted();
        checkOutputHash(inference, output);
    }

    function checkOutputHash(Inference calldata inference, Output calldata output) internal pure {
        bytes32 outputHash = keccak256(abi.encode(output));
        if (inference.outputHash != outputHash) {
            revert IInferenceErrors.OutputHashMismatch(inference.outputHash, outputHash);
        }
    }

    /// Of the last commitment.
    function validAfterOf(Account storage account) internal view returns (uint40) {
        return account.committedAt + account.revealAfterSeconds;
    }

    /// Of the last commitment.
    function deadlineOf(Account storage account) internal view returns (uint40) {
        return account.committedAt + account.revealBeforeSeconds;
    }
}
