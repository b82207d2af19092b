// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {NaiveRedeployVault} from "../naive/NaiveOperators.sol";
import {NaiveLpVault} from "../naive/NaiveLpVault.sol";
import {Vm} from "forge-std/Vm.sol";
import {Incident} from "./support/Incident.sol";
import {OnNaive} from "./support/OnNaive.sol";
import {OnOurs} from "./support/OnOurs.sol";

/// Incident 13: Beefy audit H-01, 2024. Some admin paths put liquidity back at whatever the price was.
abstract contract LiquidityPathAttack is Incident {
    function _arrange() internal override {
        _arrangeMarket();
        _depositAndInvest();
    }

    /// Everything that somebody with a role can call. What a target lacks or refuses has no effect.
    function _everyPath() internal virtual;

    /// The price is pushed before and let go after: a position that was placed in between is at the wrong
    /// price, and pays for the way back.
    function _sandwichEveryPath() internal {
        attacker.swapTo(TickMath.getSqrtPriceAtTick(tickNow() + 3000));
        _everyPath();
        attacker.swapTo(fairX96);
    }
}

contract LiquidityPathNaiveTest is LiquidityPathAttack, OnNaive {
    function _newNaive() internal override returns (NaiveLpVault) {
        return new NaiveRedeployVault(pool, _assetIsToken1());
    }

    function _everyPath() internal override {
        _callAs(admin, abi.encodeCall(NaiveRedeployVault.setPositionWidth, (600)));
        _callAs(admin, abi.encodeCall(NaiveRedeployVault.pause, ()));
        _callAs(admin, abi.encodeCall(NaiveRedeployVault.unpause, ()));
    }

    function test_naive_adminPaths_areSandwiched() external {
        _sandwichEveryPath();
        assertGt(_gain(), int256(TVL / 50));
    }
}

contract LiquidityPathTest is LiquidityPathAttack, OnOurs {
    function _everyPath() internal override {
        bytes32 before = keccak256(abi.encode(target.positions()));
        vm.recordLogs();
        assertTrue(_callAs(admin, abi.encodeCall(target.pause, ())));
        assertTrue(_callAs(admin, abi.encodeCall(target.unpause, ())));
        assertTrue(_callAs(admin, abi.encodeCall(target.setLimits, (target.limits()))));
        assertTrue(_callAs(admin, abi.encodeCall(target.setPolicy, (target.policyParameters()))));
        assertTrue(_callAs(admin, abi.encodeCall(target.setRegistry, (registry))));
        assertTrue(_callAs(admin, abi.encodeCall(target.setGuardian, (admin))));
        assertTrue(_callAs(admin, abi.encodeCall(target.setFeeRecipient, (admin))));
        assertTrue(_callAs(admin, abi.encodeCall(target.accrueFees, ())));
        assertTrue(_callAs(admin, abi.encodeCall(target.recogniseShortfall, ())));
        _expectUntouched(before);
        _rebalanceRefuses();
    }

    /// The one path that places liquidity refuses.
    function _rebalanceRefuses() private {
        (, bytes memory why) = _callRegistry();
        assertEq(bytes4(why), IVaultErrors.PriceUnsettled.selector);
    }

    function _callRegistry() private returns (bool ok, bytes memory why) {
        vm.prank(registry);
        (ok, why) = address(target).call(abi.encodeCall(target.rebalance, (bytes32(0), 600)));
    }

    function _expectUntouched(bytes32 before) private {
        assertEq(keccak256(abi.encode(target.positions())), before);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; i++) {
            assertTrue(logs[i].emitter != address(pool), "touched the pool");
        }
    }

    function test_everyLiquidityPath_checksEnvelope() external {
        _sandwichEveryPath();
        assertLe(_gain(), 0);
    }
}
