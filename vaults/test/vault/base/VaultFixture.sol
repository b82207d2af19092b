// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {PriceEnvelope} from "../../../src/PriceEnvelope.sol";
import {RangePolicy} from "../../../src/RangePolicy.sol";
import {StrategyVault} from "../../../src/StrategyVault.sol";
import {Limits, PolicyParameters, VaultConfig} from "../../../src/types/VaultTypes.sol";
import {RealPool} from "../../base/RealPool.sol";
import {TestToken} from "../../base/TestToken.sol";

/// The real vault on a real pool with history, and what it takes to bring it into each situation.
///
/// Call {createVault} in `setUp`, then {arrange}. One whole token of each side is worth one of the
/// other, within a tick, whatever their decimals.
abstract contract VaultFixture is RealPool {
    enum Situation {
        /// Three holders, everything idle.
        AllIdle,
        /// Half of it in a base range and a limit order, no price has moved for an hour.
        HalfPlacedCalm,
        /// As before, then trades to both sides: fees uncollected, the four prices apart.
        HalfPlacedTraded
    }

    /// Ticks per factor of ten.
    int24 private constant TICKS_PER_DECIMAL = 23_027;
    uint256 private constant POOL_WHOLE = 10_000_000;

    PriceEnvelope internal envelope;
    address internal rangePolicy;
    StrategyVault internal vault;
    TestToken internal asset;
    TestToken internal other;
    /// One whole token of the asset in raw units; 1 when it has no decimals.
    uint256 internal whole;

    address internal timelock = makeAddr("timelock");
    address internal guardian = makeAddr("guardian");
    address internal registry = makeAddr("registry");
    address internal feeRecipient = makeAddr("feeRecipient");
    address internal alice = makeAddr("alice");
    address internal bob = makeAddr("bob");
    address internal carol = makeAddr("carol");

    // Creation

    /// 0.3 % pool of an 18 and a 6 decimals token, the asset the latter.
    function createVault() internal {
        createVault(3000, 18, 6, true);
    }

    /// @param fee 100, 500, 3000 or 10000
    function createVault(uint24 fee, uint8 decimals0, uint8 decimals1, bool assetIsToken1)
        internal
    {
        createMarket(fee, decimals0, decimals1, assetIsToken1);
        vault = newVault(defaultConfig());
    }

    /// Everything but the vault: a deep pool with 31 minutes of history.
    function createMarket(uint24 fee, uint8 decimals0, uint8 decimals1, bool assetIsToken1)
        internal
    {
        int24 tick =
            (int24(uint24(decimals1)) - int24(uint24(decimals0))) * TICKS_PER_DECIMAL;
        createPool(fee, decimals0, decimals1, tick);
        addFullRange(uint128(POOL_WHOLE * 10 ** ((uint256(decimals0) + decimals1) / 2)));
        growHistory(1860);
        chooseAsset(assetIsToken1);
        envelope = new PriceEnvelope();
        rangePolicy = address(new RangePolicy());
    }

    function chooseAsset(bool assetIsToken1) internal {
        (asset, other) = assetIsToken1 ? (token1, token0) : (token0, token1);
        whole = 10 ** asset.decimals();
    }

    function newVault(VaultConfig memory config) internal returns (StrategyVault) {
        return new StrategyVault(config);
    }

    function defaultConfig() internal view returns (VaultConfig memory) {
        return VaultConfig({
            pool: address(pool),
            asset: address(asset),
            envelope: address(envelope),
            rangePolicy: rangePolicy,
            name: "Tickwise vault",
            symbol: "tw",
            timelock: timelock,
            guardian: guardian,
            registry: registry,
            feeRecipient: feeRecipient,
            limits: defaultLimits(),
            policy: passive()
        });
    }

    function defaultLimits() internal view returns (Limits memory) {
        return Limits({
            maxDeviationTicks: 100,
            maxLossBps: 50,
            dailyTurnoverBps: 10_000,
            idleTargetBps: 500,
            entryFeeBps: 5,
            performanceFeeBps: 1_000,
            managementFeePpm: 10_000,
            cooldownSeconds: 1 hours,
            depositCap: uint112(POOL_WHOLE * whole)
        });
    }

    function passive() internal pure returns (PolicyParameters memory parameters) {
        parameters.policyId = 2;
        parameters.baseHalfWidthTicks = 1_200;
        parameters.limitWidthTicks = 600;
    }

    /// Half-width 1,200 ticks at {rebalance}'s forecast.
    function band() internal pure returns (PolicyParameters memory parameters) {
        parameters.policyId = 1;
        parameters.minHalfWidthTicks = 100;
        parameters.maxHalfWidthTicks = 20_000;
        parameters.widthMilliSigmas = 2_000;
        parameters.horizonEpochs = 9;
    }

    // Situations

    /// Three deposits, then the situation. Half of the value stays idle when placed.
    function arrange(Situation situation) internal {
        deposit(alice, 60_000 * whole);
        deposit(bob, 30_000 * whole);
        deposit(carol, 10_000 * whole);
        if (situation == Situation.AllIdle) return;
        placeHalf();
        if (situation == Situation.HalfPlacedTraded) tradeBothWays();
    }

    /// Half idle, half in a base range and a limit order of both tokens.
    function placeHalf() internal {
        Limits memory limits = vault.limits();
        limits.idleTargetBps = 5_000;
        vm.prank(timelock);
        vault.setLimits(limits);
        rebalance();
        // Half-way through the limit order, so that a part of it becomes the other token.
        moveBy(vault.assetIsToken1() ? -450 : int24(450));
        skipTime(1 hours);
        rebalance();
        skipTime(1 hours);
        assertEq(vault.positions().length, 2, "base and limit");
    }

    /// Fees of both tokens for the vault's positions; ends 30 ticks from where it began, one block ago.
    function tradeBothWays() internal {
        moveBy(60);
        skipTime(12);
        moveBy(-110);
        skipTime(12);
        moveBy(80);
        skipTime(12);
    }

    /// Trades until the pool's tick is this many ticks further.
    function moveBy(int24 ticks) internal {
        swapToTick(tickNow() + ticks);
    }

    // Calls

    function give(address holder, uint256 assets) internal {
        asset.mint(holder, assets);
        vm.prank(holder);
        asset.approve(address(vault), type(uint256).max);
    }

    function deposit(address holder, uint256 assets) internal returns (uint256 shares) {
        give(holder, assets);
        vm.prank(holder);
        return vault.deposit(assets, holder);
    }

    function redeem(address holder, uint256 shares) internal returns (uint256 assets) {
        vm.prank(holder);
        return vault.redeem(shares, holder, holder);
    }

    /// With a forecast of 200 ticks per epoch, which has no meaning for a passive vault.
    function rebalance() internal returns (uint256 valueBefore, uint256 valueAfter) {
        vm.prank(registry);
        (valueBefore, valueAfter,,) = vault.rebalance(keccak256("inference"), 200 ** 2 << 32);
    }

    function setLimits(Limits memory limits) internal {
        vm.prank(timelock);
        vault.setLimits(limits);
    }

    function setPolicy(PolicyParameters memory parameters) internal {
        vm.prank(timelock);
        vault.setPolicy(parameters);
    }

    function noFees() internal {
        Limits memory limits = vault.limits();
        (limits.entryFeeBps, limits.performanceFeeBps, limits.managementFeePpm) = (0, 0, 0);
        setLimits(limits);
    }

    /// As many trades within minutes as the pool's oracle has slots for: it no longer reaches back 30
    /// minutes. The price is the same afterwards. An hour revives it.
    function killOracle() internal {
        uint160 homeX96 = sqrtPriceNow();
        int24 home = tickNow();
        (,,, uint16 cardinality,,,) = pool.slot0();
        for (uint256 i = 0; i < (cardinality / 2 + 1) * 2; i++) {
            skipTime(12);
            if (i % 2 == 0) swapToTick(home + 1);
            else swapToSqrtPrice(homeX96);
        }
        skipTime(12);
        assertFalse(envelope.read(address(pool)).complete, "the oracle is dead");
    }

    // What must not change when a call is refused

    /// Everything that the vault and `holder` have, hashed.
    function everythingOf(address holder) internal view returns (bytes32) {
        (uint256 idle0, uint256 idle1) = vault.idle();
        (uint256 filled, uint256 paid) = vault.queueTotals();
        return keccak256(
            abi.encode(
                [idle0, idle1, filled, paid, vault.totalSupply(), vault.balanceOf(holder)],
                [token0.balanceOf(address(vault)), token1.balanceOf(address(vault))],
                [token0.balanceOf(holder), token1.balanceOf(holder)],
                [vault.highWaterMarkX96(), vault.lastRebalanceAt(), vault.nonces(holder)],
                vault.positions(),
                vault.limits()
            )
        );
    }

    /// `caller` calls the vault and is refused with exactly this error, having lost nothing.
    function refused(address caller, bytes memory call, bytes memory reason) internal {
        bytes32 before = everythingOf(caller);
        vm.prank(caller);
        (bool accepted, bytes memory answer) = address(vault).call(call);
        assertFalse(accepted, "should have been refused");
        assertEq(answer, reason, "reason");
        assertEq(everythingOf(caller), before, "nothing changed");
    }
}
