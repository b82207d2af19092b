// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {NaiveLpVault} from "../naive/NaiveLpVault.sol";
import {NaiveSquareVault} from "../naive/NaiveOperators.sol";
import {Incident} from "./support/Incident.sol";
import {OnNaive} from "./support/OnNaive.sol";
import {OnOurs} from "./support/OnOurs.sol";

/// Incident 14, second part: prices at the ends of the scale, deposits and exits that round to nothing.
abstract contract ExtremeTickAttack is Incident {
    function _arrange() internal override {
        assetIsToken0 = true;
    }

    function _arrangeAt(int24 tick) internal {
        createPool(3000, 18, 18, tick);
        pool.increaseObservationCardinalityNext(8);
        attacker = _newTrader();
        _begin();
        _deposit(victim, TVL);
    }
}

contract ExtremeTickNaiveTest is ExtremeTickAttack, OnNaive {
    function _newNaive() internal override returns (NaiveLpVault) {
        return new NaiveSquareVault(pool, _assetIsToken1());
    }

    function test_naive_extremeTicks_overflow() external {
        _arrangeAt(800_000);
        vm.expectRevert();
        target.totalAssets();
    }
}

contract ExtremeTickTest is ExtremeTickAttack, OnOurs {
    function test_extremeTicks() external {
        int24[6] memory ticks = [int24(-887_272), -887_000, -500_000, 500_000, 887_000, 887_271];
        for (uint256 i; i < ticks.length; i++) {
            for (uint256 side; side < 2; side++) {
                assetIsToken0 = side == 0;
                _arrangeAt(ticks[i]);
                assertEq(target.totalAssets(), TVL);
                target.maxMint(victim);
                target.maxWithdraw(victim);
                _exitInKind(victim);
                assertApproxEqAbs(_asset().balanceOf(victim), TVL, 1e6);
            }
        }
    }

    function test_zeroShares_andZeroAssets_revert() external {
        _arrangeAt(1000);
        vm.expectRevert(abi.encodeWithSignature("ZeroShares()"));
        target.deposit(0, victim);
        vm.expectRevert(abi.encodeWithSignature("ZeroShares()"));
        target.mint(0, victim);
        vm.startPrank(victim);
        vm.expectRevert(abi.encodeWithSignature("ZeroAssets()"));
        target.redeem(1, victim, victim);
        vm.expectRevert(abi.encodeWithSignature("ZeroAssets()"));
        target.redeemInKind(1, victim, victim, 0, 0);
        vm.stopPrank();
    }
}
