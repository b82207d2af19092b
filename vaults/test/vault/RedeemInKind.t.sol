// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Appraisal} from "../../src/interfaces/IPriceEnvelope.sol";
import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {IVaultEvents} from "../../src/interfaces/IVaultEvents.sol";
import {Position} from "../../src/types/VaultTypes.sol";
import {Expected} from "./base/Expected.sol";

contract RedeemInKindTest is Expected {
    function setUp() public {
        createVault();
        arrange(Situation.HalfPlacedTraded);
        vault.accrueFees();
    }

    function leaves(uint256 shares, address owner, uint256 min0, uint256 min1)
        private
        view
        returns (bytes memory)
    {
        return abi.encodeCall(vault.redeemInKind, (shares, alice, owner, min0, min1));
    }

    function leave(address holder, uint256 shares) private returns (uint256, uint256) {
        vm.prank(holder);
        return vault.redeemInKind(shares, holder, holder, 0, 0);
    }

    function test_paysThePartOfEverything() public {
        uint256 shares = vault.balanceOf(bob) / 3;
        (uint256 expected0, uint256 expected1) = expectedInKind(shares);
        (uint256 amount0, uint256 amount1) = leave(bob, shares);
        assertEq(amount0, expected0);
        assertEq(amount1, expected1);
        assertEq(token0.balanceOf(bob), amount0);
        assertEq(token1.balanceOf(bob), amount1);
    }

    /// Every position keeps its rounding; all fees are collected on the way and what of them is not
    /// paid out is idle.
    function test_leavesTheRestInTheBooks() public {
        uint256 shares = vault.balanceOf(bob);
        uint256 supply = expectedSupply();
        Position[] memory before = vault.positions();
        (uint256 idle0, uint256 idle1) = vault.idle();
        Appraisal memory appraisal = expectedAppraisal();
        leave(bob, shares);

        Position[] memory afterwards = vault.positions();
        assertEq(afterwards.length, before.length);
        for (uint256 i = 0; i < before.length; i++) {
            assertEq(
                afterwards[i].liquidity,
                before[i].liquidity - uint128(before[i].liquidity * shares / supply)
            );
            assertEq(afterwards[i].tickLower, before[i].tickLower);
            assertEq(afterwards[i].tickUpper, before[i].tickUpper);
        }
        (uint256 after0, uint256 after1) = vault.idle();
        assertEq(after0, part(idle0 + appraisal.fee0, shares, supply));
        assertEq(after1, part(idle1 + appraisal.fee1, shares, supply));
        assertEq(token0.balanceOf(address(vault)), after0, "booked to the wei");
        assertEq(token1.balanceOf(address(vault)), after1, "booked to the wei");
    }

    function part(uint256 amount, uint256 shares, uint256 supply) private pure returns (uint256) {
        return amount - amount * shares / supply;
    }

    function test_saysWhatWasCollectedAndPaid() public {
        uint256 shares = vault.balanceOf(bob);
        (uint256 amount0, uint256 amount1) = expectedInKind(shares);
        Appraisal memory appraisal = expectedAppraisal();
        vm.prank(bob);
        vault.approve(carol, shares);
        vm.expectEmit(address(vault));
        emit IVaultEvents.FeesCollected(appraisal.fee0, appraisal.fee1);
        vm.expectEmit(address(vault));
        emit IVaultEvents.RedeemedInKind(carol, alice, bob, shares, amount0, amount1);
        vm.prank(carol);
        vault.redeemInKind(shares, alice, bob, 0, 0);
        assertEq(vault.allowance(bob, carol), 0);
    }

    /// Everyone, one after the other; what stays is what the virtual shares are worth.
    function test_everybodyCanLeave() public {
        address[4] memory holders = [alice, bob, carol, feeRecipient];
        for (uint256 i = 0; i < 4; i++) {
            uint256 shares = vault.balanceOf(holders[i]);
            if (shares > 0) leave(holders[i], shares);
        }
        assertEq(vault.totalSupply(), 0);
        (uint256 left0, uint256 left1) = vault.holdings();
        // 10^12 virtual shares of 10^23, and the roundings.
        assertLe(left0, 1e12);
        assertLe(left1, 10);
    }

    function test_needsNeitherOracleNorCalmNorPermission() public {
        uint256 shares = vault.balanceOf(bob) / 4;
        vm.prank(guardian);
        vault.pause();
        leave(bob, shares);
        killOracle();
        leave(bob, shares);
        moveBy(5_000);
        leave(bob, shares);
        vm.prank(guardian);
        vault.setRegistry(address(0));
        leave(bob, shares);
    }

    function test_accruesTheFeeOfTimeFirst() public {
        skipTime(30 days);
        uint256 supply = vault.totalSupply();
        uint256 due = supply * 10_000 * 30 days / (1_000_000 * uint256(365 days));
        uint256 mark = vault.highWaterMarkX96();
        leave(bob, 1e18);
        assertEq(vault.valuation().supply, supply + due - 1e18);
        vm.expectEmit(address(vault));
        emit IVaultEvents.FeeSharesMinted(feeRecipient, due, mark);
        vault.accrueFees();
        assertEq(vault.totalSupply(), supply + due - 1e18);
    }

    function test_atTheMinimum_andNotBelow() public {
        uint256 shares = vault.balanceOf(bob);
        (uint256 amount0, uint256 amount1) = expectedInKind(shares);
        refused(bob, leaves(shares, bob, amount0 + 1, amount1), tooLittle(amount0, amount1, 1, 0));
        refused(bob, leaves(shares, bob, amount0, amount1 + 1), tooLittle(amount0, amount1, 0, 1));
        vm.prank(bob);
        vault.redeemInKind(shares, bob, bob, amount0, amount1);
    }

    function tooLittle(uint256 amount0, uint256 amount1, uint256 more0, uint256 more1)
        private
        pure
        returns (bytes memory)
    {
        return abi.encodeWithSelector(
            IVaultErrors.AmountsBelowMinimum.selector,
            amount0,
            amount1,
            amount0 + more0,
            amount1 + more1
        );
    }

    function test_ofNothing_ZeroShares() public {
        refused(bob, leaves(0, bob, 0, 0), abi.encodeWithSelector(IVaultErrors.ZeroShares.selector));
    }

    function test_ofDust_ZeroAssets() public {
        refused(bob, leaves(1, bob, 0, 0), abi.encodeWithSelector(IVaultErrors.ZeroAssets.selector));
    }

    function test_ofMoreThanOnes_ERC20InsufficientBalance() public {
        uint256 shares = vault.balanceOf(bob);
        refused(
            bob,
            leaves(shares + 1, bob, 0, 0),
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientBalance.selector, bob, shares, shares + 1
            )
        );
    }

    function test_ofAnothersShares_ERC20InsufficientAllowance() public {
        refused(
            carol,
            leaves(1e18, bob, 0, 0),
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, carol, 0, 1e18)
        );
    }

    /// Liquidity that others minted into the vault's record stays there, until a rebalance books it; its
    /// fees come at once.
    function test_givenLiquidity_isNotPaidOut() public {
        uint256 shares = vault.balanceOf(bob);
        (uint256 expected0, uint256 expected1) = expectedInKind(shares);
        Position memory first = vault.positions()[0];
        actor.mintFor(pool, address(vault), first.tickLower, first.tickUpper, first.liquidity);
        (uint256 amount0, uint256 amount1) = leave(bob, shares);
        assertEq(amount0, expected0);
        assertEq(amount1, expected1);
    }
}
