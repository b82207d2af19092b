// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {IVaultEvents} from "../../src/interfaces/IVaultEvents.sol";
import {Expected} from "./base/Expected.sol";

contract RedeemToAssetTest is Expected {
    function setUp() public {
        createVault();
        arrange(Situation.HalfPlacedTraded);
        vault.accrueFees();
    }

    struct Outcome {
        uint256 assets;
        uint256 sold;
        uint256 bought;
        /// Positions and idle balances of those who stay.
        bytes32 rest;
    }

    function leaves(uint256 shares, uint256 minAssets, uint256 deadline)
        private
        view
        returns (bytes memory)
    {
        return abi.encodeCall(vault.redeemToAsset, (shares, bob, bob, minAssets, deadline));
    }

    function leave(uint256 shares) private returns (uint256) {
        vm.prank(bob);
        return vault.redeemToAsset(shares, bob, bob, 0, block.timestamp);
    }

    function rest() private view returns (bytes32) {
        (uint256 idle0, uint256 idle1) = vault.idle();
        return keccak256(abi.encode(idle0, idle1, vault.positions(), vault.totalSupply()));
    }

    /// The same in two steps: in kind, then a sale on one's own account. Then undone.
    function inTwoSteps(uint256 shares) private returns (Outcome memory outcome) {
        uint256 snapshot = vm.snapshotState();
        vm.prank(bob);
        (uint256 amount0, uint256 amount1) = vault.redeemInKind(shares, bob, bob, 0, 0);
        outcome.rest = rest();
        bool inToken1 = vault.assetIsToken1();
        outcome.sold = inToken1 ? amount0 : amount1;
        if (outcome.sold > 0) outcome.bought = swapExactIn(inToken1, outcome.sold);
        outcome.assets = (inToken1 ? amount1 : amount0) + outcome.bought;
        vm.revertToStateAndDelete(snapshot);
    }

    function test_isThePartInKind_withTheOtherTokenSold() public {
        uint256 shares = vault.balanceOf(bob);
        Outcome memory expected = inTwoSteps(shares);
        assertGt(expected.sold, 0);
        assertEq(leave(shares), expected.assets);
        assertEq(asset.balanceOf(bob), expected.assets);
        assertEq(other.balanceOf(bob), 0);
        assertEq(rest(), expected.rest, "those who stay have what an exit in kind leaves them");
        assertEq(other.balanceOf(address(vault)), idleOther(), "booked to the wei");
        assertEq(asset.balanceOf(address(vault)), idleAsset(), "booked to the wei");
    }

    function idleOther() private view returns (uint256) {
        (uint256 idle0, uint256 idle1) = vault.idle();
        return vault.assetIsToken1() ? idle0 : idle1;
    }

    function test_inTheOtherOrientation() public {
        createVault(500, 6, 18, false);
        arrange(Situation.HalfPlacedTraded);
        test_isThePartInKind_withTheOtherTokenSold();
    }

    function test_withNothingToSell_isThePartOfIdle() public {
        createVault(500, 18, 6, true);
        arrange(Situation.AllIdle);
        vault.accrueFees();
        uint256 shares = vault.balanceOf(bob);
        uint256 expected = idleAsset() * shares / expectedSupply();
        assertEq(leave(shares), expected);
    }

    function test_saysWhatWasSold() public {
        uint256 shares = vault.balanceOf(bob);
        Outcome memory expected = inTwoSteps(shares);
        vm.prank(bob);
        vault.approve(carol, shares);
        vm.expectEmit(address(vault));
        emit IVaultEvents.RedeemedToAsset(
            carol, alice, bob, shares, expected.assets, expected.sold, expected.bought
        );
        vm.prank(carol);
        vault.redeemToAsset(shares, alice, bob, 0, block.timestamp);
        assertEq(asset.balanceOf(alice), expected.assets);
    }

    function test_atTheMinimum_andNotBelow() public {
        uint256 shares = vault.balanceOf(bob);
        uint256 assets = inTwoSteps(shares).assets;
        refused(
            bob,
            leaves(shares, assets + 1, block.timestamp),
            abi.encodeWithSelector(IVaultErrors.AssetsBelowMinimum.selector, assets, assets + 1)
        );
        vm.prank(bob);
        vault.redeemToAsset(shares, bob, bob, assets, block.timestamp);
    }

    function test_afterTheDeadline_DeadlinePassed() public {
        refused(
            bob,
            leaves(1e18, 0, block.timestamp - 1),
            abi.encodeWithSelector(
                IVaultErrors.DeadlinePassed.selector, block.timestamp - 1, block.timestamp
            )
        );
    }

    function test_needsNeitherOracleNorCalmNorPermission() public {
        uint256 shares = vault.balanceOf(bob) / 3;
        vm.prank(guardian);
        vault.pause();
        leave(shares);
        killOracle();
        leave(shares);
        moveBy(-5_000);
        leave(shares);
    }

    /// Nobody but the vault provides liquidity: what is sold would go to the end of all prices.
    function test_intoAnEmptyPool_SwapIncomplete() public {
        actor.burn(
            pool,
            TickMath.minUsableTick(spacing),
            TickMath.maxUsableTick(spacing),
            uint128(10_000_000 * 1e12)
        );
        uint256 shares = vault.balanceOf(alice);
        (uint256 sold,) = expectedInKind(shares);
        bytes memory call =
            abi.encodeCall(vault.redeemToAsset, (shares, alice, alice, 0, block.timestamp));
        bytes32 before = everythingOf(alice);
        vm.prank(alice);
        (bool accepted, bytes memory answer) = address(vault).call(call);
        assertFalse(accepted);
        assertEq(bytes4(answer), IVaultErrors.SwapIncomplete.selector);
        (uint256 amountIn, uint256 wanted) = abi.decode(tail(answer), (uint256, uint256));
        assertEq(wanted, sold);
        assertLt(amountIn, wanted);
        assertEq(everythingOf(alice), before);
    }

    function tail(bytes memory answer) private pure returns (bytes memory arguments) {
        arguments = new bytes(answer.length - 4);
        for (uint256 i = 0; i < arguments.length; i++) {
            arguments[i] = answer[i + 4];
        }
    }

    function test_ofNothing_ZeroShares() public {
        refused(
            bob,
            leaves(0, 0, block.timestamp),
            abi.encodeWithSelector(IVaultErrors.ZeroShares.selector)
        );
    }

    function test_ofDust_ZeroAssets() public {
        refused(
            bob,
            leaves(1, 0, block.timestamp),
            abi.encodeWithSelector(IVaultErrors.ZeroAssets.selector)
        );
    }

    function test_ofAnothersShares_ERC20InsufficientAllowance() public {
        refused(
            carol,
            leaves(1e18, 0, block.timestamp),
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, carol, 0, 1e18)
        );
    }
}
