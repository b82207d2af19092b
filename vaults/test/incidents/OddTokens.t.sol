// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {Incident} from "./support/Incident.sol";
import {OnNaive} from "./support/OnNaive.sol";
import {OnOurs} from "./support/OnOurs.sol";
import {FeeToken} from "./support/Tokens.sol";

/// Incident 21: a token that keeps a fee delivers less than it says.
abstract contract FeeOnTransferAttack is Incident {
    function _arrange() internal override {
        _openMarketOf(new FeeToken(), new FeeToken(), START_TICK, 0);
        _begin();
    }

    function depositAndExit() public {
        uint256 shares = _deposit(address(attacker), TVL);
        vm.prank(address(attacker));
        target.redeem(shares, victim, address(attacker));
    }
}

contract FeeOnTransferNaiveTest is FeeOnTransferAttack, OnNaive {
    /// Who deposits is credited with what did not arrive: others pay for it.
    function test_naive_feeOnTransfer_isCredited() external {
        _deposit(victim, TVL);
        _deposit(victim, TVL);
        assertGt(target.balanceOf(victim), target.totalAssets());
    }
}

contract FeeOnTransferTest is FeeOnTransferAttack, OnOurs {
    function test_feeOnTransfer_rejected() external {
        vm.expectRevert(
            abi.encodeWithSelector(
                IVaultErrors.TokenBalanceShort.selector, address(_asset()), TVL, TVL * 99 / 100
            )
        );
        this.depositAndExit();
        assertEq(target.totalSupply(), 0);
    }
}
