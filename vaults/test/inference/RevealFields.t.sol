// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IInferenceErrors} from "../../src/interfaces/IInferenceErrors.sol";
import {Inference, Outcome, Output, Tier} from "../../src/types/InferenceTypes.sol";
import {RegistryFixture} from "../base/registry/RegistryFixture.sol";

/// A reveal in which any one field is another than what was committed to is refused by that field's name.
contract RevealFieldsTest is RegistryFixture {
    enum Field {
        Vault,
        Keeper,
        ModelId,
        ModelHash,
        FeatureHash,
        ExtraDataHash,
        OutputHash,
        PolicyId,
        StateHash,
        Epoch,
        ObservedBlock,
        ObservedBlockHash,
        Nonce,
        ValidAfter,
        Deadline,
        Salt
    }

    function setUp() public {
        createRegistry();
    }

    function test_recomputed_everyField() public {
        everyField(recomputed);
    }

    function test_optimistic_everyField() public {
        everyField(optimistic);
    }

    function test_proved_everyField() public {
        everyField(proved);
    }

    function test_attested_everyField() public {
        everyField(attested);
    }

    function everyField(uint32 modelId) private {
        Output memory output = outputOf(modelId);
        Inference memory inference = committed(keeper, modelId, output);
        for (uint256 i; i <= uint256(Field.Salt); ++i) {
            refuseFlip(inference, output, Field(i), 1 + i, false);
            refuseFlip(inference, output, Field(i), 1 + i, true);
        }
        reveal(inference, output, true);
    }

    /// Any field by any difference, of any tier, with a trade or without.
    /// forge-config: default.fuzz.runs = 128
    function testFuzz_anyField(uint256 field, uint256 change, uint256 tier, bool execute) public {
        uint32 modelId = [recomputed, optimistic, proved, attested][tier % 4];
        Output memory output = outputOf(modelId);
        Inference memory inference = committed(keeper, modelId, output);
        Field flipped = Field(field % (uint256(Field.Salt) + 1));
        refuseFlip(inference, output, flipped, change, execute);
        reveal(inference, output, execute);
    }

    function refuseFlip(
        Inference memory inference,
        Output memory output,
        Field field,
        uint256 change,
        bool execute
    ) private {
        Inference memory flipped = flip(inference, field, change);
        bytes memory reason = expected(inference, flipped, field, execute);
        refuseReveal(keeper, flipped, output, execute, reason);
    }

    /// A copy with one field changed, to a model that is not there.
    function flip(Inference memory inference, Field field, uint256 change)
        private
        pure
        returns (Inference memory copy)
    {
        copy = abi.decode(abi.encode(inference), (Inference));
        // Never zero in any of the widths.
        uint256 by = change | 1;
        if (field == Field.Vault) copy.vault = address(uint160(copy.vault) ^ uint160(by));
        if (field == Field.Keeper) copy.keeper = address(uint160(copy.keeper) ^ uint160(by));
        if (field == Field.ModelId) copy.modelId ^= uint32(by) | (1 << 20);
        if (field == Field.ModelHash) copy.modelHash ^= bytes32(by);
        if (field == Field.FeatureHash) copy.featureHash ^= bytes32(by);
        if (field == Field.ExtraDataHash) copy.extraDataHash ^= bytes32(by);
        if (field == Field.OutputHash) copy.outputHash ^= bytes32(by);
        if (field == Field.PolicyId) copy.policyId ^= bytes32(by);
        if (field == Field.StateHash) copy.stateHash ^= bytes32(by);
        if (field == Field.Epoch) copy.epoch ^= uint32(by);
        if (field == Field.ObservedBlock) copy.observedBlock ^= uint64(by);
        if (field == Field.ObservedBlockHash) copy.observedBlockHash ^= bytes32(by);
        if (field == Field.Nonce) copy.nonce ^= uint64(by);
        if (field == Field.ValidAfter) copy.validAfter ^= uint40(by);
        if (field == Field.Deadline) copy.deadline ^= uint40(by);
        if (field == Field.Salt) copy.salt ^= bytes32(by);
    }

    function expected(
        Inference memory inference,
        Inference memory flipped,
        Field field,
        bool execute
    ) private view returns (bytes memory) {
        if (field <= Field.OutputHash) {
            return expectedOfModel(inference, flipped, field);
        }
        if (field == Field.PolicyId && execute) {
            return
                pair(IInferenceErrors.PolicyMismatch.selector, flipped.policyId, inference.policyId);
        }
        if (field == Field.StateHash && execute) {
            return
                pair(
                    IInferenceErrors.StateMismatch.selector, flipped.stateHash, inference.stateHash
                );
        }
        if (field == Field.Epoch) {
            return pair(
                IInferenceErrors.EpochMismatch.selector,
                bytes32(uint256(flipped.epoch)),
                bytes32(uint256(inference.epoch))
            );
        }
        if (field == Field.ObservedBlock) {
            return pair(
                IInferenceErrors.ObservedBlockMismatch.selector,
                bytes32(uint256(flipped.observedBlock)),
                bytes32(uint256(inference.observedBlock))
            );
        }
        if (field == Field.ObservedBlockHash) {
            return abi.encodeWithSelector(
                IInferenceErrors.BlockHashMismatch.selector,
                inference.observedBlock,
                flipped.observedBlockHash,
                inference.observedBlockHash
            );
        }
        if (field == Field.Nonce) {
            return pair(
                IInferenceErrors.NonceMismatch.selector,
                bytes32(uint256(flipped.nonce)),
                bytes32(uint256(inference.nonce))
            );
        }
        if (field == Field.ValidAfter) {
            return pair(
                IInferenceErrors.ValidAfterMismatch.selector,
                bytes32(uint256(flipped.validAfter)),
                bytes32(uint256(inference.validAfter))
            );
        }
        if (field == Field.Deadline) {
            return pair(
                IInferenceErrors.DeadlineMismatch.selector,
                bytes32(uint256(flipped.deadline)),
                bytes32(uint256(inference.deadline))
            );
        }
        return digestMismatch(inference, flipped);
    }

    function expectedOfModel(Inference memory inference, Inference memory flipped, Field field)
        private
        view
        returns (bytes memory)
    {
        bool isAttested = inference.modelId == attested;
        if (field == Field.Vault) {
            return abi.encodeWithSelector(
                IInferenceErrors.NothingCommitted.selector, flipped.vault, keeper
            );
        }
        if (field == Field.Keeper) {
            return abi.encodeWithSelector(
                IInferenceErrors.NotTheCommitter.selector, flipped.keeper, keeper
            );
        }
        if (field == Field.ModelId) {
            return abi.encodeWithSelector(IInferenceErrors.UnknownModel.selector, flipped.modelId);
        }
        if (field == Field.ModelHash) {
            return pair(
                IInferenceErrors.ModelHashMismatch.selector, flipped.modelHash, inference.modelHash
            );
        }
        if (field == Field.OutputHash) {
            return pair(
                IInferenceErrors.OutputHashMismatch.selector,
                flipped.outputHash,
                inference.outputHash
            );
        }
        if (field == Field.ExtraDataHash && !isAttested) {
            return abi.encodeWithSelector(
                IInferenceErrors.ExtraDataNotAllowed.selector,
                inferences.model(inference.modelId).tier
            );
        }
        if (field == Field.FeatureHash && !isAttested && inference.modelId != optimistic) {
            return pair(
                IInferenceErrors.FeatureHashMismatch.selector,
                flipped.featureHash,
                inference.featureHash
            );
        }
        return digestMismatch(inference, flipped);
    }

    function digestMismatch(Inference memory inference, Inference memory flipped)
        private
        view
        returns (bytes memory)
    {
        return pair(
            IInferenceErrors.DigestMismatch.selector,
            inferences.digestOf(flipped),
            inferences.digestOf(inference)
        );
    }

    function pair(bytes4 selector, bytes32 given, bytes32 actual)
        private
        pure
        returns (bytes memory)
    {
        return abi.encodeWithSelector(selector, given, actual);
    }

    // Fields that could pass for another's

    function test_modelOfTheSameVault() public {
        Output memory output = honest();
        Inference memory inference = committed(keeper, recomputed, output);
        bytes32 committedTo = inference.modelHash;
        inference.modelId = benchmarkId;
        refuseReveal(
            inference,
            output,
            true,
            pair(IInferenceErrors.ModelHashMismatch.selector, committedTo, benchmark.modelHash())
        );
        // The same model under another tier has the same hash: only the digest knows.
        inference.modelId = optimistic;
        bytes32 given = inferences.digestOf(inference);
        refuseReveal(
            inference,
            output,
            true,
            pair(IInferenceErrors.DigestMismatch.selector, given, accountOf(keeper).digest)
        );
    }

    function test_output_eitherField() public {
        Output memory output = honest();
        Inference memory inference = committed(keeper, recomputed, output);
        for (uint256 i; i < 2; ++i) {
            Output memory other = Output(output.forecastX16, output.trade);
            if (i == 0) other.forecastX16 ^= 1;
            else other.trade = !other.trade;
            refuseReveal(
                inference,
                other,
                true,
                pair(
                    IInferenceErrors.OutputHashMismatch.selector,
                    inference.outputHash,
                    keccak256(abi.encode(other))
                )
            );
        }
    }

    /// Committed to what was not so: the field is refused although the digest is right.
    function test_committedToOtherFeatures_orAnotherPolicy() public {
        Output memory output = honest();
        Inference memory inference = inferenceOf(keeper, recomputed, output);
        bytes32 actual = inference.featureHash;
        inference.featureHash = keccak256("other");
        commit(inference);
        skipTime(DELAY);
        refuseReveal(
            inference,
            output,
            false,
            pair(IInferenceErrors.FeatureHashMismatch.selector, inference.featureHash, actual)
        );
        inference = inferenceOf(rival, recomputed, output);
        bytes32 policyId = inference.policyId;
        inference.policyId = keccak256("other");
        commit(inference);
        skipTime(DELAY);
        refuseReveal(
            inference,
            output,
            true,
            pair(IInferenceErrors.PolicyMismatch.selector, inference.policyId, policyId)
        );
        reveal(inference, output, false);
    }

    /// A block whose hash the chain gives no longer, or never gave.
    function test_blockOutOfReach() public {
        Output memory output = honest();
        Inference memory inference = inferenceOf(keeper, recomputed, output);
        inference.observedBlockHash = bytes32(0);
        commit(inference);
        skipTime(DELAY);
        vm.roll(vm.getBlockNumber() + 300);
        refuseReveal(
            inference,
            output,
            false,
            abi.encodeWithSelector(
                IInferenceErrors.BlockHashMismatch.selector,
                inference.observedBlock,
                bytes32(0),
                bytes32(0)
            )
        );
    }

    /// 8191 blocks back where the chain keeps its history as EIP-2935 says.
    function test_blockOfTheHistoryContract() public {
        Output memory output = honest();
        Inference memory inference = committed(keeper, recomputed, output);
        vm.roll(vm.getBlockNumber() + 300);
        address history = 0x0000F90827F1C53a10cb7A02335B175320002935;
        vm.etch(history, hex"00");
        vm.mockCall(
            history,
            abi.encode(uint256(inference.observedBlock)),
            abi.encode(inference.observedBlockHash)
        );
        reveal(inference, output, true);
    }
}
