// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {TurnoverBucket} from "../../src/libraries/TurnoverBucket.sol";

contract TurnoverBucketTest is Test {
    function test_comesBackEvenly() public pure {
        assertEq(TurnoverBucket.stillUsedUp(10_000, 10_000, 0), 10_000);
        assertEq(TurnoverBucket.stillUsedUp(10_000, 10_000, 6 hours), 7_500);
        assertEq(TurnoverBucket.stillUsedUp(10_000, 10_000, 1 days - 1), 1, "not a second early");
        assertEq(TurnoverBucket.stillUsedUp(10_000, 10_000, 1 days), 0);
        assertEq(TurnoverBucket.stillUsedUp(10_000, 10_000, 365 days), 0);
    }

    function test_withoutAnAllowance_nothingComesBack() public pure {
        assertEq(TurnoverBucket.stillUsedUp(300, 0, 365 days), 300);
    }

    function testFuzz_isTheExactRestRoundedUp(uint256 used, uint256 daily, uint256 elapsed)
        public
        pure
    {
        used = bound(used, 0, 20_000);
        daily = bound(daily, 0, 20_000);
        elapsed = bound(elapsed, 0, 1000 * 365 days);
        uint256 still = TurnoverBucket.stillUsedUp(used, daily, elapsed);
        assertLe(still, used);
        assertGe(still * 1 days + daily * elapsed, used * 1 days, "never less than what is used");
        if (still == 0) return;
        assertLt((still - 1) * 1 days + daily * elapsed, used * 1 days, "nor a whole point more");
    }

    /// Waiting in two parts is never better than waiting once.
    function testFuzz_waitingInPartsGivesNoMore(
        uint256 used,
        uint256 daily,
        uint256 first,
        uint256 second
    ) public pure {
        used = bound(used, 0, 20_000);
        daily = bound(daily, 0, 20_000);
        first = bound(first, 0, 2 days);
        second = bound(second, 0, 2 days);
        uint256 inParts = TurnoverBucket.stillUsedUp(
            TurnoverBucket.stillUsedUp(used, daily, first), daily, second
        );
        assertGe(inParts, TurnoverBucket.stillUsedUp(used, daily, first + second));
    }
}
