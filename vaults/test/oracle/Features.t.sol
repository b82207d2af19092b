// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IFeatureOracle} from "../../src/interfaces/IFeatureOracle.sol";
import {FeatureSpec} from "../../src/libraries/FeatureSpec.sol";
import {Log2} from "../../src/libraries/Log2.sol";
import {OracleFixture} from "./base/OracleFixture.sol";

/// Features follow from records as their definitions say, and are refused where records are missing.
contract FeaturesTest is OracleFixture {
    uint256 private latest;

    function setUp() public {
        createOracle(-50, 500, 30);
        busyHours(20);
        oracle.poke();
        latest = oracle.latestEpoch();
        assertEq(oracle.epochsThere(latest), 19);
    }

    function testFuzz_lagsAndMeans(uint16 window) public view {
        window = uint16(bound(window, 1, 18));
        uint256 sum;
        uint256 sumOfLogsX16;
        for (uint256 i; i < window; i++) {
            sum += oracle.record(latest - i).variance;
            sumOfLogsX16 += oracle.record(latest - i).logVarianceX16;
        }
        assertEq(raw(LAG, window, latest), int256(oracle.record(latest - window).logVarianceX16));
        assertEq(raw(LOG_MEAN, window, latest), int256(sumOfLogsX16 / window));
        int256 expected = int256(Log2.log2X16Down(sum)) - int256(Log2.log2X16Down(window));
        assertEq(raw(MEAN_LOG, window, latest), expected);
        assertEq(
            raw(DRIFT, window, latest),
            oracle.record(latest).lastCellTick - oracle.record(latest - window).lastCellTick
        );
        assertEq(oracle.realisedVariance(latest + 1 - window, latest), sum);
    }

    function test_windowOfNoEpochs() public view {
        assertEq(raw(LAG, 0, latest), int256(oracle.record(latest).logVarianceX16));
        assertEq(raw(DRIFT, 0, latest), 0);
    }

    function test_theWholeRun() public view {
        uint256 sumX16;
        for (uint256 i; i < 19; i++) {
            sumX16 += oracle.record(latest - i).logVarianceX16;
        }
        assertEq(raw(LOG_MEAN, 19, latest), int256(sumX16 / 19));
        assertEq(raw(LAG, 18, latest), int256(oracle.record(latest - 18).logVarianceX16));
        assertEq(
            oracle.realisedVariance(latest - 18, latest - 18), oracle.record(latest - 18).variance
        );
    }

    function test_hoursAreThoseInWhichTheNextEpochBegins() public {
        vm.warp((vm.getBlockTimestamp() / 1 days + 1) * 1 days);
        for (uint256 hour; hour < 24; hour++) {
            oracle.poke();
            uint256 epoch = oracle.latestEpoch();
            assertEq((epoch + 1) * HOUR % 1 days, hour * HOUR);
            assertEq(raw(SIN, 0, epoch), sineX14(hour));
            assertEq(raw(COS, 0, epoch), sineX14((hour + 6) % 24));
            skipTime(HOUR);
        }
    }

    /// 2^14 · sin(hour · 15°), rounded to nearest.
    function sineX14(uint256 hour) private pure returns (int256) {
        int16[24] memory sines = [
            int16(0),
            4240,
            8192,
            11_585,
            14_189,
            15_826,
            16_384,
            15_826,
            14_189,
            11_585,
            8192,
            4240,
            0,
            -4240,
            -8192,
            -11_585,
            -14_189,
            -15_826,
            -16_384,
            -15_826,
            -14_189,
            -11_585,
            -8192,
            -4240
        ];
        return sines[hour];
    }

    function testFuzz_standardised(uint16 window, int32 mean, uint24 multiplier, uint8 shift)
        public
        view
    {
        window = uint16(bound(window, 1, 18));
        shift = uint8(bound(shift, 0, 40));
        int256 product = (raw(LOG_MEAN, window, latest) - mean) * int256(uint256(multiplier));
        int256 unit = int256(1 << shift);
        int256 expected = product / unit;
        if (product % unit < 0) expected--;
        if (expected > 32_767) expected = 32_767;
        if (expected < -32_768) expected = -32_768;
        bytes memory spec = standardised(LOG_MEAN, window, mean, multiplier, shift);
        assertEq(oracle.features(spec, latest)[0], expected);
    }

    function test_saturation() public view {
        bytes memory high = standardised(LAG, 0, type(int32).min, type(uint24).max, 0);
        bytes memory low = standardised(LAG, 0, type(int32).max, type(uint24).max, 0);
        int16[] memory values = oracle.features(abi.encodePacked(high, low), latest);
        assertEq(values[0], type(int16).max);
        assertEq(values[1], type(int16).min);
    }

    function test_noFeatures() public view {
        assertEq(oracle.features("", latest).length, 0);
        assertEq(oracle.rawFeatures("", latest).length, 0);
    }

    function test_tooFewEpochs_areCounted() public {
        refuse(item(LAG, 19), 20);
        refuse(item(LOG_MEAN, 20), 20);
        refuse(item(MEAN_LOG, 1000), 1000);
        refuse(item(DRIFT, 19), 20);
        vm.expectRevert(tooShort(latest, 19, 20));
        oracle.realisedVariance(latest - 19, latest);
    }

    /// The pool forgets what nobody recorded: nothing reaches over the gap.
    function test_aGapIsNotReachedOver() public {
        createOracle(-50, 37, 100);
        busyHours(4);
        oracle.poke();
        busyHours(8);
        assertEq(oracle.poke(), 2);
        latest = oracle.latestEpoch();
        assertEq(raw(LAG, 1, latest), int256(oracle.record(latest - 1).logVarianceX16));
        bytes[4] memory specs = [item(LAG, 2), item(LOG_MEAN, 3), item(MEAN_LOG, 3), item(DRIFT, 2)];
        for (uint256 i; i < specs.length; i++) {
            vm.expectRevert(tooShort(latest, 2, 3));
            oracle.features(specs[i], latest);
        }
    }

    function test_reversedEpochs() public {
        vm.expectRevert(
            abi.encodeWithSelector(IFeatureOracle.EpochsReversed.selector, latest, latest - 1)
        );
        oracle.realisedVariance(latest, latest - 1);
    }

    function test_unrecordedEpoch() public {
        vm.expectRevert(
            abi.encodeWithSelector(IFeatureOracle.EpochNotRecorded.selector, latest + 1, latest)
        );
        oracle.features(item(SIN, 0), latest + 1);
    }

    function test_brokenSpecs() public {
        refuseSpec(hex"00", abi.encodeWithSelector(FeatureSpec.SpecLength.selector, 1));
        refuseSpec(item(6, 0), abi.encodeWithSelector(FeatureSpec.UnknownFeature.selector, 6));
        refuseSpec(item(LOG_MEAN, 0), noWindow(LOG_MEAN, 0));
        refuseSpec(item(MEAN_LOG, 0), noWindow(MEAN_LOG, 0));
        refuseSpec(item(LAG, 1001), noWindow(LAG, 1001));
        refuseSpec(item(SIN, 1), noWindow(SIN, 1));
        refuseSpec(item(COS, 1), noWindow(COS, 1));
        refuseSpec(
            standardised(LAG, 0, 0, 1, 41),
            abi.encodeWithSelector(FeatureSpec.ShiftOutOfRange.selector, 41)
        );
    }

    function noWindow(uint8 code, uint16 length) private pure returns (bytes memory) {
        return abi.encodeWithSelector(FeatureSpec.WindowOutOfRange.selector, code, length);
    }

    function refuseSpec(bytes memory spec, bytes memory reason) private {
        vm.expectRevert(reason);
        oracle.features(spec, latest);
        vm.expectRevert(reason);
        oracle.rawFeatures(spec, latest);
    }

    function refuse(bytes memory spec, uint256 needed) private {
        vm.expectRevert(tooShort(latest, 19, needed));
        oracle.features(spec, latest);
    }

    function tooShort(uint256 epoch, uint256 there, uint256 needed)
        private
        pure
        returns (bytes memory)
    {
        return abi.encodeWithSelector(
            IFeatureOracle.EpochHistoryTooShort.selector, epoch, there, needed
        );
    }
}
