// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {NaiveLpVault} from "../naive/NaiveLpVault.sol";
import {NaiveRescueVault} from "../naive/NaiveOperators.sol";
import {Incident} from "./support/Incident.sol";
import {OnNaive} from "./support/OnNaive.sol";
import {OnOurs} from "./support/OnOurs.sol";

/// What an admin can do in any order is the business of `invariant_noAdminTransfer`.
abstract contract AdminRescueAttack is Incident {
    function _arrange() internal override {
        _arrangeMarket();
        _deposit(victim, TVL);
    }

    /// The names under which such functions have been found.
    function _rescueEverything() internal {
        bytes4[6] memory names = [
            bytes4(keccak256("emergencyWithdraw(address,address,uint256)")),
            bytes4(keccak256("rescueTokens(address,address,uint256)")),
            bytes4(keccak256("sweep(address,address,uint256)")),
            bytes4(keccak256("recoverERC20(address,address,uint256)")),
            bytes4(keccak256("withdrawToken(address,address,uint256)")),
            bytes4(keccak256("skim(address,address,uint256)"))
        ];
        for (uint256 i; i < names.length; i++) {
            _callAs(admin, abi.encodeWithSelector(names[i], address(_asset()), admin, TVL));
        }
    }
}

contract AdminRescueNaiveTest is AdminRescueAttack, OnNaive {
    function _newNaive() internal override returns (NaiveLpVault) {
        return new NaiveRescueVault(pool, _assetIsToken1());
    }

    function test_naive_adminTakesWhatIsIdle() external {
        _rescueEverything();
        assertEq(_asset().balanceOf(admin), TVL);
    }
}

contract AdminRescueTest is AdminRescueAttack, OnOurs {
    function test_adminTakesNothing() external {
        _rescueEverything();
        assertEq(_asset().balanceOf(admin), 0);
        assertEq(_asset().balanceOf(address(target)), TVL);
    }
}
