// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {Limits} from "../../src/types/VaultTypes.sol";
import {NaiveLpVault} from "../naive/NaiveLpVault.sol";
import {NaiveThresholdVault} from "../naive/NaivePricing.sol";
import {Incident} from "./support/Incident.sol";
import {OnNaive} from "./support/OnNaive.sol";
import {OnOurs} from "./support/OnOurs.sol";

/// Incident 4: Gamma, January 2024. Shares at spot, behind a threshold that the owner had set so wide that
/// it let half the price through.
abstract contract GammaAttack is Incident {
    function _arrange() internal override {
        _arrangeMarket();
        _depositAndInvest();
    }

    /// Push down, deposit at the low value, let go, leave in kind.
    function replay(int24 pushTicks) public {
        attacker.swapTo(TickMath.getSqrtPriceAtTick(tickNow() - pushTicks));
        _deposit(address(attacker), 10 * TVL);
        attacker.swapTo(fairX96);
        _exitInKind(address(attacker));
    }
}

contract GammaNaiveTest is GammaAttack, OnNaive {
    function _newNaive() internal override returns (NaiveLpVault naive) {
        naive = new NaiveThresholdVault(pool, _assetIsToken1());
        NaiveThresholdVault(address(naive)).setMaxDeviationTicks(20_000);
    }

    function test_naive_gammaReplay() external {
        replay(2000);
        assertGt(_gain(), int256(TVL / 100));
    }

    function test_naive_canSetDeviationToAnything() external {
        vm.prank(admin);
        NaiveThresholdVault(address(target)).setMaxDeviationTicks(type(uint24).max);
        assertEq(NaiveThresholdVault(address(target)).maxDeviationTicks(), type(uint24).max);
    }
}

contract GammaTest is GammaAttack, OnOurs {
    function test_gammaReplay() external {
        vm.expectRevert(abi.encodeWithSelector(IVaultErrors.PriceUnsettled.selector, 2000, 300));
        this.replay(2000);
        assertEq(target.balanceOf(address(attacker)), 0);
    }

    /// Within what even the widest setting lets through, the push costs more than it gains.
    function testFuzz_gammaReplay_withinTheCeiling(uint256 pushTicks) external {
        replay(int24(int256(bound(pushTicks, 1, 298))));
        assertLe(_gain(), 0);
    }

    function test_cannotSetDeviationAboveCap() external {
        Limits memory wide = target.limits();
        wide.maxDeviationTicks = 301;
        vm.expectRevert(
            abi.encodeWithSelector(
                IVaultErrors.LimitAboveCeiling.selector, "maxDeviationTicks", 301, 300
            )
        );
        vm.prank(admin);
        target.setLimits(wide);
    }
}
