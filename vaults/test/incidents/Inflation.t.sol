// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Incident} from "./support/Incident.sol";
import {OnNaive} from "./support/OnNaive.sol";
import {OnOurs} from "./support/OnOurs.sol";

/// Incident 1: shares of an almost empty vault are inflated, or come for nothing (Sonne, Hundred,
/// ResupplyFi 2025-06, Thetanuts 2026). No vault here has a seed: the offset alone has to hold.
abstract contract InflationAttack is Incident {
    function _arrange() internal override {
        _arrangeMarket();
    }

    function _donateThenRobNext() internal {
        address who = address(attacker);
        _deposit(who, 2);
        vm.prank(who);
        require(_asset().transfer(address(target), 200e18));
        _deposit(victim, 60e18);
        _exit(who);
    }

    /// Smallest mints against assets that have shrunk below the shares.
    function _mintCrumbs(uint256 crumbs) internal {
        address who = address(attacker);
        _deposit(victim, 1_000_000);
        _invest();
        skipTime(3600);
        vm.startPrank(who);
        _asset().approve(address(target), type(uint256).max);
        for (uint256 i; i < crumbs; i++) {
            target.mint(1, who);
        }
        vm.stopPrank();
    }
}

contract InflationNaiveTest is InflationAttack, OnNaive {
    function test_naive_inflation_donationRobsNextDepositor() external {
        _donateThenRobNext();
        assertEq(target.balanceOf(victim), 0, "shares rounded to nothing");
        assertGt(_gain(), 59e18);
    }

    function test_naive_inflation_smallestMintsAreFree() external {
        _mintCrumbs(200);
        assertEq(_gain(), 0, "nothing was paid");
        assertEq(target.balanceOf(address(attacker)), 200);
    }
}

contract InflationTest is InflationAttack, OnOurs {
    function test_inflation_donationRobsNobody() external {
        _donateThenRobNext();
        assertLt(_gain(), -199e18, "the gift is lost to the giver");
        assertApproxEqRel(
            target.convertToAssets(target.balanceOf(victim)), 60e18, 0.001e18, "less the entry fee"
        );
    }

    /// The pool's flash fees reach a vault through its books: here almost all liquidity is the vault's.
    function test_inflation_feeDonationRobsNobody() external {
        _openMarket(3000, START_TICK, 1e9);
        _begin();
        _deposit(address(attacker), 1e9);
        _invest();
        skipTime(3600);
        attacker.donateFees(0, 100e18);
        assertGt(target.totalAssets(), 50e18, "the fees are counted");
        _deposit(victim, 60e18);
        _exit(address(attacker));
        assertLe(_gain(), 0);
        assertApproxEqRel(target.convertToAssets(target.balanceOf(victim)), 60e18, 0.001e18);
    }

    function test_inflation_smallestMintsArePaidFor() external {
        _mintCrumbs(200);
        assertLe(_gain(), -200, "a raw unit each, at least");
        assertEq(target.convertToAssets(target.balanceOf(address(attacker))), 0);
    }
}
