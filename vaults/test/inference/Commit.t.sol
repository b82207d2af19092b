// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IInferenceErrors} from "../../src/interfaces/IInferenceErrors.sol";
import {IInferenceRegistry} from "../../src/interfaces/IInferenceRegistry.sol";
import {CommitTimes, Inference, KeeperAccount, Terms} from "../../src/types/InferenceTypes.sol";
import {RegistryFixture} from "../base/registry/RegistryFixture.sol";

contract CommitTest is RegistryFixture {
    bytes32 private constant DIGEST = keccak256("digest");

    function setUp() public {
        createRegistry();
    }

    function times() private view returns (CommitTimes memory) {
        return timesOf(inferenceOf(keeper, recomputed, honest()));
    }

    function refuse(CommitTimes memory given, bytes memory reason) private {
        refuse(keeper, DIGEST, given, reason);
    }

    function refuse(address by, bytes32 digest, CommitTimes memory given, bytes memory reason)
        private
    {
        vm.prank(by);
        vm.expectRevert(reason);
        inferences.commit(address(vault), digest, given);
    }

    function test_commit_isKept_andLocksThePenalty() public {
        CommitTimes memory given = times();
        vm.expectEmit(address(inferences));
        emit IInferenceRegistry.Committed(address(vault), keeper, DIGEST, given);
        vm.prank(keeper);
        inferences.commit(address(vault), DIGEST, given);
        KeeperAccount memory a = accountOf(keeper);
        assertTrue(a.allowed && a.live);
        assertEq(a.nextNonce, 1);
        assertEq(a.epoch, given.epoch);
        assertEq(a.committedAt, vm.getBlockTimestamp());
        assertEq(a.validAfter, given.validAfter);
        assertEq(a.deadline, given.deadline);
        assertEq(a.observedBlock, given.observedBlock);
        assertEq(a.digest, DIGEST);
        assertEq(a.bondFree, 10_000 * WHOLE - PENALTY);
        assertEq(a.bondLocked, PENALTY);
    }

    function test_commit_byWhoIsNotAllowed() public {
        refuse(
            stranger,
            DIGEST,
            times(),
            abi.encodeWithSelector(IInferenceErrors.NotKeeper.selector, address(vault), stranger)
        );
        vm.prank(guardian);
        inferences.revokeKeeper(address(vault), keeper);
        refuse(
            times(),
            abi.encodeWithSelector(IInferenceErrors.NotKeeper.selector, address(vault), keeper)
        );
    }

    function test_commit_toAVaultThatHasNotEnrolled() public {
        vault = newVault();
        refuse(
            CommitTimes(0, 0, 0, 0, 0),
            abi.encodeWithSelector(IInferenceErrors.VaultNotEnrolled.selector, address(vault))
        );
    }

    function test_commit_toNothing() public {
        refuse(
            keeper,
            bytes32(0),
            times(),
            abi.encodeWithSelector(IInferenceErrors.ZeroDigest.selector)
        );
    }

    function test_commit_whileOneIsLive_orExpiredAndStillThere() public {
        CommitTimes memory first = times();
        vm.prank(keeper);
        inferences.commit(address(vault), DIGEST, first);
        bytes memory live = abi.encodeWithSelector(
            IInferenceErrors.CommitmentLive.selector, DIGEST, first.deadline
        );
        refuse(times(), live);
        passHours(1);
        refuse(times(), live);
        inferences.expire(address(vault), keeper);
        CommitTimes memory next = times();
        vm.prank(keeper);
        inferences.commit(address(vault), DIGEST, next);
    }

    /// forge-config: default.fuzz.runs = 16
    function test_commit_noncesHaveNoGap(uint64 nonce) public {
        vm.assume(nonce != 0);
        CommitTimes memory given = times();
        given.nonce = nonce;
        refuse(given, abi.encodeWithSelector(IInferenceErrors.NonceNotNext.selector, nonce, 0));
    }

    /// forge-config: default.fuzz.runs = 16
    function test_commit_isOfTheEpochOfNow(uint32 epoch) public {
        vm.assume(epoch != epochNow());
        CommitTimes memory given = times();
        given.epoch = epoch;
        refuse(
            given,
            abi.encodeWithSelector(IInferenceErrors.EpochNotCurrent.selector, epoch, epochNow())
        );
    }

    function test_commit_oncePerEpoch() public {
        Inference memory inference = committed(keeper, recomputed, honest());
        reveal(inference, honest(), false);
        refuse(
            times(),
            abi.encodeWithSelector(IInferenceErrors.EpochAlreadyCommitted.selector, inference.epoch)
        );
    }

    function test_commit_windowIsWithinTerms() public {
        uint40 now_ = uint40(vm.getBlockTimestamp());
        uint40 earliest = now_ + DELAY;
        uint40 latest = earliest + WINDOW;
        refuseWindow(earliest - 1, latest);
        refuseWindow(earliest, latest + 1);
        refuseWindow(earliest, earliest);
        refuseWindow(latest, earliest);
        refuseWindow(latest, latest);
        refuseWindow(earliest, type(uint40).max);
        CommitTimes memory given = times();
        (given.validAfter, given.deadline) = (latest - 1, latest);
        vm.prank(keeper);
        inferences.commit(address(vault), DIGEST, given);
        assertEq(accountOf(keeper).validAfter, latest - 1);
    }

    function refuseWindow(uint40 validAfter, uint40 deadline) private {
        CommitTimes memory given = times();
        (given.validAfter, given.deadline) = (validAfter, deadline);
        uint256 earliest = vm.getBlockTimestamp() + DELAY;
        refuse(
            given,
            abi.encodeWithSelector(
                IInferenceErrors.WindowOutOfTerms.selector,
                validAfter,
                deadline,
                earliest,
                earliest + WINDOW
            )
        );
    }

    /// forge-config: default.fuzz.runs = 16
    function test_commit_observesThePast(uint64 ahead) public {
        CommitTimes memory given = times();
        given.observedBlock = uint64(bound(ahead, vm.getBlockNumber(), type(uint64).max));
        refuse(
            given,
            abi.encodeWithSelector(
                IInferenceErrors.ObservedBlockNotPast.selector,
                given.observedBlock,
                vm.getBlockNumber()
            )
        );
    }

    function test_commit_needsThePenaltyFree() public {
        vm.startPrank(keeper);
        inferences.withdrawBond(address(vault), 10_000 * WHOLE - PENALTY + 1, keeper);
        vm.stopPrank();
        refuse(
            times(),
            abi.encodeWithSelector(IInferenceErrors.BondTooSmall.selector, PENALTY - 1, PENALTY)
        );
    }

    /// What a commitment locks is what it cost when it was made.
    function test_commit_locksThePenaltyOfThen() public {
        committed(keeper, recomputed, honest());
        Terms memory terms = defaultTerms();
        terms.missPenalty = 3 * PENALTY;
        setTerms(terms);
        committed(rival, recomputed, honest());
        assertEq(accountOf(keeper).bondLocked, PENALTY);
        assertEq(accountOf(rival).bondLocked, 3 * PENALTY);
        passHours(1);
        inferences.expire(address(vault), keeper);
        inferences.expire(address(vault), rival);
        assertEq(inferences.owed(address(vault)), 4 * PENALTY);
    }
}
