// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SqrtPriceMath} from "@uniswap/v4-core/src/libraries/SqrtPriceMath.sol";
import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {Vm} from "forge-std/Vm.sol";
import {PriceEnvelope} from "../../../src/PriceEnvelope.sol";
import {RangePolicy} from "../../../src/RangePolicy.sol";
import {StrategyVault} from "../../../src/StrategyVault.sol";
import {IVaultEvents} from "../../../src/interfaces/IVaultEvents.sol";
import {Limits, PolicyParameters, Position, VaultConfig} from "../../../src/types/VaultTypes.sol";
import {TestToken} from "../../base/TestToken.sol";
import {Market} from "../../incidents/support/Market.sol";

/// The market and the vault that a keeper and a trader plunder together. Everything in it follows from a
/// seed: price, depth, fee tier, which token is the asset, parameters, forecasts and pushes.
abstract contract KeeperLab is Market {
    uint256 internal constant TVL = 1_000_000e18;
    uint256 internal constant ALL_BPS = 10_000;
    /// Beyond the widest spread that the vault can be set to.
    int256 internal constant REACH = 350;

    /// What the two of them do for one rebalance.
    struct Round {
        /// Of the market's price, before, to which the trader does not return.
        int24 honestMove;
        uint32 honestSeconds;
        /// In a block before the rebalance, and how long it lasts.
        int24 earlyPush;
        uint32 heldSeconds;
        /// In the transaction of the rebalance.
        int24 push;
        uint256 forecast;
        /// Of the trader, around the price for that transaction only, in thousandths of the market's.
        uint32 liquidityMilli;
        PolicyParameters policy;
    }

    /// What one rebalance did, by the test's own reckoning, raw units of the asset.
    struct Outcome {
        int24 referenceTick;
        int24 truthTick;
        uint256 valueBefore;
        uint256 valueAfter;
        uint256 swapped;
        /// What the trader has gained, at the price to which it returned.
        int256 gain;
    }

    PriceEnvelope internal immutable envelope = new PriceEnvelope();
    address internal immutable rangePolicy = address(new RangePolicy());
    StrategyVault internal vault;
    bool internal assetIsToken1;
    uint128 internal depth;
    address[4] internal officers = [
        makeAddr("registry"), makeAddr("guardian"), makeAddr("timelock"), makeAddr("feeRecipient")
    ];

    function setUp() public virtual {
        // So that no scenario has to deploy the factory again.
        createUninitializedPool(3000, 18, 18);
    }

    function draw(uint256 seed, uint256 topic, int256 lo, int256 hi)
        internal
        pure
        returns (int256)
    {
        return lo + int256(uint256(keccak256(abi.encode(seed, topic))) % uint256(hi - lo + 1));
    }

    function arrange(uint256 seed, Limits memory limits) internal {
        uint24[4] memory fees = [uint24(100), 500, 3000, 10_000];
        int24 tick = int24(draw(seed, 1, -100_000, 100_000));
        assetIsToken1 = draw(seed, 2, 0, 1) == 1;
        _openMarket(fees[uint256(draw(seed, 3, 0, 3))], tick, 0);
        // A position that is worth TVL at every price has a liquidity of TVL · √P / 2, or TVL / (2 · √P).
        uint256 rootX96 = sqrtPriceNow();
        depth = uint128(
            (assetIsToken1
                        ? Math.mulDiv(TVL, 1 << 96, rootX96)
                        : Math.mulDiv(TVL, rootX96, 1 << 96)) / 2 * 10
                ** uint256(draw(seed, 4, 0, 4)) / 100 + 1e9
        );
        addLiquidity(_floor(tick - MARKET_HALF_WIDTH), _floor(tick + MARKET_HALF_WIDTH), depth);
        skipTime(1 hours);
        vault = new StrategyVault(config(limits));
        _asset().mint(victim, TVL);
        vm.startPrank(victim);
        _asset().approve(address(vault), TVL);
        vault.deposit(TVL, victim);
        vm.stopPrank();
    }

    function config(Limits memory limits) private view returns (VaultConfig memory) {
        PolicyParameters memory passive;
        (passive.policyId, passive.baseHalfWidthTicks, passive.limitWidthTicks) = (2, 1200, 600);
        return VaultConfig({
            pool: address(pool),
            asset: address(_asset()),
            envelope: address(envelope),
            rangePolicy: rangePolicy,
            name: "Vault",
            symbol: "VLT",
            timelock: officers[2],
            guardian: officers[1],
            registry: officers[0],
            feeRecipient: officers[3],
            limits: limits,
            policy: passive
        });
    }

    function drawRound(uint256 seed) internal view returns (Round memory round) {
        if (draw(seed, 1, 0, 2) == 0) round.honestMove = int24(draw(seed, 2, -REACH, REACH));
        round.honestSeconds = uint32(uint256(draw(seed, 3, 12, 3600)));
        if (draw(seed, 4, 0, 1) == 0) round.earlyPush = int24(draw(seed, 5, -REACH, REACH));
        round.heldSeconds = uint32(uint256(draw(seed, 6, 12, 2400)));
        if (draw(seed, 7, 0, 3) > 0) round.push = int24(draw(seed, 8, -REACH, REACH));
        // Of every order of magnitude.
        round.forecast = uint256(keccak256(abi.encode(seed, 9))) >> uint256(draw(seed, 10, 0, 256));
        if (draw(seed, 11, 0, 1) == 0) {
            round.liquidityMilli = uint32(uint256(draw(seed, 12, 1, 100_000)));
        }
        round.policy = drawPolicy(seed);
    }

    /// Everything that `checkParameters` accepts.
    function drawPolicy(uint256 seed) internal view returns (PolicyParameters memory p) {
        p.policyId = uint8(uint256(draw(seed, 20, 1, 2)));
        p.maxHalfWidthTicks = drawWidth(seed, 21, 887_272);
        p.minHalfWidthTicks = drawWidth(seed, 22, p.maxHalfWidthTicks);
        p.widthMilliSigmas = uint16(uint256(draw(seed, 23, 100, 20_000)));
        p.horizonEpochs = uint16(uint256(draw(seed, 24, 1, 10_000)));
        p.baseHalfWidthTicks = drawWidth(seed, 25, 887_272);
        p.limitWidthTicks = drawWidth(seed, 26, 887_272);
        RangePolicy(rangePolicy).checkParameters(p);
    }

    function drawWidth(uint256 seed, uint256 topic, uint24 widest) private pure returns (uint24) {
        uint256 magnitude = 2 ** uint256(draw(seed, topic + 100, 1, 20));
        uint256 most = Math.min(widest, magnitude);
        return uint24(uint256(draw(seed, topic, 1, int256(most))));
    }

    /// Moves, pushes, rebalances and restores; reverts, all of it, when the vault refuses.
    function play(Round memory round) external returns (Outcome memory outcome) {
        int24 home = tickNow() + round.honestMove;
        swapToTick(home);
        skipTime(round.honestSeconds);
        uint160 truthX96 = sqrtPriceNow();
        outcome.truthTick = home;
        int256 purse = _profit(address(attacker), truthX96, assetIsToken1);

        if (round.earlyPush != 0) {
            attacker.swapTo(TickMath.getSqrtPriceAtTick(home + round.earlyPush));
            skipTime(round.heldSeconds);
        }
        attacker.swapTo(TickMath.getSqrtPriceAtTick(home + round.push));
        vm.prank(officers[2]);
        vault.setPolicy(round.policy);
        uint128 own = uint128(uint256(depth) * round.liquidityMilli / 1000);
        int24 lower = _floor(home - 2000);
        int24 upper = _floor(home + 2000);
        if (own > 0) attacker.mint(address(attacker), lower, upper, own);
        rebalance(round.forecast, outcome);
        if (own > 0) attacker.burn(lower, upper, own);
        attacker.swapTo(truthX96);
        outcome.gain = _profit(address(attacker), truthX96, assetIsToken1) - purse;
    }

    /// Values both states by the test's own arithmetic, at the pool's own mean.
    function rebalance(uint256 forecast, Outcome memory outcome) private {
        int24 mean = meanTick();
        outcome.valueBefore = valueAt(mean);
        vm.recordLogs();
        vm.prank(officers[0]);
        vault.rebalance(keccak256("inference"), forecast);
        bool zeroForOne;
        uint256 swapIn;
        (outcome.referenceTick, zeroForOne, swapIn) = recorded(vm.getRecordedLogs());
        assertEq(outcome.referenceTick, mean, "not the mean of 30 minutes");
        outcome.valueAfter = valueAt(mean);
        outcome.swapped = _value(
            zeroForOne ? swapIn : 0,
            zeroForOne ? 0 : swapIn,
            TickMath.getSqrtPriceAtTick(mean),
            assetIsToken1
        );
    }

    function recorded(Vm.Log[] memory logs)
        private
        view
        returns (int24 referenceTick, bool zeroForOne, uint256 swapIn)
    {
        for (uint256 i = 0; i < logs.length; ++i) {
            bool ours = logs[i].emitter == address(vault);
            if (!ours || logs[i].topics[0] != IVaultEvents.Rebalanced.selector) continue;
            (, referenceTick,,, zeroForOne, swapIn) =
                abi.decode(logs[i].data, (uint256, int24, uint256, uint256, bool, uint256));
        }
    }

    function meanTick() private view returns (int24) {
        uint32[] memory ago = new uint32[](2);
        ago[0] = 1800;
        (int56[] memory sums,) = pool.observe(ago);
        int56 change = sums[1] - sums[0];
        int56 mean = change / 1800;
        return int24(change < 0 && change % 1800 != 0 ? mean - 1 : mean);
    }

    /// Idle and fees as they are, liquidity at the price of a tick.
    function valueAt(int24 tick) internal view returns (uint256) {
        (uint256 sum0, uint256 sum1) = vault.holdings();
        uint160 spotX96 = sqrtPriceNow();
        uint160 atX96 = TickMath.getSqrtPriceAtTick(tick);
        Position[] memory held = vault.positions();
        for (uint256 i = 0; i < held.length; ++i) {
            (uint256 spot0, uint256 spot1) = principal(held[i], spotX96);
            (uint256 at0, uint256 at1) = principal(held[i], atX96);
            (sum0, sum1) = (sum0 + at0 - spot0, sum1 + at1 - spot1);
        }
        return _value(sum0, sum1, atX96, assetIsToken1);
    }

    function principal(Position memory held, uint160 atX96)
        private
        pure
        returns (uint256 amount0, uint256 amount1)
    {
        uint160 fromX96 = TickMath.getSqrtPriceAtTick(held.tickLower);
        uint160 toX96 = TickMath.getSqrtPriceAtTick(held.tickUpper);
        uint160 midX96 = atX96 < fromX96 ? fromX96 : atX96 > toX96 ? toX96 : atX96;
        amount0 = SqrtPriceMath.getAmount0Delta(midX96, toX96, held.liquidity, false);
        amount1 = SqrtPriceMath.getAmount1Delta(fromX96, midX96, held.liquidity, false);
    }

    function _asset() internal view returns (TestToken) {
        return assetIsToken1 ? token1 : token0;
    }
}
