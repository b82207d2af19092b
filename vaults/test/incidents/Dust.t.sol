// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {NaiveDustVault} from "../naive/NaiveUsers.sol";
import {NaiveLpVault} from "../naive/NaiveLpVault.sol";
import {Incident} from "./support/Incident.sol";
import {OnNaive} from "./support/OnNaive.sol";
import {OnOurs} from "./support/OnOurs.sol";

/// Incident 12: Bunni, September 2025. A rounding that is safe once and not when it is repeated.
abstract contract DustAttack is Incident {
    function _arrange() internal override {
        _arrangeMarket();
        _deposit(victim, 1000);
        _deposit(address(attacker), 1000);
        // Two raw units of loss: shares are worth a little less than what they were bought for.
        _loseTwo();
    }

    function _loseTwo() internal virtual;

    function redeemTiny(uint256 shares) public {
        vm.prank(address(attacker));
        target.redeem(shares, address(attacker), address(attacker));
    }

    /// The smallest exits that pay anything, 44 of them.
    function _redeemDust(uint256 shares) internal {
        for (uint256 i; i < 44; i++) {
            redeemTiny(shares);
        }
        uint256 rest = target.balanceOf(address(attacker));
        redeemTiny(rest);
    }
}

contract DustNaiveTest is DustAttack, OnNaive {
    function _newNaive() internal override returns (NaiveLpVault) {
        return new NaiveDustVault(pool, _assetIsToken1());
    }

    /// The vault has lost half: a share is worth half a unit, and pays a whole one.
    function _loseTwo() internal override {
        deal(address(_asset()), address(target), 1000);
    }

    function test_naive_44DustRedemptions() external {
        uint256 before = target.convertToAssets(1000);
        _redeemDust(1);
        assertLt(target.convertToAssets(1000), before - 10);
    }
}

contract DustTest is DustAttack, OnOurs {
    function _loseTwo() internal override {
        deal(address(_asset()), address(target), 1000);
        target.recogniseShortfall();
    }

    function test_navPerShareMonotone_atFixedPrice() external {
        uint256 before = target.convertToAssets(target.balanceOf(victim));
        // Just enough to be paid one unit.
        uint256 shares = target.previewWithdraw(1);
        _redeemDust(shares);
        assertGe(target.convertToAssets(target.balanceOf(victim)), before);
    }
}
