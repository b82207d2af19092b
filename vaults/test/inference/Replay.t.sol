// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {InferenceRegistry} from "../../src/InferenceRegistry.sol";
import {IInferenceErrors} from "../../src/interfaces/IInferenceErrors.sol";
import {IInferenceRegistry} from "../../src/interfaces/IInferenceRegistry.sol";
import {Inference, Outcome, Output} from "../../src/types/InferenceTypes.sol";
import {RegistryFixture} from "../base/registry/RegistryFixture.sol";

/// Copies, repeats, too early, too late: what was committed to is revealed once, by whom, where and when it
/// was meant to be.
contract ReplayTest is RegistryFixture {
    function setUp() public {
        createRegistry();
    }

    /// Whoever copies a digest out of the mempool has committed to nothing that it can reveal, and takes
    /// nothing from whom it copied.
    function test_copiedCommitment_isWorthless() public {
        Output memory output = honest();
        Inference memory inference = inferenceOf(keeper, recomputed, output);
        bytes32 digest = inferences.digestOf(inference);
        vm.prank(rival);
        inferences.commit(address(vault), digest, timesOf(inference));
        commit(inference);
        skipTime(DELAY);
        refuseReveal(
            rival,
            inference,
            output,
            true,
            abi.encodeWithSelector(IInferenceErrors.NotTheCommitter.selector, keeper, rival)
        );
        Inference memory renamed = abi.decode(abi.encode(inference), (Inference));
        renamed.keeper = rival;
        bytes32 given = inferences.digestOf(renamed);
        refuseReveal(
            renamed,
            output,
            true,
            abi.encodeWithSelector(IInferenceErrors.DigestMismatch.selector, given, digest)
        );
        reveal(inference, output, true);
    }

    /// A reveal that is seen in the mempool can be sent by nobody else.
    function test_frontRunReveal() public {
        Output memory output = honest();
        Inference memory inference = committed(keeper, recomputed, output);
        address[3] memory others = [rival, stranger, timelock];
        for (uint256 i; i < 3; ++i) {
            refuseReveal(
                others[i],
                inference,
                output,
                true,
                abi.encodeWithSelector(IInferenceErrors.NotTheCommitter.selector, keeper, others[i])
            );
        }
    }

    function test_early_late_andOnTheSecond() public {
        Output memory output = honest();
        Inference memory inference = inferenceOf(keeper, recomputed, output);
        commit(inference);
        vm.warp(inference.validAfter - 1);
        refuseReveal(
            inference,
            output,
            true,
            abi.encodeWithSelector(
                IInferenceErrors.TooEarly.selector, inference.validAfter, inference.validAfter - 1
            )
        );
        vm.warp(uint256(inference.deadline) + 1);
        refuseReveal(
            inference,
            output,
            true,
            abi.encodeWithSelector(
                IInferenceErrors.TooLate.selector,
                inference.deadline,
                uint256(inference.deadline) + 1
            )
        );
        uint256 snapshot = vm.snapshotState();
        vm.warp(inference.validAfter);
        reveal(inference, output, true);
        assertTrue(vm.revertToState(snapshot));
        vm.warp(inference.deadline);
        reveal(inference, output, true);
    }

    function test_twice() public {
        Output memory output = honest();
        Inference memory inference = committed(keeper, recomputed, output);
        reveal(inference, output, false);
        bytes memory reason = abi.encodeWithSelector(
            IInferenceErrors.NothingCommitted.selector, address(vault), keeper
        );
        refuseReveal(inference, output, false, reason);
        refuseReveal(inference, output, true, reason);
        // Nor in a later epoch, under another commitment.
        passHours(1);
        committed(keeper, recomputed, honest());
        refuseReveal(
            inference,
            output,
            true,
            abi.encodeWithSelector(IInferenceErrors.NonceMismatch.selector, 0, 1)
        );
    }

    /// The same digest again: its nonce and epoch are those of then.
    function test_sameDigest_inAnotherEpoch() public {
        Output memory output = honest();
        Inference memory inference = committed(keeper, recomputed, output);
        bytes32 digest = inferences.digestOf(inference);
        reveal(inference, output, false);
        passHours(1);
        Inference memory next = inferenceOf(keeper, recomputed, honest());
        vm.prank(keeper);
        inferences.commit(address(vault), digest, timesOf(next));
        skipTime(DELAY);
        refuseReveal(
            inference,
            output,
            false,
            abi.encodeWithSelector(IInferenceErrors.NonceMismatch.selector, 0, 1)
        );
        inference.nonce = 1;
        refuseReveal(
            inference,
            output,
            false,
            abi.encodeWithSelector(
                IInferenceErrors.EpochMismatch.selector, inference.epoch, next.epoch
            )
        );
    }

    function test_anotherVault() public {
        Output memory output = honest();
        Inference memory inference = committed(keeper, recomputed, output);
        bytes32 digest = inferences.digestOf(inference);
        address first = address(vault);
        vault = newVault();
        enrol();
        Inference memory here = inferenceOf(keeper, recomputed, output);
        (here.validAfter, here.deadline) = (inference.validAfter + 60, inference.deadline + 60);
        vm.prank(keeper);
        inferences.commit(address(vault), digest, timesOf(here));
        skipTime(DELAY);
        // With its own vault it is the first vault's commitment, with this one its model is not.
        Inference memory moved = abi.decode(abi.encode(inference), (Inference));
        moved.vault = address(vault);
        (moved.validAfter, moved.deadline) = (here.validAfter, here.deadline);
        (moved.observedBlock, moved.observedBlockHash) =
        (here.observedBlock, here.observedBlockHash);
        refuseReveal(
            moved,
            output,
            true,
            abi.encodeWithSelector(
                IInferenceErrors.ModelOfAnotherVault.selector, moved.modelId, address(vault)
            )
        );
        moved.modelId = recomputed;
        bytes32 given = inferences.digestOf(moved);
        refuseReveal(
            moved,
            output,
            false,
            abi.encodeWithSelector(IInferenceErrors.DigestMismatch.selector, given, digest)
        );
        assertEq(inferences.log(first).length, 0);
    }

    /// After a fork of the chain, and in another registry, the same fields have another digest.
    function test_anotherChain_andAnotherRegistry() public {
        Output memory output = honest();
        Inference memory inference = committed(keeper, recomputed, output);
        bytes32 digest = accountOf(keeper).digest;
        assertTrue(new InferenceRegistry().digestOf(inference) != digest);
        vm.chainId(block.chainid + 1);
        bytes32 given = inferences.digestOf(inference);
        refuseReveal(
            inference,
            output,
            true,
            abi.encodeWithSelector(IInferenceErrors.DigestMismatch.selector, given, digest)
        );
    }

    /// A keeper that does not like what it sees can hold back, at a price, but not choose: the next
    /// commitment waits until this one has been counted as a miss.
    function test_commitMany_revealOne() public {
        Output memory output = honest();
        Inference memory inference = inferenceOf(keeper, recomputed, output);
        commit(inference);
        Inference memory other = inferenceOf(keeper, recomputed, Output(1, false));
        bytes32 digest = inferences.digestOf(other);
        bytes memory live = abi.encodeWithSelector(
            IInferenceErrors.CommitmentLive.selector, accountOf(keeper).digest, inference.deadline
        );
        vm.prank(keeper);
        vm.expectRevert(live);
        inferences.commit(address(vault), digest, timesOf(other));
        vm.warp(uint256(inference.deadline) + 1);
        inferences.expire(address(vault), keeper);
        // Nor another one for the same epoch.
        other = inferenceOf(keeper, recomputed, output);
        digest = inferences.digestOf(other);
        vm.prank(keeper);
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceErrors.EpochAlreadyCommitted.selector, other.epoch)
        );
        inferences.commit(address(vault), digest, timesOf(other));
    }

    // Expiry

    function test_expire_isAMiss_andItsPenaltyTheVaults() public {
        Inference memory inference = committed(keeper, recomputed, honest());
        bytes32 id = inferences.digestOf(inference);
        bytes memory notYet = abi.encodeWithSelector(
            IInferenceErrors.NotExpired.selector, inference.deadline, inference.deadline
        );
        vm.warp(inference.deadline);
        vm.expectRevert(notYet);
        inferences.expire(address(vault), keeper);
        vm.warp(uint256(inference.deadline) + 1);
        vm.expectEmit(address(inferences));
        emit IInferenceRegistry.Expired(address(vault), keeper, id, PENALTY);
        vm.prank(stranger);
        inferences.expire(address(vault), keeper);
        assertEq(recordOf(keeper).missed, 1);
        assertEq(recordOf(keeper).revealed, 0);
        assertEq(accountOf(keeper).bondLocked, 0);
        assertEq(accountOf(keeper).bondFree, 10_000 * WHOLE - PENALTY);
        assertEq(inferences.owed(address(vault)), PENALTY);
        assertEq(inferences.log(address(vault)).length, 0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IInferenceErrors.NothingCommitted.selector, address(vault), keeper
            )
        );
        inferences.expire(address(vault), keeper);
        assertEq(accountOf(keeper).nextNonce, 1);
    }

    function test_expire_nothing() public {
        vm.expectRevert(
            abi.encodeWithSelector(
                IInferenceErrors.NothingCommitted.selector, address(vault), stranger
            )
        );
        inferences.expire(address(vault), stranger);
    }
}
