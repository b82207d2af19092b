// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {NaiveLpVault} from "../naive/NaiveLpVault.sol";
import {NaiveMaxVault} from "../naive/NaiveOperators.sol";
import {Incident} from "./support/Incident.sol";
import {OnNaive} from "./support/OnNaive.sol";
import {OnOurs} from "./support/OnOurs.sol";

/// Incident 23: limits that are not: an integrator who acts at the maximum is refused, and is stuck.
abstract contract MaxAttack is Incident {
    function _arrange() internal override {
        _arrangeMarket();
        _depositAndInvest();
        _deposit(victim, TVL / 20);
    }

    /// Whether what the target offers, it does.
    function _entryHolds() internal returns (bool) {
        uint256 most = target.maxDeposit(victim);
        if (most == 0) return true;
        if (most > 1e30) most = 1e30;
        return _try(abi.encodeCall(target.deposit, (most, victim)));
    }

    function _exitHolds() internal returns (bool) {
        uint256 most = target.maxRedeem(victim);
        if (most > 0 && !_try(abi.encodeCall(target.redeem, (most, victim, victim)))) return false;
        most = target.maxWithdraw(victim);
        return most == 0 || _try(abi.encodeCall(target.withdraw, (most, victim, victim)));
    }

    function _try(bytes memory call) private returns (bool ok) {
        _asset().mint(victim, 1e30);
        vm.startPrank(victim);
        _asset().approve(address(target), type(uint256).max);
        (ok,) = address(target).call(call);
        vm.stopPrank();
    }
}

contract MaxNaiveTest is MaxAttack, OnNaive {
    function _newNaive() internal override returns (NaiveLpVault) {
        return new NaiveMaxVault(pool, _assetIsToken1());
    }

    function test_naive_maxDeposit_reverts() external {
        assertFalse(_entryHolds());
    }

    function test_naive_maxWithdraw_reverts_whenInvested() external {
        assertFalse(_exitHolds());
    }

    function test_naive_max_reverts_whenPaused() external {
        vm.prank(admin);
        NaiveMaxVault(address(target)).pause();
        assertFalse(_entryHolds());
        assertFalse(_exitHolds());
    }
}

contract MaxTest is MaxAttack, OnOurs {
    function test_max_doesNotRevert_whenInvested() external {
        assertGt(target.maxDeposit(victim), 0);
        assertTrue(_entryHolds());
        assertGt(target.maxRedeem(victim), 0);
        assertTrue(_exitHolds());
    }

    function test_max_isZero_whenPaused() external {
        vm.prank(admin);
        target.pause();
        _expectAllZero();
    }

    function test_max_isZero_whenUnsettled() external {
        attacker.swapIn(true, 20 * TVL);
        _expectAllZero();
    }

    function _expectAllZero() private {
        assertEq(target.maxDeposit(victim), 0);
        assertEq(target.maxMint(victim), 0);
        assertEq(target.maxWithdraw(victim), 0);
        assertEq(target.maxRedeem(victim), 0);
        assertTrue(_entryHolds() && _exitHolds());
    }
}
