// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Test, stdError} from "forge-std/Test.sol";
import {Bookkeeping} from "../../src/libraries/Bookkeeping.sol";
import {Book} from "../../src/types/Book.sol";
import {Position} from "../../src/types/VaultTypes.sol";

contract BookkeepingTest is Test {
    using Bookkeeping for Book;

    uint256 private constant MOST = type(uint128).max;

    Book private book;

    function add(uint256 amount0, uint256 amount1) external {
        book.addIdle(amount0, amount1);
    }

    function take(uint256 amount0, uint256 amount1) external {
        book.takeIdle(amount0, amount1);
    }

    function assertIdle(uint256 amount0, uint256 amount1) private view {
        assertEq(book.idle.amount0, amount0);
        assertEq(book.idle.amount1, amount1);
    }

    function test_addsAndTakesBothTokens() public {
        book.addIdle(5, 7);
        book.addIdle(1, 2);
        assertIdle(6, 9);
        book.takeIdle(6, 4);
        assertIdle(0, 5);
    }

    function test_theAssetIsOneOfTheTwo() public {
        book.addIdleAsset(false, 5);
        book.addIdleAsset(true, 7);
        assertIdle(5, 7);
        assertEq(book.idleAsset(false), 5);
        assertEq(book.idleAsset(true), 7);
        book.takeIdleAsset(false, 1);
        book.takeIdleAsset(true, 2);
        assertIdle(4, 5);
    }

    function test_takingMoreThanThereIs_reverts() public {
        book.addIdle(5, 7);
        vm.expectRevert(stdError.arithmeticError);
        this.take(6, 0);
        vm.expectRevert(stdError.arithmeticError);
        this.take(0, 8);
        assertIdle(5, 7);
    }

    function test_aSumBeyond128Bits_reverts() public {
        book.addIdle(MOST, MOST);
        vm.expectRevert(stdError.arithmeticError);
        this.add(1, 0);
        vm.expectRevert(stdError.arithmeticError);
        this.add(0, 1);
        assertIdle(MOST, MOST);
    }

    function test_anAmountBeyond128Bits_reverts() public {
        bytes memory tooLarge =
            abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, 128, MOST + 1);
        vm.expectRevert(tooLarge);
        this.add(MOST + 1, 0);
        vm.expectRevert(tooLarge);
        this.take(0, MOST + 1);
    }

    function test_loadsOnlyThePositionsThatCount() public {
        book.positions[0] = Position(-10, 10, 1);
        book.positions[1] = Position(10, 20, 2);
        book.positions[2] = Position(20, 30, 3);
        assertEq(book.loadPositions().length, 0);
        book.activity.positionCount = 2;
        Position[] memory loaded = book.loadPositions();
        assertEq(loaded.length, 2);
        assertEq(abi.encode(loaded[0]), abi.encode(Position(-10, 10, 1)));
        assertEq(abi.encode(loaded[1]), abi.encode(Position(10, 20, 2)));
    }

    function test_turnoverRefillsOverADay() public {
        vm.warp(1_700_000_000);
        assertEq(book.turnoverAvailableBps(10_000), 10_000, "a vault that never swapped");
        book.activity.turnoverUsedBps = 10_000;
        book.activity.turnoverAt = uint40(block.timestamp);
        assertEq(book.turnoverAvailableBps(10_000), 0);
        vm.warp(block.timestamp + 6 hours);
        assertEq(book.turnoverAvailableBps(10_000), 2_500);
    }

    /// An allowance lowered below what was used leaves nothing, not less than nothing.
    function test_turnoverUsedBeyondALoweredAllowance_leavesNothing() public {
        vm.warp(1_700_000_000);
        book.activity.turnoverUsedBps = 10_000;
        book.activity.turnoverAt = uint40(block.timestamp);
        assertEq(book.turnoverAvailableBps(500), 0);
    }
}
