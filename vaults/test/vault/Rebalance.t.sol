// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {Limits, Position} from "../../src/types/VaultTypes.sol";
import {ExpectedPlan} from "./base/ExpectedPlan.sol";

/// With the policies that vaults have.
contract RebalanceTest is ExpectedPlan {
    function setUp() public {
        createVault();
        arrange(Situation.AllIdle);
    }

    function rebalances() private view returns (bytes memory) {
        return abi.encodeCall(vault.rebalance, (keccak256("inference"), VARIANCE_X32));
    }

    function assertBooked() private view {
        (uint256 idle0, uint256 idle1) = vault.idle();
        assertEq(token0.balanceOf(address(vault)), idle0, "booked to the wei");
        assertEq(token1.balanceOf(address(vault)), idle1, "booked to the wei");
    }

    // Passive

    /// All in one token: the base stays out, the limit order offers everything but the buffer.
    function test_passive_first_placesALimitOrder() public {
        rebalanceAsExpected();
        assertEq(vault.positions().length, 1);
        assertBooked();
    }

    function test_passive_withBothTokens_placesBaseAndLimit() public {
        placeHalf();
        tradeBothWays();
        rebalanceAsExpected();
        assertEq(vault.positions().length, 2);
        assertBooked();
    }

    /// Nothing has moved: the same ranges again, and only fees and rounding to tell.
    function test_passive_unchangedRanges_loseNothingButRounding() public {
        placeHalf();
        Position[] memory before = vault.positions();
        Report memory report = rebalanceAsExpected();
        Position[] memory afterwards = vault.positions();
        for (uint256 i = 0; i < before.length; i++) {
            assertEq(afterwards[i].tickLower, before[i].tickLower);
            assertEq(afterwards[i].tickUpper, before[i].tickUpper);
        }
        assertApproxEqAbs(report.valueAfter, report.valueBefore, 4);
    }

    function test_passive_inTheOtherOrientation() public {
        createVault(500, 6, 18, false);
        arrange(Situation.HalfPlacedTraded);
        rebalanceAsExpected();
        assertEq(vault.positions().length, 2);
        assertBooked();
    }

    /// Uncollected fees are in the value before and idle or placed afterwards.
    function test_feesAreCollectedAndCredited() public {
        placeHalf();
        tradeBothWays();
        (uint256 fee0, uint256 fee1) = (expectedAppraisal().fee0, expectedAppraisal().fee1);
        assertGt(fee0, 1e15);
        assertGt(fee1, 1_000);
        Report memory report = rebalanceAsExpected();
        assertEq(expectedAppraisal().fee0 + expectedAppraisal().fee1, 0);
        // What is placed at one price is worth a trace less at another than the same tokens were.
        assertApproxEqAbs(report.valueAfter, report.valueBefore, 100);
    }

    /// Liquidity that somebody minted into the vault's record counts for nothing until it is closed.
    function test_givenLiquidity_isCreditedWhenClosed() public {
        placeHalf();
        Position memory base = vault.positions()[0];
        uint256 assets = vault.totalAssets();
        actor.mintFor(pool, address(vault), base.tickLower, base.tickUpper, base.liquidity);
        assertEq(vault.totalAssets(), assets, "not before");
        (uint256 valueBefore, uint256 valueAfter) = rebalance();
        assertEq(valueBefore, assets);
        assertGt(valueAfter, valueBefore * 102 / 100);
        Position[] memory held = vault.positions();
        for (uint256 i = 0; i < held.length; i++) {
            assertEq(recorded(held[i]), held[i].liquidity, "all of it booked");
        }
        assertBooked();
    }

    function test_ofAnEmptyVault_placesNothing() public {
        vault = newVault(defaultConfig());
        (uint256 valueBefore, uint256 valueAfter) = rebalance();
        assertEq(valueBefore + valueAfter, 0);
        assertEq(vault.positions().length, 0);
    }

    // Band

    function bandVault() private {
        setPolicy(band());
        skipTime(1 hours);
    }

    function test_band_first_buysTheOtherToken() public {
        bandVault();
        Report memory report = rebalanceAsExpected();
        assertFalse(report.zeroForOne, "sells the asset, token1");
        assertGt(report.swapIn, 40_000 * whole);
        assertEq(vault.positions().length, 1);
        assertApproxEqRel(idleAsset(), 5_000 * whole, 0.01e18, "a twentieth stays idle");
        assertBooked();
    }

    function test_band_afterAFall_sellsTheOtherToken() public {
        bandVault();
        rebalance();
        moveBy(-900);
        skipTime(2 hours);
        Report memory report = rebalanceAsExpected();
        assertTrue(report.zeroForOne);
        assertGt(report.swapIn, 0);
        assertBooked();
    }

    function test_band_afterARise_buysMore() public {
        bandVault();
        rebalance();
        moveBy(900);
        skipTime(2 hours);
        assertFalse(rebalanceAsExpected().zeroForOne);
        assertBooked();
    }

    function test_band_inTheOtherOrientation() public {
        createVault(500, 6, 18, false);
        arrange(Situation.AllIdle);
        bandVault();
        assertTrue(rebalanceAsExpected().zeroForOne, "sells the asset, token0");
        moveBy(900);
        skipTime(2 hours);
        assertFalse(rebalanceAsExpected().zeroForOne);
        assertBooked();
    }

    /// In a pool so thin that the whole swap would leave the prices too far apart, it ends where they
    /// are one tick closer than allowed.
    function test_band_swapEndsAtThePriceLimit() public {
        bandVault();
        Limits memory limits = vault.limits();
        limits.maxLossBps = 100;
        setLimits(limits);
        actor.burn(pool, -887_220, 887_220, 9_000_000 * 1e12);
        int24 lowest = expectedAppraisal().prices.lowestTick;
        Report memory report = rebalanceAsExpected();
        assertGt(report.swapIn, 0);
        assertEq(sqrtPriceNow(), envelope.sqrtPriceAtTick(lowest + 99));
    }

    // When

    function test_theFirstNeedsNoCooldown_theSecondDoes() public {
        rebalance();
        uint256 at = block.timestamp;
        skipTime(1 hours - 1);
        refused(
            registry,
            rebalances(),
            abi.encodeWithSelector(IVaultErrors.CooldownRunning.selector, at + 1 hours)
        );
        skipTime(1);
        rebalance();
    }

    function test_atExactlyTheWidestSpread() public {
        skipTime(1 hours);
        moveBy(100);
        skipTime(12);
        assertEq(expectedAppraisal().prices.spreadTicks, 100);
        rebalanceAsExpected();
    }

    function test_oneTickBeyondTheWidestSpread_PriceUnsettled() public {
        skipTime(1 hours);
        moveBy(101);
        skipTime(12);
        refused(
            registry,
            rebalances(),
            abi.encodeWithSelector(IVaultErrors.PriceUnsettled.selector, 101, 100)
        );
    }

    // By whom

    function test_byAnyoneElse_NotRegistry() public {
        address[4] memory callers = [alice, guardian, timelock, feeRecipient];
        for (uint256 i = 0; i < 4; i++) {
            refused(
                callers[i],
                rebalances(),
                abi.encodeWithSelector(IVaultErrors.NotRegistry.selector, callers[i])
            );
        }
    }

    function test_whenRevoked_NotRegistry() public {
        vm.prank(guardian);
        vault.setRegistry(address(0));
        refused(
            registry,
            rebalances(),
            abi.encodeWithSelector(IVaultErrors.NotRegistry.selector, registry)
        );
    }
}
