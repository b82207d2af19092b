// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IInferenceRegistry} from "../interfaces/IInferenceRegistry.sol";
import {IStrategyVault} from "../interfaces/IStrategyVault.sol";
import {InferenceScores} from "../libraries/InferenceScores.sol";
import {RevealRules} from "../libraries/RevealRules.sol";
import {Inference, Outcome, Output, Tier} from "../types/InferenceTypes.sol";
import {Account, Ending, RevealContext, StoredEntry, StoredLog} from "../types/RegistryTypes.sol";
import {RegistryCommits} from "./RegistryCommits.sol";

/// A reveal: every field of the commitment is compared with what it must be, each refused by a name of its
/// own; then the output with what the model gives.
abstract contract RegistryReveals is RegistryCommits {
    uint256 private constant ALL_BPS = 10_000;

    /// @inheritdoc IInferenceRegistry
    function reveal(
        Inference calldata inference,
        Output calldata output,
        bool execute,
        bytes calldata proof
    ) external override nonReentrant returns (Outcome) {
        Account storage account = _accounts[inference.vault][inference.keeper];
        RevealRules.checkPublic(account, inference);
        RevealContext memory context = _contextOf(account, inference, execute);
        Ending memory ending;
        ending.varianceX32 = RevealRules.checkReveal(account, context, inference, output, proof);
        ending.inferenceId = context.digest;
        ending.outcome = execute ? Outcome.Traded : output.trade ? Outcome.Withheld : Outcome.Held;
        _close(account, ending.outcome);
        _enter(account, context.model.tier, inference, output.forecastX16, ending);
        if (execute) _trade(context, inference, output.forecastX16, ending);
        _append(inference, output, ending);
        return ending.outcome;
    }

    function _contextOf(Account storage account, Inference calldata inference, bool execute)
        private
        view
        returns (RevealContext memory context)
    {
        context.model = _modelOf(inference.vault, inference.modelId);
        context.oracle = _oracleOf(inference.vault, account.era);
        context.digest = _digestOf(inference);
        if (!execute) return context;
        context.execute = true;
        context.allowed = account.allowed;
        context.lastTradeEpoch = _logs[inference.vault].lastTradeEpoch;
        context.attestedCooldownSeconds = _terms[inference.vault].attestedCooldownSeconds;
    }

    /// The commitment is over: what it locked is free again.
    function _close(Account storage account, Outcome outcome) private {
        account.live = false;
        account.revealed += 1;
        if (outcome == Outcome.Traded) account.traded += 1;
        if (outcome == Outcome.Withheld) account.withheld += 1;
        _freeBond(account, account.penalty);
    }

    function _enter(
        Account storage account,
        Tier tier,
        Inference calldata inference,
        int32 forecastX16,
        Ending memory ending
    ) private {
        StoredEntry storage entry = _entries[ending.inferenceId];
        entry.keeper = inference.keeper;
        entry.modelId = inference.modelId;
        entry.epoch = inference.epoch;
        entry.forecastX16 = forecastX16;
        entry.outcome = ending.outcome;
        entry.revealedAt = uint40(block.timestamp);
        entry.era = account.era;
        if (tier != Tier.Optimistic) return;
        uint256 bond = account.penalty;
        if (ending.outcome == Outcome.Traded) {
            bond += RevealRules.tradeBondUp(IStrategyVault(inference.vault));
        }
        _lockBond(account, bond);
        // No more than was free.
        // forge-lint: disable-next-line(unsafe-typecast)
        entry.bond = uint128(bond);
        entry.challengeEnds =
            uint40(block.timestamp + _terms[inference.vault].challengeWindowSeconds);
    }

    /// Has the vault carry its policy out.
    function _trade(
        RevealContext memory context,
        Inference calldata inference,
        int32 forecastX16,
        Ending memory ending
    ) private {
        bool isAttested = context.model.tier == Tier.Attested;
        if (isAttested) {
            InferenceScores.checkBand(
                context.oracle,
                inference.epoch,
                forecastX16,
                _terms[inference.vault].attestedBandX16
            );
        }
        StoredLog storage vaultLog = _logs[inference.vault];
        vaultLog.lastTradeEpoch = inference.epoch;
        vaultLog.lastTradeAt = uint40(block.timestamp);
        uint256 startBefore;
        uint256 startAfter;
        (ending.valueBefore, ending.valueAfter, startBefore, startAfter) =
            IStrategyVault(inference.vault).rebalance(ending.inferenceId, ending.varianceX32);
        if (!isAttested) return;
        // At both prices, as the vault does: where the mean lags, spot pushed back onto it hides a loss.
        uint256 maxLossBps = _terms[inference.vault].attestedMaxLossBps;
        _checkAttestedLoss(ending.valueBefore, ending.valueAfter, maxLossBps);
        _checkAttestedLoss(startBefore, startAfter, maxLossBps);
    }

    function _checkAttestedLoss(uint256 before, uint256 afterwards, uint256 maxLossBps)
        private
        pure
    {
        if (afterwards * ALL_BPS < before * (ALL_BPS - maxLossBps)) {
            revert AttestedLossExceeded(before, afterwards, maxLossBps);
        }
    }

    /// Chains the reveal to the vault's log.
    function _append(Inference calldata inference, Output calldata output, Ending memory ending)
        private
    {
        StoredLog storage vaultLog = _logs[inference.vault];
        bytes32 head = keccak256(
            abi.encode(
                vaultLog.head,
                ending.inferenceId,
                inference.outputHash,
                output.forecastX16,
                ending.outcome,
                ending.valueBefore,
                ending.valueAfter
            )
        );
        uint32 length = vaultLog.length + 1;
        (vaultLog.head, vaultLog.length) = (head, length);
        if (inference.epoch >= vaultLog.latestEpoch) {
            vaultLog.latestEpoch = inference.epoch;
            vaultLog.latestId = ending.inferenceId;
        }
        emit Revealed(
            inference.vault,
            inference.keeper,
            ending.inferenceId,
            inference,
            output,
            ending.outcome,
            ending.varianceX32,
            ending.valueBefore,
            ending.valueAfter,
            head,
            length
        );
    }
}
