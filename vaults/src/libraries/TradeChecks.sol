// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IInferenceErrors} from "../interfaces/IInferenceErrors.sol";
import {Range} from "../interfaces/IRangePolicy.sol";
import {IStrategyVault} from "../interfaces/IStrategyVault.sol";
import {Inference, ModelStatus, Output, Tier} from "../types/InferenceTypes.sol";
import {ModelEntry, RevealContext} from "../types/RegistryTypes.sol";
import {Position} from "../types/VaultTypes.sol";

/// What holds when a reveal has the vault's policy carried out, beside the vault's own guards. None of it
/// keeps a keeper from revealing without.
library TradeChecks {
    uint256 internal constant ALL_BPS = 10_000;
    /// Of a forfeited bond, to who disputes. Below the whole, so that a keeper who disputes itself loses.
    uint256 internal constant CHALLENGER_BPS = 3_000;

    /// Keeper and model stand, the output asks for it, nobody traded in this epoch or a later one, and policy
    /// and ranges are those that were decided upon.
    function check(
        RevealContext memory context,
        Inference calldata inference,
        Output calldata output
    ) internal view {
        ModelEntry memory model = context.model;
        if (!context.allowed) revert IInferenceErrors.NotKeeper(inference.vault, inference.keeper);
        if (model.status != ModelStatus.Active) {
            revert IInferenceErrors.ModelNotActive(inference.modelId, model.status);
        }
        if (!output.trade) revert IInferenceErrors.TradeNotCommitted();
        if (inference.epoch <= context.lastTradeEpoch) {
            revert IInferenceErrors.EpochAlreadyTraded(context.lastTradeEpoch);
        }
        IStrategyVault vault = IStrategyVault(inference.vault);
        if (vault.registry() != address(this)) {
            revert IInferenceErrors.NotItsRegistry(inference.vault, vault.registry());
        }
        bytes32 policyId = policyIdOf(vault);
        if (inference.policyId != policyId) {
            revert IInferenceErrors.PolicyMismatch(inference.policyId, policyId);
        }
        uint256 lastRebalanceAt = vault.lastRebalanceAt();
        bytes32 stateHash = stateHashOf(vault, lastRebalanceAt);
        if (inference.stateHash != stateHash) {
            revert IInferenceErrors.StateMismatch(inference.stateHash, stateHash);
        }
        if (model.tier != Tier.Attested || lastRebalanceAt == 0) return;
        uint256 availableAt = lastRebalanceAt + context.attestedCooldownSeconds;
        if (block.timestamp < availableAt) revert IInferenceErrors.AttestedTooSoon(availableAt);
    }

    /// What an optimistic trade locks, raw units of the asset: the vault's share of it, were it forfeited, is
    /// the most that one rebalance may lose now at the long TWAP. Beyond what is lost where both that and the
    /// block's first price are off, nobody gains by a wrong trade and a dispute of their own.
    function tradeBondUp(IStrategyVault vault) internal view returns (uint256) {
        return Math.mulDiv(
            vault.totalAssets(),
            vault.limits().maxLossBps,
            ALL_BPS - CHALLENGER_BPS,
            Math.Rounding.Ceil
        );
    }

    function policyIdOf(IStrategyVault vault) internal view returns (bytes32) {
        // What is answered is encoded as it would be again.
        return keccak256(
            Address.functionStaticCall(
                address(vault), abi.encodeCall(IStrategyVault.policyParameters, ())
            )
        );
    }

    /// Of where the positions lie and when they were placed, which is what a rebalance alone changes. Not of
    /// how much lies there: anyone who takes a share out changes that, and could so stop every trade.
    function stateHashOf(IStrategyVault vault, uint256 lastRebalanceAt)
        internal
        view
        returns (bytes32)
    {
        Position[] memory positions = vault.positions();
        Range[] memory ranges = new Range[](positions.length);
        for (uint256 i; i < ranges.length; ++i) {
            ranges[i] = Range(positions[i].tickLower, positions[i].tickUpper);
        }
        return keccak256(abi.encode(ranges, lastRebalanceAt));
    }
}
