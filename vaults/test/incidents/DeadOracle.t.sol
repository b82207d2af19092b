// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {NaiveLpVault} from "../naive/NaiveLpVault.sol";
import {NaiveFallbackVault, NaiveTwapVault} from "../naive/NaivePricing.sol";
import {Incident} from "./support/Incident.sol";
import {OnNaive} from "./support/OnNaive.sol";
import {OnOurs} from "./support/OnOurs.sol";

/// Incident 7: a price that cannot be read was taken for nothing, and the shares were cheap
/// (SingularityDynaVault, 2026-04). Here the attacker kills the oracle: the pool remembers 8 trades, so
/// 8 dust trades in 8 blocks erase half an hour.
abstract contract DeadOracleAttack is Incident {
    function _arrange() internal override {
        createPool(3000, 18, 18, START_TICK);
        pool.increaseObservationCardinalityNext(8);
        attacker = _newTrader();
        addLiquidity(_floor(-60_000), _floor(60_000), MARKET_LIQUIDITY);
        for (uint256 i; i < 10; i++) {
            skipTime(600);
            swapToTick(START_TICK + int24(int256(i % 2)));
        }
        _begin();
        _deposit(victim, TVL);
        _invest();
        skipTime(3600);
        _deposit(victim, TVL / 100);
        fairX96 = sqrtPriceNow();
    }

    function eraseHistory() internal {
        for (uint256 i; i < 10; i++) {
            skipTime(BLOCK_SECONDS);
            swapToTick(START_TICK + int24(int256(i % 2)) * 2);
        }
        skipTime(BLOCK_SECONDS);
        fairX96 = sqrtPriceNow();
    }

    function depositAndExit() public {
        _deposit(address(attacker), 10 * TVL);
        _exitInKind(address(attacker));
    }
}

contract DeadOracleNaiveTest is DeadOracleAttack, OnNaive {
    function _newNaive() internal override returns (NaiveLpVault) {
        return new NaiveTwapVault(pool, _assetIsToken1());
    }

    function test_naive_oracleDown_countsIdleOnly() external {
        uint256 before = target.totalAssets();
        eraseHistory();
        assertLt(target.totalAssets(), before / 2);
        depositAndExit();
        assertGt(_gain(), int256(TVL / 2));
    }
}

contract DeadOracleTest is DeadOracleAttack, OnOurs {
    function test_oracleDown_closesEntries_notExits() external {
        uint256 before = target.totalAssets();
        eraseHistory();
        assertApproxEqRel(target.totalAssets(), before, 0.001e18, "at the last price known");
        assertEq(target.maxDeposit(victim), 0);
        assertEq(target.maxMint(victim), 0);
        assertEq(target.maxWithdraw(victim), 0);
        assertEq(target.maxRedeem(victim), 0);

        vm.expectRevert(IVaultErrors.PriceHistoryMissing.selector);
        this.depositAndExit();

        _exitInKind(victim);
        assertEq(target.balanceOf(victim), 0);
        assertGt(token0.balanceOf(victim), TVL / 4);
        assertGt(token1.balanceOf(victim), TVL / 4);
    }

    function test_oracleDown_redeemToAssetWorks() external {
        eraseHistory();
        uint256 shares = target.balanceOf(victim);
        vm.prank(victim);
        uint256 assets = target.redeemToAsset(shares, victim, victim, TVL * 9 / 10, block.timestamp);
        assertEq(_asset().balanceOf(victim), assets);
    }
}

/// Incident 25: a pool without history. A vault that makes do with spot until there is a mean can be
/// robbed on its first day.
abstract contract NewPoolAttack is Incident {
    function _arrange() internal override {
        createPool(3000, 18, 18, START_TICK);
        attacker = _newTrader();
        addLiquidity(_floor(-60_000), _floor(60_000), MARKET_LIQUIDITY);
        fairX96 = sqrtPriceNow();
        target = _deployTarget();
    }
}

contract NewPoolNaiveTest is NewPoolAttack, OnNaive {
    function _newNaive() internal override returns (NaiveLpVault) {
        return new NaiveFallbackVault(pool, _assetIsToken1());
    }

    function test_naive_newPool_isRobbedAtSpot() external {
        _deposit(victim, TVL);
        _invest();
        fairX96 = sqrtPriceNow();
        attacker.swapIn(_assetIsToken1(), 4 * TVL);
        _deposit(address(attacker), 10 * TVL);
        attacker.swapTo(fairX96);
        _exitInKind(address(attacker));
        assertGt(_gain(), int256(TVL / 100));
    }
}

contract NewPoolTest is NewPoolAttack, OnOurs {
    function test_newPool_entriesClosedUntilWindow() external {
        pool.increaseObservationCardinalityNext(8);
        assertEq(target.maxDeposit(victim), 0);
        vm.expectRevert(IVaultErrors.PriceHistoryMissing.selector);
        this.depositOf(victim);
        skipTime(1799);
        vm.expectRevert(IVaultErrors.PriceHistoryMissing.selector);
        this.depositOf(victim);
        skipTime(1);
        assertGt(target.maxDeposit(victim), 0);
        this.depositOf(victim);
        assertGt(target.balanceOf(victim), 0);
    }

    function depositOf(address who) external {
        _deposit(who, TVL);
    }
}
