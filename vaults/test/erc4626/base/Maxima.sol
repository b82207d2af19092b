// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Limits} from "../../../src/types/VaultTypes.sol";
import {Situated} from "./Situated.sol";

/// What `max` says works, and one more does not; and questions are answered whatever the state.
abstract contract Maxima is Situated {
    /// The cap anywhere around the value.
    function capped(uint256 cap) private {
        Limits memory limits = vault.limits();
        limits.depositCap = uint112(bound(cap, 0, 2 * vault.totalAssets()));
        setLimits(limits);
    }

    /// Idle drawn down by others to any rest.
    function drawn(uint256 assets) private {
        assets = bound(assets, 0, vault.maxWithdraw(bob));
        if (assets == 0) return;
        vm.prank(bob);
        vault.withdraw(assets, bob, bob);
    }

    function exceeded(bytes4 selector, address who, uint256 max) private {
        vm.expectRevert(abi.encodeWithSelector(selector, who, max + 1, max));
    }

    function testFuzz_deposit_upToItsMaximum(uint256 cap, uint256 seed) public {
        drift(seed);
        capped(cap);
        uint256 max = vault.maxDeposit(dave);
        vm.startPrank(dave);
        exceeded(ERC4626.ERC4626ExceededMaxDeposit.selector, dave, max);
        vault.deposit(max + 1, dave);
        if (max > 0) vault.deposit(max, dave);
        vm.stopPrank();
    }

    function testFuzz_mint_upToItsMaximum(uint256 cap, uint256 seed) public {
        drift(seed);
        capped(cap);
        uint256 max = vault.maxMint(dave);
        vm.startPrank(dave);
        exceeded(ERC4626.ERC4626ExceededMaxMint.selector, dave, max);
        vault.mint(max + 1, dave);
        if (max > 0) vault.mint(max, dave);
        vm.stopPrank();
    }

    function testFuzz_withdraw_upToItsMaximum(uint256 assets, uint256 seed, bool many) public {
        drift(seed);
        drawn(assets);
        address holder = many ? alice : carol;
        uint256 max = vault.maxWithdraw(holder);
        vm.startPrank(holder);
        exceeded(ERC4626.ERC4626ExceededMaxWithdraw.selector, holder, max);
        vault.withdraw(max + 1, holder, holder);
        if (max > 0) vault.withdraw(max, holder, holder);
        vm.stopPrank();
    }

    function testFuzz_redeem_upToItsMaximum(uint256 assets, uint256 seed, bool many) public {
        drift(seed);
        drawn(assets);
        address holder = many ? alice : carol;
        uint256 max = vault.maxRedeem(holder);
        vm.startPrank(holder);
        exceeded(ERC4626.ERC4626ExceededMaxRedeem.selector, holder, max);
        vault.redeem(max + 1, holder, holder);
        if (max > 0) vault.redeem(max, holder, holder);
        vm.stopPrank();
    }

    /// As if everybody had assets without end.
    function testFuzz_entriesAreTheSameForEveryone(address who) public view {
        assertEq(vault.maxDeposit(who), vault.maxDeposit(dave));
        assertEq(vault.maxMint(who), vault.maxMint(dave));
    }

    function test_whoHasNothing_canTakeNothing() public view {
        assertEq(vault.maxWithdraw(erin), 0);
        assertEq(vault.maxRedeem(erin), 0);
    }

    // What must never revert

    function ask(address who, uint256 amount) private view {
        vault.asset();
        vault.totalAssets();
        vault.convertToShares(amount);
        vault.convertToAssets(amount);
        vault.maxDeposit(who);
        vault.maxMint(who);
        vault.maxWithdraw(who);
        vault.maxRedeem(who);
    }

    function assertShut() private view {
        assertEq(vault.maxDeposit(dave) + vault.maxMint(dave), 0);
        assertEq(vault.maxWithdraw(alice) + vault.maxRedeem(alice), 0);
    }

    function testFuzz_open_everyQuestionIsAnswered(address who, uint256 amount, uint256 seed)
        public
    {
        drift(seed);
        ask(who, bound(amount, 0, type(uint128).max));
    }

    function testFuzz_paused_everyQuestionIsAnswered(address who, uint256 amount) public {
        vm.prank(guardian);
        vault.pause();
        ask(who, bound(amount, 0, type(uint128).max));
        assertShut();
    }

    function testFuzz_unsettled_everyQuestionIsAnswered(int24 ticks, uint256 amount) public {
        swapToTick(int24(bound(ticks, -800_000, 800_000)));
        ask(alice, bound(amount, 0, type(uint128).max));
    }

    function test_deadOracle_everyQuestionIsAnswered() public {
        killOracle();
        ask(alice, type(uint128).max);
        assertShut();
    }

    // Others' shares

    function testFuzz_othersSharesNeedApproval(uint256 shares, uint256 missing, bool exact) public {
        shares = someShares(shares, alice);
        missing = bound(missing, 1, shares);
        uint256 assets = vault.previewRedeem(shares);
        vm.prank(alice);
        vault.approve(erin, exact ? shares : shares - missing);
        vm.startPrank(erin);
        if (!exact) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IERC20Errors.ERC20InsufficientAllowance.selector, erin, shares - missing, shares
                )
            );
        }
        vault.redeem(shares, erin, alice);
        vm.stopPrank();
        if (!exact) return;
        assertEq(vault.allowance(alice, erin), 0);
        assertEq(asset.balanceOf(erin), assets);
    }

    function testFuzz_othersAssetsNeedApproval(uint256 assets, uint256 missing, bool exact) public {
        assets = someOfIdle(assets, alice);
        uint256 shares = vault.previewWithdraw(assets);
        missing = bound(missing, 1, shares);
        vm.prank(alice);
        vault.approve(erin, exact ? shares : shares - missing);
        vm.startPrank(erin);
        if (!exact) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IERC20Errors.ERC20InsufficientAllowance.selector, erin, shares - missing, shares
                )
            );
        }
        vault.withdraw(assets, erin, alice);
        vm.stopPrank();
        if (exact) assertEq(vault.allowance(alice, erin), 0);
    }

    function test_anInfiniteApprovalStaysInfinite() public {
        vm.prank(alice);
        vault.approve(erin, type(uint256).max);
        vm.prank(erin);
        vault.withdraw(1, erin, alice);
        assertEq(vault.allowance(alice, erin), type(uint256).max);
    }

    function test_metadata() public view {
        assertEq(vault.asset(), address(asset));
        assertGe(vault.decimals(), asset.decimals());
        assertEq(vault.name(), "Tickwise vault");
        assertEq(vault.symbol(), "tw");
    }

    /// Tokens that lie at the vault's address change no price.
    function testFuzz_donationsChangeNothing(uint96 donated0, uint96 donated1) public {
        (uint256 assets, uint256 shares) = (vault.convertToAssets(1e24), vault.previewDeposit(1e12));
        token0.mint(address(vault), donated0);
        token1.mint(address(vault), donated1);
        assertEq(vault.convertToAssets(1e24), assets);
        assertEq(vault.previewDeposit(1e12), shares);
    }
}
