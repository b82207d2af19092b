// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {NaiveCallVault} from "../naive/NaiveOperators.sol";
import {NaiveLpVault} from "../naive/NaiveLpVault.sol";
import {Incident} from "./support/Incident.sol";
import {OnNaive} from "./support/OnNaive.sol";
import {OnOurs} from "./support/OnOurs.sol";

/// Incident 16: AaveRebalancer, April 2026. The keeper says what is called, and with what.
abstract contract ArbitraryCallAttack is Incident {
    function _arrange() internal override {
        _arrangeMarket();
        _deposit(victim, TVL);
    }
}

contract ArbitraryCallNaiveTest is ArbitraryCallAttack, OnNaive {
    function _newNaive() internal override returns (NaiveLpVault) {
        return new NaiveCallVault(pool, _assetIsToken1());
    }

    function test_naive_keeperCallsTheToken() external {
        bytes memory data = abi.encodeCall(IERC20.transfer, (address(attacker), TVL));
        vm.prank(admin);
        NaiveCallVault(address(target)).rebalance(address(_asset()), data);
        assertEq(_gain(), int256(TVL));
    }
}

contract ArbitraryCallTest is ArbitraryCallAttack, OnOurs {
    function test_keeperCannotNameATarget() external {
        bytes memory data = abi.encodeCall(IERC20.transfer, (address(attacker), TVL));
        assertFalse(
            _callAs(registry, abi.encodeCall(NaiveCallVault.rebalance, (address(_asset()), data)))
        );
        assertEq(_gain(), 0);
    }
}
