// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IVaultErrors} from "../../../src/interfaces/IVaultErrors.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {Charge, Observer, Sight} from "../base/Observer.sol";

/// Entries and exits at a price. Nobody gains by his own, and those who stay lose nothing, both to the
/// wei.
abstract contract HolderActions is Observer {
    /// The most that one deposit brings.
    uint256 private constant MOST_ASSETS = 200_000;

    function deposit(uint256 pace, uint256 who, uint256 size) external step(pace) {
        Sight memory seen = _look();
        address holder = _holder(who);
        uint256 max = vault.maxDeposit(holder);
        uint256 assets = _size(size, Math.min(max, MOST_ASSETS * oneAsset));
        if (_refuses(seen, max == 0)) {
            vm.prank(holder);
            vault.deposit(1 + size % oneAsset, holder);
            return;
        }
        if (max == 0) {
            _expectOverMax(ERC4626.ERC4626ExceededMaxDeposit.selector, holder, 1, 0);
            vm.prank(holder);
            vault.deposit(1, holder);
            return;
        }
        uint256 shares = vault.previewDeposit(assets);
        asset.mint(holder, assets);
        uint256[2] memory wealth = _wealth(holder, seen);
        if (shares == 0) vm.expectRevert(IVaultErrors.ZeroShares.selector);
        vm.prank(holder);
        uint256 got = vault.deposit(assets, holder);
        if (shares == 0) return;
        assertEq(got, shares, "previewDeposit");
        _checkEntry(seen, assets, shares);
        _settle(seen, Charge.All, shares, 0);
        _checkStayers(seen, seen.netSupply, 0);
        _checkWealth(holder, seen, wealth);
    }

    function mint(uint256 pace, uint256 who, uint256 size) external step(pace) {
        Sight memory seen = _look();
        address holder = _holder(who);
        uint256 max = vault.maxMint(holder);
        if (_refuses(seen, max == 0)) {
            vm.prank(holder);
            vault.mint(1 + size % 1e18, holder);
            return;
        }
        if (max == 0) {
            _expectOverMax(ERC4626.ERC4626ExceededMaxMint.selector, holder, 1, 0);
            vm.prank(holder);
            vault.mint(1, holder);
            return;
        }
        uint256 shares = _size(size, Math.min(max, vault.previewDeposit(MOST_ASSETS * oneAsset)));
        uint256 assets = vault.previewMint(shares);
        asset.mint(holder, assets);
        uint256[2] memory wealth = _wealth(holder, seen);
        vm.prank(holder);
        assertEq(vault.mint(shares, holder), assets, "previewMint");
        _checkEntry(seen, assets, shares);
        _settle(seen, Charge.All, shares, 0);
        _checkStayers(seen, seen.netSupply, 0);
        _checkWealth(holder, seen, wealth);
    }

    function withdraw(uint256 pace, uint256 who, uint256 size) external step(pace) {
        Sight memory seen = _look();
        address holder = _holder(who);
        uint256 max = vault.maxWithdraw(holder);
        if (_refuses(seen, max == 0)) {
            vm.prank(holder);
            vault.withdraw(1 + size % oneAsset, holder, holder);
            return;
        }
        if (max == 0 || size % 16 == 15) {
            _expectOverMax(ERC4626.ERC4626ExceededMaxWithdraw.selector, holder, max + 1, max);
            vm.prank(holder);
            vault.withdraw(max + 1, holder, holder);
            return;
        }
        uint256 assets = _size(size, max);
        uint256 shares = vault.previewWithdraw(assets);
        uint256[2] memory wealth = _wealth(holder, seen);
        vm.prank(holder);
        assertEq(vault.withdraw(assets, holder, holder), shares, "previewWithdraw");
        _settle(seen, Charge.All, 0, shares);
        _checkStayers(seen, seen.netSupply, 0);
        _checkWealth(holder, seen, wealth);
    }

    function redeem(uint256 pace, uint256 who, uint256 size) external step(pace) {
        Sight memory seen = _look();
        address holder = _holder(who);
        uint256 max = vault.maxRedeem(holder);
        if (_refuses(seen, max == 0)) {
            vm.prank(holder);
            vault.redeem(1 + size % 1e18, holder, holder);
            return;
        }
        if (max == 0 || size % 16 == 15) {
            _expectOverMax(ERC4626.ERC4626ExceededMaxRedeem.selector, holder, max + 1, max);
            vm.prank(holder);
            vault.redeem(max + 1, holder, holder);
            return;
        }
        uint256 shares = _size(size, max);
        uint256 assets = vault.previewRedeem(shares);
        uint256[2] memory wealth = _wealth(holder, seen);
        if (assets == 0) vm.expectRevert(IVaultErrors.ZeroAssets.selector);
        vm.prank(holder);
        uint256 paid = vault.redeem(shares, holder, holder);
        if (assets == 0) return;
        assertEq(paid, assets, "previewRedeem");
        _settle(seen, Charge.All, 0, shares);
        _checkStayers(seen, seen.netSupply, 0);
        _checkWealth(holder, seen, wealth);
    }

    /// The smallest entries and exits again and again: what each rounds away must not add up to a gain.
    function manyOfNothing(uint256 pace, uint256 who, uint256 kinds) external step(pace) {
        Sight memory seen = _look();
        if (seen.refusal.length > 0) return;
        address holder = _holder(who);
        asset.mint(holder, 16);
        uint256[2] memory wealth = _wealth(holder, seen);
        for (uint256 i = 0; i < 8; ++i) {
            Sight memory now_ = _look();
            vm.startPrank(holder);
            if ((kinds >> i) % 2 == 0) {
                // Gifts can make a share worth more than two units: then there is none for them.
                if (vault.maxDeposit(holder) >= 2 && vault.previewDeposit(2) > 0) {
                    _settle(now_, Charge.All, vault.deposit(2, holder), 0);
                }
            } else if (vault.maxWithdraw(holder) > 0) {
                _settle(now_, Charge.All, 0, vault.withdraw(1, holder, holder));
            }
            vm.stopPrank();
        }
        _checkStayers(seen, seen.netSupply, 0);
        _checkWealth(holder, seen, wealth);
    }

    function transferShares(uint256 pace, uint256 from, uint256 to, uint256 size)
        external
        step(pace)
    {
        address sender = _holder(from);
        uint256 shares = _size(size, vault.balanceOf(sender));
        vm.prank(sender);
        vault.transfer(_holder(to), shares);
    }

    /// A stranger cannot leave with somebody's shares, whichever door he tries.
    function steal(uint256 pace, uint256 who, uint256 door) external step(pace) {
        Sight memory seen = _look();
        address victim = _holder(who);
        address thief = address(world.crowd);
        uint256 shares = vault.maxRedeem(victim);
        if (door % 3 > 0) shares = vault.balanceOf(victim);
        if (shares == 0 || (door % 3 == 0 && seen.refusal.length > 0)) return;
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientAllowance.selector, thief, 0, shares
            )
        );
        vm.prank(thief);
        if (door % 3 == 0) vault.redeem(shares, thief, victim);
        else if (door % 3 == 1) vault.redeemInKind(shares, thief, victim, 0, 0);
        else vault.redeemToAsset(shares, thief, victim, 0, block.timestamp);
    }

    /// Where the vault must refuse for want of a price, its limits say so and the next call is expected to
    /// fail with that reason.
    function _refuses(Sight memory seen, bool maxIsZero) private returns (bool) {
        if (seen.refusal.length == 0) return false;
        assertTrue(maxIsZero, "a limit above zero on what is refused");
        vm.expectRevert(seen.refusal);
        return true;
    }

    function _expectOverMax(bytes4 selector, address holder, uint256 wanted, uint256 max) private {
        vm.expectRevert(abi.encodeWithSelector(selector, holder, wanted, max));
    }

    /// Bought at ask, after the entry fee.
    function _checkEntry(Sight memory seen, uint256 assets, uint256 shares) private view {
        uint256 net = assets * (ALL_BPS - seen.limits.entryFeeBps);
        assertLe(shares * seen.ask * ALL_BPS, net * (seen.netSupply + virtualShares), "below ask");
    }

    /// Assets and shares of somebody, the shares at mid and at bid.
    function _wealth(address holder, Sight memory seen)
        private
        view
        returns (uint256[2] memory wealth)
    {
        uint256 assets = asset.balanceOf(holder);
        uint256 shares = vault.balanceOf(holder);
        uint256 all = seen.netSupply + virtualShares;
        wealth[0] = assets + Math.mulDiv(shares, seen.mid + 1, all);
        wealth[1] = assets + Math.mulDiv(shares, seen.bid + 1, all);
    }

    function _checkWealth(address holder, Sight memory seen, uint256[2] memory before)
        private
        view
    {
        uint256[2] memory afterwards = _wealth(holder, _look());
        // One raw unit is what flooring the shares' value hides.
        assertLe(afterwards[0], before[0] + 1 + _bidAboveMid(seen), "gained by it, at mid");
        assertLe(afterwards[1], before[1] + 1, "gained by it, at bid");
    }
}
