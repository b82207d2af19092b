// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {QuantizedModel} from "../../src/QuantizedModel.sol";
import {Range} from "../../src/interfaces/IRangePolicy.sol";
import {Inference, Output, Terms, Tier} from "../../src/types/InferenceTypes.sol";
import {RegistryFixture} from "../base/registry/RegistryFixture.sol";
import {TestModels} from "../base/registry/TestModels.sol";
import {SplitPolicy} from "./SplitPolicy.sol";

/// Gas of keepers and of those who watch them, each call a transaction of its own, its 21,000 included. But
/// for HAR the model has 32 features and layers of 32, 16 and 1; the vault has two positions with fees of an
/// hour.
contract InferenceGasTest is RegistryFixture {
    SplitPolicy private policy;
    QuantizedModel private wide;
    QuantizedModel private har;
    uint32 private harRecomputed;
    uint32 private wideOptimistic;
    uint32 private wideRecomputed;

    function setUp() public {
        policy = new SplitPolicy();
        rangePolicy = address(policy);
        policy.setRanges(new Range[](0));
        createRegistry();
        passHours(20);
        har = new QuantizedModel(TestModels.linear(harWindows(), 20, 1, 0));
        model = wide = new QuantizedModel(TestModels.wide(1));
        vm.startPrank(timelock);
        wideRecomputed = add(Tier.Recomputed, address(wide), wide.modelHash());
        harRecomputed = add(Tier.Recomputed, address(har), har.modelHash());
        wideOptimistic = add(Tier.Optimistic, address(wide), wide.modelHash());
        vm.stopPrank();
        // Half of it into the other token: below the price, which then falls through it.
        policy.setRanges(below());
        traded();
        int24 home = tickNow();
        swapToTick(home - 1_300);
        passHours(1);
        policy.setRanges(ranges(0));
        traded();
        passHours(1);
    }

    function harWindows() private pure returns (uint16[] memory windows) {
        windows = new uint16[](4);
        (windows[0], windows[1], windows[2], windows[3]) = (1, 4, 12, 24);
    }

    function below() private view returns (Range[] memory list) {
        int24 base = tickNow() / spacing * spacing;
        list = new Range[](1);
        list[0] = Range(base - 40 * spacing, base - 2 * spacing);
    }

    /// Two around the price, as it is now.
    function ranges(int24 shift) private view returns (Range[] memory list) {
        int24 base = tickNow() / spacing * spacing + shift * spacing;
        list = new Range[](2);
        list[0] = Range(base - 10 * spacing, base + 10 * spacing);
        list[1] = Range(base - 15 * spacing, base + 15 * spacing);
    }

    function traded() private {
        Output memory output = honest();
        Inference memory inference = committed(keeper, wideRecomputed, output);
        reveal(inference, output, true);
    }

    function test_commit_first() public {
        commit(inferenceOf(rival, wideRecomputed, honest()));
        vm.snapshotGasLastCall("inference", "commit, first");
    }

    function test_commit_notTheFirst() public {
        commit(inferenceOf(keeper, wideRecomputed, honest()));
        vm.snapshotGasLastCall("inference", "commit, not the first");
    }

    function test_reveal_held() public {
        measureReveal(wideRecomputed, false, "reveal, recomputed, held");
    }

    function test_reveal_optimistic_held() public {
        measureReveal(wideOptimistic, false, "reveal, optimistic, held");
    }

    function test_reveal_attested_held() public {
        measureReveal(attested, false, "reveal, attested, held");
    }

    function test_reveal_sameRanges() public {
        measureReveal(wideRecomputed, true, "reveal, recomputed, rebalance to the same 2 positions");
    }

    function test_reveal_otherRanges() public {
        policy.setRanges(ranges(1));
        measureReveal(wideRecomputed, true, "reveal, recomputed, rebalance to 2 other positions");
    }

    /// A linear model with four features, as HAR is.
    function test_reveal_har() public {
        model = har;
        uint256 snapshot = vm.snapshotState();
        measureReveal(harRecomputed, false, "reveal, recomputed HAR, held");
        vm.revertToState(snapshot);
        measureReveal(
            harRecomputed, true, "reveal, recomputed HAR, rebalance to the same 2 positions"
        );
    }

    function test_reveal_optimistic_sameRanges() public {
        measureReveal(wideOptimistic, true, "reveal, optimistic, rebalance to the same 2 positions");
    }

    function test_reveal_attested_sameRanges() public {
        passHours(2);
        measureReveal(attested, true, "reveal, attested, rebalance to the same 2 positions");
    }

    function measureReveal(uint32 modelId, bool trade, string memory name) private {
        Output memory output = outputOf(modelId);
        output.trade = trade;
        Inference memory inference = committed(keeper, modelId, output);
        reveal(inference, output, trade);
        vm.snapshotGasLastCall("inference", name);
    }

    function test_expire() public {
        committed(keeper, wideRecomputed, honest());
        skipTime(HOUR);
        inferences.expire(address(vault), keeper);
        vm.snapshotGasLastCall("inference", "expire");
        skipTime(HOUR);
        inferences.settle(address(vault));
        vm.snapshotGasLastCall("inference", "settle");
    }

    function test_score() public {
        bytes32 id = scorable();
        inferences.score(id);
        vm.snapshotGasLastCall("inference", "score, first, without a benchmark");
        id = scorable();
        inferences.score(id);
        vm.snapshotGasLastCall("inference", "score, without a benchmark");
        Terms memory terms = defaultTerms();
        terms.benchmarkModelId = benchmarkId;
        setTerms(terms);
        id = scorable();
        inferences.score(id);
        vm.snapshotGasLastCall("inference", "score, beside a benchmark of 2 features");
    }

    function scorable() private returns (bytes32 id) {
        Output memory output = Output(honest().forecastX16, false);
        Inference memory inference = committed(keeper, wideRecomputed, output);
        reveal(inference, output, false);
        passHours(1);
        return inferences.digestOf(inference);
    }

    function test_dispute() public {
        Output memory output = Output(honest().forecastX16 + 1, false);
        Inference memory inference = committed(keeper, wideOptimistic, output);
        reveal(inference, output, false);
        vm.prank(stranger);
        inferences.dispute(inference, output);
        vm.snapshotGasLastCall("inference", "dispute, 32-32-16-1, slashes");
    }

    function test_finalise() public {
        Output memory output = Output(honest().forecastX16, false);
        Inference memory inference = committed(keeper, wideOptimistic, output);
        reveal(inference, output, false);
        bytes32 id = inferences.digestOf(inference);
        passHours(3);
        inferences.finalise(id);
        vm.snapshotGasLastCall("inference", "finalise");
    }
}
