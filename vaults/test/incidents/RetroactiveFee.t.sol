// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Limits} from "../../src/types/VaultTypes.sol";
import {NaiveLpVault} from "../naive/NaiveLpVault.sol";
import {NaiveFeeRateVault} from "../naive/NaiveOperators.sol";
import {Incident} from "./support/Incident.sol";
import {OnNaive} from "./support/OnNaive.sol";
import {OnOurs} from "./support/OnOurs.sol";

/// Incident 14, first part: a new fee that bills the past (Beefy audit, 2024).
abstract contract RetroactiveFeeAttack is Incident {
    function _arrange() internal override {
        _arrangeMarket();
        _deposit(victim, TVL);
    }

    function _raiseManagementFee() internal virtual;

    function _aYearThenAFee() internal returns (uint256 sharesTaken) {
        uint256 supply = target.totalSupply();
        skipTime(365 days);
        _raiseManagementFee();
        target.accrueFees();
        return target.totalSupply() - supply;
    }
}

contract RetroactiveFeeNaiveTest is RetroactiveFeeAttack, OnNaive {
    function _newNaive() internal override returns (NaiveLpVault) {
        return new NaiveFeeRateVault(pool, _assetIsToken1());
    }

    function _raiseManagementFee() internal override {
        vm.prank(admin);
        NaiveFeeRateVault(address(target)).setManagementFeePpm(20_000);
    }

    function test_naive_feeChange_billsThePast() external {
        uint256 supply = target.totalSupply();
        assertEq(_aYearThenAFee(), supply / 50);
    }
}

contract RetroactiveFeeTest is RetroactiveFeeAttack, OnOurs {
    function _raiseManagementFee() internal override {
        Limits memory next = target.limits();
        next.managementFeePpm = 20_000;
        vm.prank(admin);
        target.setLimits(next);
    }

    function test_feeChange_notRetroactive() external {
        assertEq(_aYearThenAFee(), 0);
        uint256 supply = target.totalSupply();
        skipTime(365 days);
        target.accrueFees();
        assertEq(target.totalSupply() - supply, supply / 50, "from then on it is charged");
    }

    /// A gain made at no performance fee is not billed by a later one.
    function test_feeChange_notRetroactive_onGains() external {
        _invest();
        attacker.swapIn(true, 20 * TVL);
        attacker.swapTo(fairX96);
        skipTime(3600);
        uint256 supply = target.totalSupply();
        Limits memory next = target.limits();
        next.performanceFeeBps = 2000;
        vm.prank(admin);
        target.setLimits(next);
        target.accrueFees();
        assertEq(target.totalSupply(), supply);
    }
}
