// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FeatureOracle} from "../../src/FeatureOracle.sol";
import {IInferenceErrors} from "../../src/interfaces/IInferenceErrors.sol";
import {IInferenceRegistry} from "../../src/interfaces/IInferenceRegistry.sol";
import {Entry, Inference, Outcome, Output, Terms} from "../../src/types/InferenceTypes.sol";
import {RegistryFixture} from "../base/registry/RegistryFixture.sol";

contract DisputeTest is RegistryFixture {
    function setUp() public {
        createRegistry();
    }

    function dispute(Inference memory inference, Output memory output) private {
        vm.prank(stranger);
        inferences.dispute(inference, output);
    }

    function refuseDispute(Inference memory inference, Output memory output, bytes memory reason)
        private
    {
        vm.prank(stranger);
        vm.expectRevert(reason);
        inferences.dispute(inference, output);
    }

    function revealed(Output memory output, bool execute)
        private
        returns (Inference memory inference)
    {
        inference = committed(keeper, optimistic, output);
        reveal(inference, output, execute);
    }

    // Wrong

    function test_wrongOutput_isSlashed_inOneTransaction() public {
        Output memory output = honest();
        output.forecastX16 += 1;
        Inference memory inference = revealed(output, true);
        uint256 bond = entryOf(inference).bond;
        uint256 reward = bond * 30 / 100;
        bytes32 id = inferences.digestOf(inference);
        vm.expectEmit(address(inferences));
        emit IInferenceRegistry.KeeperSet(address(vault), keeper, false, stranger);
        vm.expectEmit(address(inferences));
        emit IInferenceRegistry.Slashed(address(vault), keeper, id, stranger, bond, reward);
        dispute(inference, output);
        checkSlashed(inference, bond, reward);
    }

    function test_wrongFeatures_areSlashed() public {
        Output memory output = honest();
        Inference memory inference = inferenceOf(keeper, optimistic, output);
        inference.featureHash = keccak256("made up");
        commit(inference);
        skipTime(DELAY);
        reveal(inference, output, true);
        uint256 bond = entryOf(inference).bond;
        dispute(inference, output);
        checkSlashed(inference, bond, bond * 30 / 100);
    }

    function checkSlashed(Inference memory inference, uint256 bond, uint256 reward) private {
        assertGt(reward, 0);
        assertEq(token1.balanceOf(stranger), reward);
        assertEq(inferences.owed(address(vault)), bond - reward);
        assertEq(accountOf(keeper).bondFree, 10_000 * WHOLE - bond);
        assertEq(accountOf(keeper).bondLocked, 0);
        assertFalse(accountOf(keeper).allowed);
        assertEq(recordOf(keeper).slashed, 1);
        Entry memory entry = entryOf(inference);
        assertTrue(entry.slashed);
        assertEq(entry.bond, 0);
        assertEq(entry.challengeEnds, 0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IInferenceErrors.ForecastStale.selector, vm.getBlockTimestamp(), 0
            )
        );
        inferences.latestForecast(address(vault));
    }

    function test_withoutATrade_losesThePenaltyAlone() public {
        Output memory output = Output(honest().forecastX16 - 1, false);
        Inference memory inference = revealed(output, false);
        dispute(inference, output);
        assertEq(token1.balanceOf(stranger), PENALTY * 30 / 100);
        assertEq(inferences.owed(address(vault)), PENALTY - PENALTY * 30 / 100);
    }

    /// What a keeper has committed to when it is slashed can be revealed, without a trade.
    function test_slashedKeeper_revealsWhatIsLive() public {
        Output memory wrong = Output(1, false);
        Inference memory inference = revealed(wrong, false);
        passHours(1);
        Output memory output = honest();
        Inference memory next = committed(keeper, recomputed, output);
        dispute(inference, wrong);
        reveal(next, output, false);
        assertEq(accountOf(keeper).bondLocked, 0);
    }

    /// Whatever a wrong trade took, whoever disputes it.
    function test_vaultsShare_coversTheMostThatATradeMayLose() public {
        Output memory output = honest();
        output.forecastX16 += 1;
        Inference memory inference = inferenceOf(keeper, optimistic, output);
        commit(inference);
        skipTime(DELAY);
        uint256 atRisk = vault.totalAssets() * vault.limits().maxLossBps / 10_000;
        reveal(inference, output, true);
        dispute(inference, output);
        assertGe(inferences.owed(address(vault)), atRisk + PENALTY * 70 / 100);
    }

    /// A keeper that disputes itself pays most of it.
    function test_ofItself_loses() public {
        Output memory output = Output(1, false);
        Inference memory inference = revealed(output, false);
        vm.prank(keeper);
        inferences.dispute(inference, output);
        assertEq(
            token1.balanceOf(keeper) + accountOf(keeper).bondFree,
            10_000 * WHOLE - PENALTY + PENALTY * 30 / 100
        );
    }

    // Right

    /// Any forecast but the model's is slashed, and the model's never, whenever in the window.
    /// forge-config: default.fuzz.runs = 64
    function testFuzz_slashesExactlyWhatIsWrong(int32 forecastX16, uint256 later, bool right)
        public
    {
        Output memory output = Output(honest().forecastX16, false);
        if (right) forecastX16 = output.forecastX16;
        output.forecastX16 = forecastX16;
        bool isRight = forecastX16 == honest().forecastX16;
        Inference memory inference = revealed(output, false);
        later = bound(later, 0, 2);
        if (later == 1) passHours(1);
        if (later == 2) {
            passHours(1);
            skipTime(entryOf(inference).challengeEnds - vm.getBlockTimestamp());
            oracle.poke();
        }
        if (isRight) {
            refuseDispute(
                inference, output, abi.encodeWithSelector(IInferenceErrors.NothingWrong.selector)
            );
            assertEq(accountOf(keeper).bondLocked, PENALTY);
        } else {
            dispute(inference, output);
            assertTrue(entryOf(inference).slashed);
        }
    }

    /// The timelock names another oracle, with records of its own: what was committed to before is judged by
    /// the one it was made from.
    function test_anotherOracle_slashesNobody() public {
        Output memory output = honest();
        Inference memory open = inferenceOf(rival, recomputed, output);
        commit(open);
        Inference memory inference = committed(keeper, optimistic, output);
        FeatureOracle next = newOracle(HOUR, 12, 64);
        Terms memory terms = defaultTerms();
        terms.oracle = address(next);
        setTerms(terms);
        vm.mockCall(
            address(next),
            abi.encodeWithSelector(next.features.selector),
            abi.encode(new int16[](2))
        );
        vm.mockCall(address(next), abi.encodeWithSelector(next.epochsThere.selector), abi.encode(0));
        reveal(inference, output, true);
        reveal(open, output, false);
        refuseDispute(
            inference, output, abi.encodeWithSelector(IInferenceErrors.NothingWrong.selector)
        );
        passHours(1);
        inferences.score(inferences.digestOf(open));
        assertEq(inferences.modelSkill(recomputed).scored, 1);
        // What is committed to now is judged by the next one.
        vm.clearMockedCalls();
        vm.mockCall(
            address(next),
            abi.encodeWithSelector(next.features.selector),
            abi.encode(new int16[](2))
        );
        output = honest();
        open = committed(rival, recomputed, output);
        refuseReveal(
            open,
            output,
            false,
            abi.encodeWithSelector(
                IInferenceErrors.FeatureHashMismatch.selector,
                open.featureHash,
                keccak256(abi.encode(new int16[](2)))
            )
        );
    }

    // Neither

    function test_changedFields_areAnotherInference() public {
        Output memory output = honest();
        Inference memory inference = revealed(output, false);
        inference.featureHash = keccak256("framed");
        bytes32 id = inferences.digestOf(inference);
        refuseDispute(
            inference,
            output,
            abi.encodeWithSelector(IInferenceErrors.UnknownInference.selector, id)
        );
    }

    function test_anotherOutput_isNotWhatWasRevealed() public {
        Output memory output = honest();
        Inference memory inference = revealed(output, false);
        Output memory framed = Output(output.forecastX16 + 1, true);
        refuseDispute(
            inference,
            framed,
            abi.encodeWithSelector(
                IInferenceErrors.OutputHashMismatch.selector,
                inference.outputHash,
                keccak256(abi.encode(framed))
            )
        );
    }

    function test_otherTiers_areNotDisputed_norFinalised() public {
        uint32[3] memory ids = [recomputed, proved, attested];
        for (uint256 i; i < 3; ++i) {
            uint256 snapshot = vm.snapshotState();
            Output memory output = outputOf(ids[i]);
            Inference memory inference = committed(keeper, ids[i], output);
            reveal(inference, output, true);
            bytes32 id = inferences.digestOf(inference);
            bytes memory reason =
                abi.encodeWithSelector(IInferenceErrors.NotDisputable.selector, id);
            refuseDispute(inference, output, reason);
            vm.expectRevert(reason);
            inferences.finalise(id);
            assertTrue(vm.revertToState(snapshot));
        }
    }

    function test_afterTheWindow_itIsFinal() public {
        Output memory output = Output(1, true);
        Inference memory inference = revealed(output, true);
        bytes32 id = inferences.digestOf(inference);
        Entry memory entry = entryOf(inference);
        vm.warp(entry.challengeEnds);
        vm.expectRevert(
            abi.encodeWithSelector(
                IInferenceErrors.ChallengeOpen.selector, entry.challengeEnds, entry.challengeEnds
            )
        );
        inferences.finalise(id);
        skipTime(1);
        refuseDispute(
            inference,
            output,
            abi.encodeWithSelector(
                IInferenceErrors.ChallengeOver.selector,
                entry.challengeEnds,
                uint256(entry.challengeEnds) + 1
            )
        );
        vm.expectEmit(address(inferences));
        emit IInferenceRegistry.Finalised(id, entry.bond);
        inferences.finalise(id);
        assertEq(accountOf(keeper).bondLocked, 0);
        assertEq(accountOf(keeper).bondFree, 10_000 * WHOLE);
        vm.expectRevert(abi.encodeWithSelector(IInferenceErrors.NotDisputable.selector, id));
        inferences.finalise(id);
    }

    function test_twice() public {
        Output memory output = Output(1, false);
        Inference memory inference = revealed(output, false);
        dispute(inference, output);
        bytes32 id = inferences.digestOf(inference);
        refuseDispute(
            inference, output, abi.encodeWithSelector(IInferenceErrors.NotDisputable.selector, id)
        );
        passHours(3);
        vm.expectRevert(abi.encodeWithSelector(IInferenceErrors.NotDisputable.selector, id));
        inferences.finalise(id);
        vm.expectRevert(abi.encodeWithSelector(IInferenceErrors.InferenceSlashed.selector, id));
        inferences.score(id);
    }

    function test_whatWasNeverRevealed() public {
        bytes memory reason =
            abi.encodeWithSelector(IInferenceErrors.UnknownInference.selector, bytes32("x"));
        vm.expectRevert(reason);
        inferences.finalise(bytes32("x"));
        vm.expectRevert(reason);
        inferences.score(bytes32("x"));
    }
}
