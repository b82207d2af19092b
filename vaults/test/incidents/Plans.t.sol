// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {NaivePartialHashVault} from "../naive/NaiveOperators.sol";
import {NaiveLpVault} from "../naive/NaiveLpVault.sol";
import {Incident} from "./support/Incident.sol";
import {OnNaive} from "./support/OnNaive.sol";
import {OnOurs} from "./support/OnOurs.sol";

/// Incident 15: Giddy, April 2026. What was authorised was a part of what was executed.
abstract contract PlanAttack is Incident {
    function _arrange() internal override {
        _arrangeMarket();
        _deposit(victim, TVL);
    }
}

contract PlanNaiveTest is PlanAttack, OnNaive {
    function _newNaive() internal override returns (NaiveLpVault) {
        return new NaivePartialHashVault(pool, _assetIsToken1());
    }

    function test_naive_flippedFields_areExecuted() external {
        NaivePartialHashVault.SwapPlan memory plan =
            NaivePartialHashVault.SwapPlan(address(_asset()), makeAddr("aggregator"), 1e18, "swap");
        vm.prank(admin);
        NaivePartialHashVault(address(target)).approvePlan(plan);
        (plan.aggregator, plan.amount) = (address(attacker), TVL);
        vm.prank(address(attacker));
        NaivePartialHashVault(address(target)).executePlan(plan);
        assertEq(_gain(), int256(TVL));
    }
}

/// A rebalance has no plan that somebody could have signed a part of. That the registry reveals every
/// field of what a keeper committed to, or refuses, is `RevealFields.t.sol` of `vaults/test/inference`.
contract PlanTest is PlanAttack, OnOurs {
    function testFuzz_onlyTheRegistryRebalances(address caller, bytes32 id, uint256 variance)
        external
    {
        vm.assume(caller != registry);
        vm.expectRevert(abi.encodeWithSelector(IVaultErrors.NotRegistry.selector, caller));
        vm.prank(caller);
        target.rebalance(id, variance);
    }

    /// Bytes after the two arguments change nothing: there is no field that they could be.
    function testFuzz_nothingButTheForecast_isRead(bytes calldata extra, bytes32 id) external {
        bytes memory call = abi.encodeCall(target.rebalance, (id, 600));
        addLiquidity(_floor(-60_000), _floor(60_000), 100 * MARKET_LIQUIDITY);
        skipTime(60);
        uint256 state = vm.snapshotState();
        bytes32 plain = _positionsAfter(call);
        vm.revertToState(state);
        assertEq(_positionsAfter(bytes.concat(call, extra)), plain);
        assertEq(_gain(), 0);
    }

    function _positionsAfter(bytes memory call) private returns (bytes32) {
        vm.prank(registry);
        (bool ok,) = address(target).call(call);
        assertTrue(ok);
        (uint256 idle0, uint256 idle1) = target.idle();
        return keccak256(abi.encode(target.positions(), idle0, idle1));
    }
}
