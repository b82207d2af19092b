// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {Compensation} from "../../src/libraries/Compensation.sol";
import {Owing} from "../../src/types/RegistryTypes.sol";

/// How what is owed is released, by numbers worked out by hand and by sequences of anything.
contract CompensationTest is Test {
    using Compensation for Owing;

    uint256 private constant DAY = 86_400;
    uint256 private constant HOUR = 3_600;

    Owing private owing;

    function setUp() public {
        vm.warp(1_700_000_000);
    }

    function test_nothingOwed() public {
        assertEq(owing.take(), 0);
        owing.add(0);
        assertEq(owing.secondsLeft, 0);
        skip(DAY);
        assertEq(owing.releasableUp(), 0);
    }

    function test_evenly_overADay() public {
        owing.add(86_400_000);
        assertEq(owing.releasableUp(), 0);
        skip(1);
        assertEq(owing.releasableUp(), 1_000);
        skip(1_799);
        assertEq(owing.take(), 1_800_000);
        assertEq(owing.take(), 0);
        skip(600);
        assertEq(owing.take(), 600_000);
        assertEq(owing.amount, 84_000_000);
        assertEq(owing.secondsLeft, 84_000);
    }

    /// 24 payments, an hour or more apart, and everything is paid.
    function test_anHourAtMost_howeverLongNobodyCame() public {
        owing.add(86_400_000);
        for (uint256 i; i < 24; ++i) {
            assertEq(owing.amount, 86_400_000 - i * 3_600_000);
            skip(i % 2 == 0 ? HOUR : 30 * DAY);
            assertEq(owing.take(), 3_600_000);
        }
        assertEq(owing.amount, 0);
        assertEq(owing.secondsLeft, 0);
    }

    /// What does not divide is paid at the end at the latest.
    function test_remainders_areNotLeft() public {
        owing.add(1_000_003);
        uint256 paid;
        for (uint256 i; i < 24; ++i) {
            skip(HOUR);
            paid += owing.take();
        }
        assertEq(paid, 1_000_003);
        owing.add(5);
        for (uint256 i; i < 5; ++i) {
            skip(HOUR);
            assertEq(owing.take(), 1);
        }
        assertEq(owing.amount, 0);
        assertEq(owing.releasableUp(), 0);
    }

    /// 30 minutes of 100 and as much again: (82,800 · 100 + 86,400 · 100) / 200 seconds, half of them waited.
    function test_addition_isAveraged() public {
        owing.add(10_000);
        skip(HOUR);
        owing.take();
        assertEq(owing.amount, 9_583);
        assertEq(owing.secondsLeft, 82_800);
        skip(1_800);
        owing.add(9_583);
        assertEq(owing.secondsLeft, 84_600);
        assertEq(block.timestamp - owing.since, 900);
        // 19,166 · 900 / 84,600 is 203.9; what waited before alone was 9,583 · 1,800 / 82,800, 208.3.
        assertEq(owing.releasableUp(), 204);
    }

    /// Additions of one unit a minute.
    function test_tinyAdditions_holdNothingBack() public {
        uint256 amount = 86_400_000_000;
        owing.add(amount);
        uint256 paid;
        for (uint256 i; i < 24; ++i) {
            for (uint256 j; j < 60; ++j) {
                skip(60);
                owing.add(1);
            }
            paid += owing.take();
        }
        // Each holds back by two seconds at most, by rounding.
        assertGe(paid, amount * 58 / 60);
    }

    /// Nothing that is new can be taken at once, and nothing that could be taken before becomes more.
    function testFuzz_addition_releasesNothing(
        uint96 first,
        uint32 firstWait,
        uint32 secondWait,
        uint96 second
    ) public {
        owing.add(first);
        skip(firstWait % (2 * HOUR));
        owing.take();
        skip(secondWait % (2 * HOUR));
        uint256 before = owing.releasableUp();
        owing.add(second);
        assertLe(owing.releasableUp(), before + 1);
        assertLe(owing.secondsLeft, DAY);
    }

    /// Whatever comes when: to the unit, no payment above an hour's part of all there ever was, and
    /// everything after a day of payments.
    function testFuzz_conserved_boundedAndPaid(uint256[16] calldata seeds) public {
        uint256 added;
        uint256 paid;
        for (uint256 i; i < seeds.length; ++i) {
            uint256 seed = seeds[i];
            skip((seed >> 8) % (3 * HOUR));
            if (seed % 2 == 0) {
                uint256 amount = (seed >> 32) % (10 ** (seed >> 16 & 31));
                owing.add(amount);
                added += amount;
            } else {
                uint256 expected = owing.releasableUp();
                uint256 amount = owing.take();
                assertEq(amount, expected);
                paid += amount;
                assertLe(amount, added * HOUR / DAY + seeds.length + 1, "more than an hour's part");
            }
            assertEq(owing.amount, added - paid);
        }
        for (uint256 i; i < 24; ++i) {
            skip(HOUR);
            paid += owing.take();
        }
        assertEq(paid, added);
        assertEq(owing.amount, 0);
    }
}
