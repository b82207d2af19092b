// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {PriceEnvelope} from "../../../src/PriceEnvelope.sol";
import {RangePolicy} from "../../../src/RangePolicy.sol";
import {RedemptionQueue} from "../../../src/RedemptionQueue.sol";
import {StrategyVault} from "../../../src/StrategyVault.sol";
import {Limits, PolicyParameters, VaultConfig} from "../../../src/types/VaultTypes.sol";
import {RealPool} from "../../base/RealPool.sol";
import {TestToken} from "../../base/TestToken.sol";
import {Crowd} from "./Crowd.sol";
import {Situation, World} from "./World.sol";

/// A pool with history, a vault as the factory would leave it, and holders who have approved everything.
abstract contract WorldBuilder is RealPool {
    uint256 private constant HISTORY_SECONDS = 2100;
    uint256 private constant Q96 = 1 << 96;
    /// On each side of the full range that the market provides.
    uint256 internal constant MARKET_DEPTH = 1_000_000;

    function build(Situation memory situation) internal returns (World memory world) {
        createPool(situation.fee, situation.decimals0, situation.decimals1, situation.homeTick);
        Crowd crowd = new Crowd();
        actor = crowd;
        addFullRange(_depth(situation));
        growHistory(HISTORY_SECONDS);
        pool.increaseObservationCardinalityNext(situation.cardinality);

        world.pool = pool;
        world.token0 = token0;
        world.token1 = token1;
        world.crowd = crowd;
        world.envelope = new PriceEnvelope();
        world.policy = new RangePolicy();
        world.timelock = makeAddr("timelock");
        world.guardian = makeAddr("guardian");
        world.registry = makeAddr("registry");
        world.feeRecipients = [makeAddr("feeRecipient"), makeAddr("nextFeeRecipient")];
        world.holders = [makeAddr("alice"), makeAddr("bob"), makeAddr("carol")];
        world.seedOwner = 0x000000000000000000000000000000000000dEaD;
        world.homeTick = situation.homeTick;
        world.vault = new StrategyVault(_config(world, situation.assetIsToken1));
        world.queue = RedemptionQueue(world.vault.queue());
        _fund(world);
        _place(world, situation.passive);
    }

    function defaultLimits() internal view returns (Limits memory) {
        return Limits({
            maxDeviationTicks: 100,
            maxLossBps: 30,
            dailyTurnoverBps: 10_000,
            idleTargetBps: 500,
            entryFeeBps: 5,
            performanceFeeBps: 1_000,
            managementFeePpm: 10_000,
            cooldownSeconds: 3_600,
            depositCap: uint112(100 * MARKET_DEPTH * 10 ** _decimals())
        });
    }

    function _config(World memory world, bool assetIsToken1)
        private
        view
        returns (VaultConfig memory)
    {
        return VaultConfig({
            pool: address(pool),
            asset: address(assetIsToken1 ? token1 : token0),
            envelope: address(world.envelope),
            rangePolicy: address(world.policy),
            name: "Vault",
            symbol: "V",
            timelock: world.timelock,
            guardian: world.guardian,
            registry: world.registry,
            feeRecipient: world.feeRecipients[0],
            limits: defaultLimits(),
            policy: bandPolicy()
        });
    }

    function bandPolicy() internal pure returns (PolicyParameters memory policy) {
        policy.policyId = 1;
        policy.minHalfWidthTicks = 60;
        policy.maxHalfWidthTicks = 6_000;
        policy.widthMilliSigmas = 2_000;
        policy.horizonEpochs = 24;
    }

    /// The market's liquidity: so many whole assets on each side at the home price.
    function _depth(Situation memory situation) private view returns (uint128) {
        uint256 rootX96 = sqrtPriceNow();
        uint256 assets = MARKET_DEPTH * 10
            ** (situation.assetIsToken1 ? situation.decimals1 : situation.decimals0);
        return uint128(situation.assetIsToken1 ? assets * Q96 / rootX96 : assets * rootX96 / Q96);
    }

    /// The seed that nobody owns, and a holder whose deposit waits to be placed.
    function _fund(World memory world) private {
        uint256 one = 10 ** _decimals();
        for (uint256 i = 0; i < world.holders.length; ++i) {
            vm.startPrank(world.holders[i]);
            token0.approve(address(world.vault), type(uint256).max);
            token1.approve(address(world.vault), type(uint256).max);
            world.vault.approve(address(world.queue), type(uint256).max);
            vm.stopPrank();
        }
        TestToken asset = TestToken(world.vault.asset());
        asset.mint(world.holders[0], one / 100 + 2_000 * one);
        vm.startPrank(world.holders[0]);
        world.vault.deposit(one / 100, world.seedOwner);
        world.vault.deposit(2_000 * one, world.holders[0]);
        vm.stopPrank();
    }

    /// The first deposit is placed by the forecast; then the policy that the run begins with.
    function _place(World memory world, bool passive) private {
        vm.prank(world.registry);
        world.vault.rebalance(0, 400 << 32);
        if (!passive) return;
        PolicyParameters memory policy;
        (policy.policyId, policy.baseHalfWidthTicks, policy.limitWidthTicks) = (2, 1_200, 120);
        vm.prank(world.timelock);
        world.vault.setPolicy(policy);
    }

    /// Of the asset. A situation's two decimals differ at most in which token is the asset.
    function _decimals() internal view virtual returns (uint256);
}
