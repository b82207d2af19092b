// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IFeatureOracle} from "../../src/interfaces/IFeatureOracle.sol";
import {IInferenceErrors} from "../../src/interfaces/IInferenceErrors.sol";
import {IInferenceRegistry} from "../../src/interfaces/IInferenceRegistry.sol";
import {Exp2} from "../../src/libraries/Exp2.sol";
import {Entry, Inference, Output, Skill, Terms} from "../../src/types/InferenceTypes.sol";
import {RegistryFixture} from "../base/registry/RegistryFixture.sol";
import {QlikeReference} from "./QlikeReference.sol";

/// Forecasts are scored by what the pool did, against the pool's own average and a benchmark.
contract ScoreTest is RegistryFixture {
    struct Expected {
        uint256 realisedX32;
        uint256 own;
        uint256 ewma;
        uint256 benchmark;
    }

    function setUp() public {
        createRegistry();
        Terms memory terms = defaultTerms();
        terms.benchmarkModelId = benchmarkId;
        setTerms(terms);
    }

    function held(address by, uint32 modelId, int32 forecastX16)
        private
        returns (Inference memory inference)
    {
        Output memory output = Output(forecastX16, false);
        inference = committed(by, modelId, output);
        reveal(inference, output, false);
    }

    /// From the oracle's records one at a time, and a logarithm of another kind.
    function expected(Inference memory inference, uint256 varianceX32, uint256 horizon)
        private
        view
        returns (Expected memory e)
    {
        for (uint256 i; i < horizon; ++i) {
            e.realisedX32 += oracle.record(inference.epoch + i).variance << 32;
        }
        e.realisedX32 /= horizon;
        e.own = lossX16(e.realisedX32, varianceX32);
        uint256 start = oracle.record(inference.epoch - 1).runStart;
        uint256 mean = oracle.record(start).variance << 32;
        for (uint256 epoch = start + 1; epoch < inference.epoch; ++epoch) {
            mean = (9400 * mean + 600 * (oracle.record(epoch).variance << 32)) / 10_000;
        }
        e.ewma = lossX16(e.realisedX32, mean);
        int32 forecast =
            benchmark.infer(oracle.features(benchmark.featureSpec(), inference.epoch - 1));
        e.benchmark = lossX16(e.realisedX32, Exp2.exp2X32Down(int256(forecast) + 1000));
    }

    function lossX16(uint256 realised, uint256 forecast) private pure returns (uint256) {
        return uint256(QlikeReference.lossX96(realised, forecast)) >> 80;
    }

    function check(Skill memory skill, uint256 scored, Expected memory e) private pure {
        assertEq(skill.scored, scored);
        assertApproxEqAbs(skill.lossX16, e.own, 3, "own");
        assertApproxEqAbs(skill.ewmaLossX16, e.ewma, 3, "average");
        assertApproxEqAbs(skill.benchmarkLossX16, e.benchmark, 3, "benchmark");
    }

    function test_score_byModelAndKeeper() public {
        Inference memory first = held(keeper, recomputed, honest().forecastX16);
        int256 forecast = int256(honest().forecastX16) + 1000;
        passHours(1);
        bytes32 id = inferences.digestOf(first);
        inferences.score(id);
        Expected memory e = expected(first, Exp2.exp2X32Down(forecast), 1);
        assertGt(e.own, 0);
        assertGt(e.benchmark, 0);
        check(inferences.modelSkill(recomputed), 1, e);
        check(inferences.keeperSkill(address(vault), keeper), 1, e);
        assertTrue(entryOf(first).scored);
        vm.expectRevert(abi.encodeWithSelector(IInferenceErrors.AlreadyScored.selector, id));
        inferences.score(id);

        // Another keeper of the same model: the model's average has both.
        forecast = int256(honest().forecastX16) + 1000;
        Inference memory second = held(rival, recomputed, honest().forecastX16);
        passHours(1);
        inferences.score(inferences.digestOf(second));
        Expected memory f = expected(second, Exp2.exp2X32Down(forecast), 1);
        check(inferences.keeperSkill(address(vault), rival), 1, f);
        check(inferences.keeperSkill(address(vault), keeper), 1, e);
        e.own = (15 * e.own + f.own) / 16;
        e.ewma = (15 * e.ewma + f.ewma) / 16;
        e.benchmark = (15 * e.benchmark + f.benchmark) / 16;
        check(inferences.modelSkill(recomputed), 2, e);
    }

    /// What is scored is what was said: an attested forecast of another scale is far off.
    function test_score_attested_overOneEpoch() public {
        Inference memory inference = held(keeper, attested, 12 << 16);
        passHours(1);
        inferences.score(inferences.digestOf(inference));
        Expected memory e = expected(inference, 1 << 44, 1);
        check(inferences.modelSkill(attested), 1, e);
        assertGt(e.own, 1 << 16);
    }

    /// The verifier's model forecasts the mean of two hours.
    function test_score_overTheHorizon() public {
        Inference memory inference = held(keeper, proved, 9 << 16);
        bytes32 id = inferences.digestOf(inference);
        passHours(1);
        bytes memory early = abi.encodeWithSelector(
            IInferenceErrors.HorizonNotOver.selector, inference.epoch + 1, inference.epoch
        );
        vm.expectRevert(early);
        inferences.score(id);
        passHour();
        // Over, but not recorded.
        vm.expectRevert(early);
        inferences.score(id);
        oracle.poke();
        uint256 varianceX32 = Exp2.exp2X32Down((9 << 16) - 500);
        Expected memory e = expected(inference, varianceX32, 2);
        vm.expectEmit(true, true, true, false, address(inferences));
        emit IInferenceRegistry.Scored(
            address(vault), proved, id, e.realisedX32, e.own, e.ewma, e.benchmark
        );
        inferences.score(id);
        check(inferences.modelSkill(proved), 1, e);
    }

    /// What can still be disputed is not scored.
    function test_score_optimistic_afterItsWindow() public {
        Inference memory inference = held(keeper, optimistic, honest().forecastX16);
        bytes32 id = inferences.digestOf(inference);
        uint256 ends = entryOf(inference).challengeEnds;
        passHours(1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IInferenceErrors.ChallengeOpen.selector, ends, vm.getBlockTimestamp()
            )
        );
        inferences.score(id);
        passHours(2);
        uint256 snapshot = vm.snapshotState();
        inferences.score(id);
        assertTrue(vm.revertToState(snapshot));
        inferences.finalise(id);
        inferences.score(id);
        assertEq(inferences.modelSkill(optimistic).scored, 1);
    }

    /// The score is the same whenever it is made.
    function test_score_doesNotDependOnWhen() public {
        Inference memory inference = held(keeper, recomputed, honest().forecastX16);
        bytes32 id = inferences.digestOf(inference);
        passHours(1);
        uint256 snapshot = vm.snapshotState();
        inferences.score(id);
        bytes32 atOnce = keccak256(abi.encode(inferences.modelSkill(recomputed)));
        assertTrue(vm.revertToState(snapshot));
        passHours(30);
        inferences.score(id);
        assertEq(keccak256(abi.encode(inferences.modelSkill(recomputed))), atOnce);
        // Once the oracle has forgotten, it is refused rather than another.
        assertTrue(vm.revertToState(snapshot));
        passHours(64);
        vm.expectRevert();
        inferences.score(id);
    }

    function test_score_withoutABenchmark() public {
        setTerms(defaultTerms());
        Inference memory inference = held(keeper, recomputed, honest().forecastX16);
        passHours(1);
        inferences.score(inferences.digestOf(inference));
        Skill memory skill = inferences.modelSkill(recomputed);
        assertEq(skill.benchmarkLossX16, 0);
        assertGt(skill.lossX16, 0);
        // The first sample of a benchmark that comes later is its average.
        Terms memory terms = defaultTerms();
        terms.benchmarkModelId = benchmarkId;
        setTerms(terms);
        int256 forecast = int256(honest().forecastX16) + 1000;
        inference = held(keeper, recomputed, honest().forecastX16);
        passHours(1);
        inferences.score(inferences.digestOf(inference));
        Expected memory e = expected(inference, Exp2.exp2X32Down(forecast), 1);
        assertApproxEqAbs(inferences.modelSkill(recomputed).benchmarkLossX16, e.benchmark, 2);
    }

    /// A benchmark that has not enough records is left out; one that does not answer at all is no reason.
    function test_score_withoutTheBenchmarksFeatures() public {
        Inference memory inference = held(keeper, recomputed, honest().forecastX16);
        passHours(1);
        bytes memory call =
            abi.encodeCall(oracle.features, (benchmark.featureSpec(), inference.epoch - 1));
        vm.mockCallRevert(address(oracle), call, "");
        bytes32 id = inferences.digestOf(inference);
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceErrors.ModelUnusable.selector, "benchmark")
        );
        inferences.score(id);
        vm.mockCallRevert(
            address(oracle),
            call,
            abi.encodeWithSelector(IFeatureOracle.EpochHistoryTooShort.selector, 1, 2, 3)
        );
        inferences.score(id);
        assertEq(inferences.modelSkill(recomputed).benchmarkLossX16, 0);
        assertGt(inferences.modelSkill(recomputed).lossX16, 0);
    }

    /// Nothing moved for two hours: one tick² over the horizon.
    function test_score_ofAQuietPool() public {
        Inference memory inference = held(keeper, proved, 0);
        uint256 epoch = inference.epoch;
        skipTime(3 * HOUR);
        oracle.poke();
        assertEq(oracle.realisedVariance(epoch + 1, epoch + 1), 0);
        vm.mockCall(
            address(oracle),
            abi.encodeCall(oracle.realisedVariance, (epoch, epoch + 1)),
            abi.encode(0)
        );
        bytes32 id = inferences.digestOf(inference);
        vm.expectEmit(true, true, true, false, address(inferences));
        emit IInferenceRegistry.Scored(address(vault), proved, id, 1 << 31, 0, 0, 0);
        inferences.score(id);
        uint256 own = lossX16(1 << 31, Exp2.exp2X32Down(-500));
        assertApproxEqAbs(inferences.modelSkill(proved).lossX16, own, 2);
    }
}
