// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {EpochFacts, IFeatureOracle} from "../../src/interfaces/IFeatureOracle.sol";
import {Qlike} from "../../src/libraries/Qlike.sol";
import {RecordAverage} from "../../src/libraries/RecordAverage.sol";
import {QlikeReference} from "./QlikeReference.sol";

/// The numbers of the score, beside a reckoning of another kind, numbers by hand, and libs/strategies.
contract QlikeTest is Test {
    uint256 private constant ONE_X32 = 1 << 32;
    uint256 private constant EPOCH = 1_000_000;

    uint256 private runStart;

    function loss(uint256 realised, uint256 forecast) private pure returns (uint256) {
        return Qlike.lossX16(realised, forecast);
    }

    /// x − ln x − 1 at 1, 2, 1/2, 10 and e², times 65536: 0, 20109.9, 12658.1, 438921.8, 287641.2.
    function test_loss_byHand() public pure {
        assertEq(loss(7 * ONE_X32, 7 * ONE_X32), 0);
        assertApproxEqAbs(loss(2 * ONE_X32, ONE_X32), 20_110, 2);
        assertApproxEqAbs(loss(ONE_X32, 2 * ONE_X32), 12_658, 2);
        assertApproxEqAbs(loss(10 * ONE_X32, ONE_X32), 438_922, 2);
        assertApproxEqAbs(loss(7_389_056_098_930, 1_000_000_000_000), 287_641, 2);
    }

    function test_loss_atTheEnds() public pure {
        assertEq(loss(type(uint256).max, 1), type(uint48).max);
        assertEq(loss(type(uint256).max, 0), type(uint48).max);
        assertEq(loss(0, 0), 0);
        // ln 2^256 less 1.
        assertApproxEqAbs(loss(0, type(uint256).max), 11_563_544, 2);
        assertEq(loss(ONE_X32 << 40, ONE_X32), type(uint48).max);
    }

    /// Off by less than two units, whatever the two are.
    function testFuzz_loss(uint256 realised, uint256 forecast, uint8 bits, uint8 others)
        public
        pure
    {
        realised = bound(realised, 1, 1 << (20 + bits % 80));
        forecast = bound(forecast, 1, 1 << (20 + others % 80));
        vm.assume(realised / forecast < 1 << 31);
        uint256 expected = uint256(QlikeReference.lossX96(realised, forecast)) >> 80;
        assertApproxEqAbs(loss(realised, forecast), expected, 2);
    }

    function testFuzz_average(uint48 average, uint48 next, uint32 samples) public pure {
        uint256 expected = samples == 0 ? next : (uint256(average) * 15 + next) / 16;
        assertEq(Qlike.averageDown(average, next, samples), expected);
    }

    // The pool's own average: this contract answers as an oracle

    /// (i² · 7919 + i · 104729 + 13) mod 5003 for i = 0 … 29; `ewmaX32Down` of libs/strategies gives, for the
    /// last 24, the first 7, the first one and zeros at 9,400 basis points, what is expected here.
    function variance(uint256 epoch) private pure returns (uint256) {
        uint256 i = epoch - EPOCH;
        return (i * i * 7919 + i * 104_729 + 13) % 5003;
    }

    function record(uint256 epoch) external view returns (EpochFacts memory facts) {
        if (epoch > 2 * EPOCH) return facts;
        facts.variance = variance(epoch);
        facts.runStart = runStart;
    }

    function realisedVariance(uint256 from, uint256 to) external pure returns (uint256) {
        assert(from == to);
        return from > 2 * EPOCH ? 0 : variance(from);
    }

    function average(uint256 last) private view returns (uint256) {
        return RecordAverage.varianceX32Down(IFeatureOracle(address(this)), last);
    }

    function test_average_isThatOfTypeScript() public {
        runStart = 1;
        assertEq(average(EPOCH + 29), 9_427_328_606_508);
        runStart = EPOCH;
        assertEq(average(EPOCH + 29), 9_427_328_606_508);
        assertEq(average(EPOCH + 23), 7_678_748_491_516);
        assertEq(average(EPOCH + 6), 1_896_839_413_072);
        assertEq(average(EPOCH), 55_834_574_848);
        runStart = EPOCH + 6;
        assertEq(average(EPOCH + 29), 9_427_328_606_508);
    }

    /// log2 of it, less the 32 bits of the fraction: 2195.03 is 2^11.1.
    function test_average_asLogarithm() public {
        runStart = EPOCH;
        assertEq(
            RecordAverage.logVarianceX16Down(IFeatureOracle(address(this)), EPOCH + 29), 727_448
        );
    }

    /// A pool that never moves counts as one tick² an epoch.
    function test_average_isAtLeastOne() public view {
        assertEq(average(3 * EPOCH), ONE_X32);
        assertEq(RecordAverage.logVarianceX16Down(IFeatureOracle(address(this)), 3 * EPOCH), 0);
    }
}
