// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {NaiveNoAllowanceVault} from "../naive/NaiveUsers.sol";
import {NaiveLpVault} from "../naive/NaiveLpVault.sol";
import {Incident} from "./support/Incident.sol";
import {OnNaive} from "./support/OnNaive.sol";
import {OnOurs} from "./support/OnOurs.sol";

/// Incident 17: RWAVault, April 2026. Public exits were overridden without their allowance check.
abstract contract AllowanceAttack is Incident {
    function _arrange() internal override {
        _arrangeMarket();
        _deposit(victim, TVL);
    }

    function _stealWithEveryExit() internal {
        address thief = address(attacker);
        uint256 part = target.balanceOf(victim) / 10;
        _callAs(thief, abi.encodeCall(target.withdraw, (TVL / 10, thief, victim)));
        _callAs(thief, abi.encodeCall(target.redeem, (part, thief, victim)));
        _callAs(thief, abi.encodeCall(target.redeemInKind, (part, thief, victim, 0, 0)));
        _callAs(
            thief, abi.encodeCall(target.redeemToAsset, (part, thief, victim, 0, block.timestamp))
        );
    }
}

contract AllowanceNaiveTest is AllowanceAttack, OnNaive {
    function _newNaive() internal override returns (NaiveLpVault) {
        return new NaiveNoAllowanceVault(pool, _assetIsToken1());
    }

    function test_naive_withdraw_zero_allowance() external {
        _stealWithEveryExit();
        assertEq(_gain(), int256(TVL * 3 / 10));
    }
}

contract AllowanceTest is AllowanceAttack, OnOurs {
    function test_withdraw_zero_allowance() external {
        uint256 shares = target.balanceOf(victim);
        _stealWithEveryExit();
        assertEq(_gain(), 0);
        assertEq(target.balanceOf(victim), shares);
    }

    /// An allowance is for shares, and is used up.
    function test_withdraw_usesUpTheAllowance() external {
        uint256 part = target.balanceOf(victim) / 10;
        vm.prank(victim);
        target.approve(address(attacker), part);
        _stealWithEveryExit();
        assertApproxEqAbs(_gain(), int256(TVL / 10), TVL / 1000);
        assertLt(target.allowance(victim, address(attacker)), part / 100);
    }
}
