// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FeatureOracle} from "../../src/FeatureOracle.sol";
import {EpochFacts, IFeatureOracle} from "../../src/interfaces/IFeatureOracle.sol";
import {OracleFixture} from "./base/OracleFixture.sol";

/// Which epochs a poke records, and that it does not matter when.
contract PokeTest is OracleFixture {
    struct Step {
        uint16 wait;
        int16 tick;
        uint8 pokes;
    }

    function test_unusableGridsAreRefused() public {
        createOracle(0, 10, 24);
        uint256[2][7] memory grids = [
            [uint256(3600), 0],
            [uint256(3600), 256],
            [uint256(3600), 7],
            [uint256(59), 1],
            [uint256(0), 1],
            [uint256(1) << 32, 1],
            [uint256(100), 60]
        ];
        for (uint256 i; i < grids.length; i++) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IFeatureOracle.UnusableGrid.selector, grids[i][0], grids[i][1]
                )
            );
            newOracle(grids[i][0], grids[i][1], 24);
        }
        assertEq(newOracle(60, 60, 24).cells(), 60);
        assertEq(newOracle(type(uint32).max, 255, 24).epochSeconds(), type(uint32).max);
    }

    /// Epoch 0, which no pool saw the cell before of, is never recorded: 0 stands for none.
    function test_beforeTheFirstEpochHasEnded_nothingIsDue() public {
        createOracle(0, 10, 24);
        uint256 longest = type(uint32).max;
        oracle = newOracle(longest, 255, 24);
        assertEq(oracle.poke(), 0);
        vm.warp(2 * longest - 1);
        assertEq(oracle.poke(), 0);
        vm.warp(2 * longest);
        vm.expectPartialRevert(IFeatureOracle.PoolHistoryTooShort.selector);
        oracle.poke();
    }

    function test_unusableRingsAndPoolsAreRefused() public {
        createOracle(0, 10, 24);
        vm.expectRevert(abi.encodeWithSelector(IFeatureOracle.UnusableRingLength.selector, 1));
        newOracle(HOUR, 12, 1);
        vm.expectRevert(abi.encodeWithSelector(IFeatureOracle.UnusableRingLength.selector, 65_537));
        newOracle(HOUR, 12, 65_537);
        vm.expectRevert(abi.encodeWithSelector(IFeatureOracle.PoolWithoutCode.selector, address(9)));
        new FeatureOracle(address(9), HOUR, 12, 24);
    }

    function test_uninitializedPool() public {
        createUninitializedPool(500, 18, 6);
        oracle = newOracle(HOUR, 12, 24);
        vm.expectRevert(IFeatureOracle.PoolNotInitialized.selector);
        oracle.poke();
    }

    /// The first epoch takes the cell before it.
    function test_poolTooYoung() public {
        createOracle(0, 100, 24);
        uint256 began = vm.getBlockTimestamp();
        skipTime(2 * HOUR - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IFeatureOracle.PoolHistoryTooShort.selector, began, began - 300)
        );
        oracle.poke();
        skipTime(1);
        assertEq(oracle.poke(), 1);
        assertEq(oracle.latestEpoch(), began / HOUR + 1);
    }

    /// With room for one observation, too: there is nothing to forget.
    function test_poolThatNeverTraded() public {
        createOracle(-123, 1, 24);
        skipTime(50 * HOUR);
        assertEq(oracle.poke(), 24);
        EpochFacts memory facts = oracle.record(epochNow() - 1);
        assertEq(facts.variance, 0);
        assertEq(facts.logVarianceX16, 0);
        assertEq(facts.meanTick, -123);
        assertEq(facts.lastCellTick, -123);
        assertEq(raw(MEAN_LOG, 24, epochNow() - 1), -300_480);
    }

    function test_anEpochIsRecordedFromItsEnd() public {
        createOracle(0, 100, 24);
        busyHours(2);
        assertEq(oracle.poke(), 1);
        // The last cell was at 11 for a third of its time: its mean is 3.
        skipTime(HOUR - 1);
        assertEq(oracle.poke(), 0);
        skipTime(1);
        vm.expectEmit(address(oracle));
        emit IFeatureOracle.EpochRecorded(epochNow() - 1, 9, 0, 0, epochNow() - 2);
        assertEq(oracle.poke(), 1);
        assertEq(oracle.poke(), 0);
        assertEq(oracle.latestEpoch(), epochNow() - 1);
    }

    function test_atMostSoMany_oldestFirst() public {
        createOracle(0, 500, 24);
        busyHours(8);
        uint256 first = epochNow() - 7;
        assertEq(oracle.poke(0), 0);
        assertEq(oracle.latestEpoch(), 0);
        assertEq(oracle.poke(2), 2);
        assertEq(oracle.latestEpoch(), first + 1);
        assertEq(oracle.poke(3), 3);
        assertEq(oracle.poke(100), 2);
        assertEq(oracle.latestEpoch(), epochNow() - 1);
        for (uint256 epoch = first; epoch < epochNow(); epoch++) {
            assertEqualsNaive(oracle, epoch);
        }
    }

    function test_firstPokeRecordsNoMoreThanTheRingHolds() public {
        createOracle(0, 500, 5);
        busyHours(12);
        assertEq(oracle.poke(), 5);
        uint256 latest = oracle.latestEpoch();
        assertEq(latest, epochNow() - 1);
        // The oldest begins the run, so its variance is its own.
        assertEq(oracle.epochsThere(latest), 5);
        assertEqualsNaive(oracle, latest - 4);
        busyHours(2);
        oracle.poke();
        assertEqualsNaive(oracle, latest);
        assertEq(oracle.epochsThere(oracle.latestEpoch()), 4);
    }

    function test_epochsBeyondTheRingAreGone() public {
        createOracle(0, 500, 4);
        busyHours(8);
        oracle.poke();
        busyHours(3);
        oracle.poke();
        uint256 latest = oracle.latestEpoch();
        vm.expectRevert(
            abi.encodeWithSelector(IFeatureOracle.EpochNotRecorded.selector, latest - 4, latest)
        );
        oracle.record(latest - 4);
        // The oldest is kept as the base of sums only.
        vm.expectRevert(
            abi.encodeWithSelector(IFeatureOracle.EpochHistoryTooShort.selector, latest - 3, 0, 1)
        );
        oracle.record(latest - 3);
        assertEqualsNaive(oracle, latest - 2);
        vm.expectRevert(
            abi.encodeWithSelector(IFeatureOracle.EpochNotRecorded.selector, latest + 1, latest)
        );
        oracle.record(latest + 1);
    }

    /// What nothing was written over is gone as well: how much is kept does not depend on gaps.
    function test_epochsBeyondTheRingAreGone_overwrittenOrNot() public {
        createOracle(0, 37, 5);
        busyHours(4);
        oracle.poke();
        uint256 before = oracle.latestEpoch();
        busyHours(8);
        assertEq(oracle.poke(), 2);
        uint256 latest = oracle.latestEpoch();
        assertTrue(latest % 5 != before % 5 && (latest - 1) % 5 != before % 5);
        bytes memory gone =
            abi.encodeWithSelector(IFeatureOracle.EpochNotRecorded.selector, before, latest);
        vm.expectRevert(gone);
        oracle.record(before);
        vm.expectRevert(gone);
        oracle.features(item(SIN, 0), before);
    }

    function test_neverPoked_nothingIsRecorded() public {
        createOracle(0, 500, 4);
        vm.expectRevert(abi.encodeWithSelector(IFeatureOracle.EpochNotRecorded.selector, 0, 0));
        oracle.record(0);
        vm.expectRevert(abi.encodeWithSelector(IFeatureOracle.EpochNotRecorded.selector, 4, 0));
        oracle.epochsThere(4);
    }

    /// The pool remembers three hours; nobody pokes for eight.
    function test_aGapBeginsANewRun() public {
        createOracle(0, 37, 100);
        busyHours(4);
        oracle.poke();
        uint256 lastBefore = oracle.latestEpoch();
        EpochFacts memory before = oracle.record(lastBefore);
        busyHours(8);
        uint256 recorded = oracle.poke();
        uint256 latest = oracle.latestEpoch();
        assertEq(latest, epochNow() - 1);
        assertEq(oracle.epochsThere(latest), recorded);
        assertEq(oracle.record(latest).runStart, latest + 1 - recorded);
        assertEq(recorded, 2);
        assertEqualsNaive(oracle, latest);
        assertEqualsNaive(oracle, latest - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IFeatureOracle.EpochNotRecorded.selector, latest - 2, latest)
        );
        oracle.record(latest - 2);
        // What was recorded before is still there.
        assertEq(keccak256(abi.encode(oracle.record(lastBefore))), keccak256(abi.encode(before)));
    }

    /// By hand: the pool's oldest observation is of the very second in which the latest record ended.
    function test_aRunGoesOnWhereThePoolJustReachesBack() public {
        createOracle(0, 2, 24);
        skipTime(2 * HOUR);
        swapToTick(10);
        assertEq(oracle.poke(), 1);
        skipTime(HOUR + 60);
        swapToTick(20);
        assertEq(oracle.poke(), 1);
        uint256 latest = oracle.latestEpoch();
        assertEq(oracle.epochsThere(latest), 2);
        assertEq(oracle.record(latest).variance, 100);
        assertEq(oracle.record(latest).meanTick, 10);
    }

    /// A second less and a cell of the record would have to be guessed.
    function test_aRunEndsWhereThePoolReachesBackASecondLess() public {
        createOracle(0, 2, 24);
        skipTime(2 * HOUR);
        assertEq(oracle.poke(), 1);
        skipTime(1);
        swapToTick(10);
        uint256 reaches = vm.getBlockTimestamp();
        skipTime(HOUR + 60);
        swapToTick(20);
        vm.expectRevert(
            abi.encodeWithSelector(
                IFeatureOracle.PoolHistoryTooShort.selector, reaches, reaches - 301
            )
        );
        oracle.poke();
    }

    /// The price is elsewhere at the end of an epoch and when it is recorded, but for no time.
    function test_whatHappensWithinABlockMovesNoRecord() public {
        createOracle(0, 100, 24);
        busyHours(3);
        int24 home = tickNow();
        uint256 snapshot = vm.snapshotState();
        assertEq(oracle.poke(), 2);
        bytes32 undisturbed = factsOf(oracle, epochNow() - 1);
        vm.revertToState(snapshot);
        swapToTick(200_000);
        assertEq(oracle.poke(), 2);
        swapToTick(home);
        assertEq(factsOf(oracle, epochNow() - 1), undisturbed);
        skipTime(HOUR);
        assertEq(oracle.poke(), 1);
        assertEq(oracle.record(epochNow() - 1).meanTick, home);
    }

    function test_whatThePoolForgot_isSaid() public {
        createOracle(0, 1, 24);
        skipTime(3 * HOUR);
        oracle.poke();
        skipTime(2 * HOUR + 60);
        swapToTick(10);
        skipTime(60);
        // Its only observation is a minute old.
        uint256 needed = (epochNow() - 1) * HOUR - 300;
        vm.expectRevert(
            abi.encodeWithSelector(
                IFeatureOracle.PoolHistoryTooShort.selector, vm.getBlockTimestamp() - 60, needed
            )
        );
        oracle.poke();
        skipTime(2 * HOUR);
        assertEq(oracle.poke(), 1);
        assertEq(oracle.record(epochNow() - 1).runStart, epochNow() - 1);
    }

    /// By hand: ticks −1 and −2 for half a cell each have the mean −1.5, which is rounded to −2.
    function test_meansOfNegativeTicksAreRoundedDown() public {
        createOracle(-1, 100, 24);
        skipTime(HOUR + 150);
        swapToTick(-2);
        skipTime(150);
        swapToTick(-1);
        skipTime(HOUR - 300);
        oracle.poke();
        EpochFacts memory facts = oracle.record(epochNow() - 1);
        assertEq(facts.variance, 2);
        assertEq(facts.logVarianceX16, 65_536);
        assertEq(facts.meanTick, -2);
        assertEq(facts.lastCellTick, -1);
    }

    /// From one end of all prices to the other and back in each cell.
    function test_greatestVarianceFits() public {
        createPool(10_000, 18, 18, 0);
        pool.increaseObservationCardinalityNext(300);
        addFullRange(1e6);
        oracle = newOracle(255 * 60, 255, 24);
        skipTime(2 * 255 * 60 - vm.getBlockTimestamp() % (255 * 60));
        for (uint256 i; i < 255; i++) {
            swapToTick(i % 2 == 0 ? int24(887_000) : int24(-887_000));
            skipTime(60);
        }
        oracle.poke();
        uint256 epoch = oracle.latestEpoch();
        assertEq(oracle.record(epoch).variance, 887_000 ** 2 + 254 * (2 * 887_000) ** 2);
        assertEqualsNaive(oracle, epoch);
    }

    /// forge-config: default.fuzz.runs = 64
    function testFuzz_equalsTheNaiveWay(Step[30] memory steps, uint8 grid, int24 firstTick) public {
        walk(steps, grid, int24(bound(firstTick, -300_000, 300_000)));
    }

    /// Unix time leaves uint32, the pool's clock, in the middle of the walk.
    /// forge-config: default.fuzz.runs = 64
    function testFuzz_equalsTheNaiveWay_whenTheClockWraps(Step[30] memory steps, uint8 grid)
        public
    {
        vm.warp(uint256(type(uint32).max) - 20_000);
        walk(steps, grid, -7);
    }

    /// One oracle is poked after every step that says so, the other only at the end.
    function walk(Step[30] memory steps, uint8 grid, int24 firstTick) private {
        createOracle(firstTick, 100, 24);
        uint16[2][5] memory grids = [
            [uint16(3600), 12],
            [uint16(900), 5],
            [uint16(60), 1],
            [uint16(1800), 6],
            [uint16(7200), 3]
        ];
        uint256 i = grid % 5;
        oracle = newOracle(grids[i][0], grids[i][1], 1000);
        FeatureOracle late = newOracle(grids[i][0], grids[i][1], 1000);
        for (uint256 j; j < steps.length; j++) {
            skipTime(steps[j].wait % (j % 7 == 0 ? 9000 : 1200));
            swapToTick(firstTick + steps[j].tick % 500);
            if (steps[j].pokes % 3 == 0 && canPoke()) oracle.poke(1 + steps[j].pokes % 4);
        }
        if (!canPoke()) return;
        oracle.poke();
        late.poke();
        uint256 latest = late.latestEpoch();
        assertEq(oracle.latestEpoch(), latest);
        uint256 first = latest + 1 - late.epochsThere(latest);
        // A dozen of them.
        for (uint256 epoch = first; epoch <= latest; epoch += 1 + (latest - first) / 12) {
            assertEqualsNaive(late, epoch);
            assertEq(factsOf(oracle, epoch), factsOf(late, epoch), "late");
        }
        assertEq(factsOf(oracle, latest), factsOf(late, latest), "latest");
    }

    /// The start of the run depends on what the pool still remembers.
    function factsOf(FeatureOracle subject, uint256 epoch) private view returns (bytes32) {
        EpochFacts memory facts = subject.record(epoch);
        facts.runStart = 0;
        return keccak256(abi.encode(facts));
    }

    function canPoke() private view returns (bool) {
        return vm.getBlockTimestamp() / oracle.epochSeconds() >= firstEnd();
    }

    /// The end of the first epoch that lies, with the cell before it, in the pool's history.
    function firstEnd() private view returns (uint256) {
        (uint32 oldest,,,) = pool.observations(0);
        uint256 cellSeconds = oracle.epochSeconds() / oracle.cells();
        uint256 start = vm.getBlockTimestamp() - uint32(vm.getBlockTimestamp() - oldest);
        return (start + cellSeconds - 1) / oracle.epochSeconds() + 2;
    }
}
