// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {PriceReading} from "../../../src/interfaces/IPriceEnvelope.sol";
import {IVaultErrors} from "../../../src/interfaces/IVaultErrors.sol";
import {PositionMath} from "../../../src/libraries/PositionMath.sol";
import {Limits, PolicyParameters, Position} from "../../../src/types/VaultTypes.sol";
import {TestToken} from "../../base/TestToken.sol";
import {Situation, World} from "../../invariants/base/World.sol";
import {WorldBuilder} from "../../invariants/base/WorldBuilder.sol";
import {Colluder} from "./Colluder.sol";

/// A keeper who says whatever he likes, and a trader who moves the pool before and after. What they take
/// is measured from outside: the vault's books are valued here, at prices that are chosen here.
abstract contract Collusion is WorldBuilder {
    uint256 internal constant ALL_BPS = 10_000;
    uint256 private constant Q96 = 1 << 96;

    World internal world;
    Colluder internal colluder;

    /// What a rebalance did to the vault at the two prices that bound its loss, raw units of the asset.
    struct Outcome {
        bool done;
        int24 meanTick;
        int24 startTick;
        uint256 meanBefore;
        uint256 meanAfter;
        uint256 startBefore;
        uint256 startAfter;
    }

    function arrange() internal {
        world = build(Situation(500, 18, 18, 0, true, 300, false));
        colluder = new Colluder();
    }

    function _decimals() internal pure override returns (uint256) {
        return 18;
    }

    /// Rebalances by whatever forecast; `done` is false where a guard refused, by one of these names only.
    function rebalance(uint256 varianceX32) internal returns (Outcome memory outcome) {
        PriceReading memory prices = world.envelope.read(address(pool));
        (outcome.meanTick, outcome.startTick) = (prices.longTwapTick, prices.blockStartTick);
        outcome.meanBefore = valueAt(outcome.meanTick);
        outcome.startBefore = valueAt(outcome.startTick);
        vm.prank(world.registry);
        try world.vault.rebalance(bytes32(0), varianceX32) {
            outcome.done = true;
        } catch (bytes memory reason) {
            bytes4 name = bytes4(reason);
            assertTrue(
                name == IVaultErrors.PriceUnsettled.selector
                    || name == IVaultErrors.CooldownRunning.selector
                    || name == IVaultErrors.SwapOutBelowMinimum.selector
                    || name == IVaultErrors.LossExceeded.selector,
                "refused for an unexpected reason"
            );
        }
        outcome.meanAfter = valueAt(outcome.meanTick);
        outcome.startAfter = valueAt(outcome.startTick);
    }

    /// At both prices no more is lost than the limit; a raw unit or two for flooring.
    function checkLoss(Outcome memory outcome, uint256 maxLossBps) internal pure {
        uint256 kept = ALL_BPS - maxLossBps;
        assertGe(
            (outcome.meanAfter + 4) * ALL_BPS, outcome.meanBefore * kept, "lost at the mean price"
        );
        assertGe(
            (outcome.startAfter + 4) * ALL_BPS,
            outcome.startBefore * kept,
            "lost at the price that the block began with"
        );
    }

    /// The vault's books at the price of a tick: idle, principal and what the pool owes in fees.
    function valueAt(int24 tick) internal view returns (uint256) {
        uint160 rootX96 = TickMath.getSqrtPriceAtTick(tick);
        (uint256 amount0, uint256 amount1) = world.vault.holdings();
        Position[] memory held = world.vault.positions();
        for (uint256 i = 0; i < held.length; ++i) {
            (uint256 here0, uint256 here1) = amountsOf(held[i], sqrtPriceNow());
            (uint256 there0, uint256 there1) = amountsOf(held[i], rootX96);
            amount0 = amount0 - here0 + there0;
            amount1 = amount1 - here1 + there1;
        }
        return amount1 + inAsset(amount0, rootX96);
    }

    function amountsOf(Position memory position, uint160 rootX96)
        private
        pure
        returns (uint256, uint256)
    {
        return PositionMath.amountsDown(
            rootX96, position.tickLower, position.tickUpper, position.liquidity
        );
    }

    /// The asset is token1.
    function inAsset(uint256 amount0, uint160 rootX96) internal pure returns (uint256) {
        return Math.mulDiv(Math.mulDiv(amount0, rootX96, Q96), rootX96, Q96);
    }

    /// What the colluder's trades have brought, in the asset.
    function profitAt(uint160 rootX96) internal view returns (int256) {
        int256 gained0 = colluder.gained0();
        int256 value0 = int256(inAsset(gained0 < 0 ? uint256(-gained0) : uint256(gained0), rootX96));
        return colluder.gained1() + (gained0 < 0 ? -value0 : value0);
    }

    function push(int256 ticks) internal {
        int24 target = int24(int256(tickNow()) + ticks);
        colluder.pushTo(pool, TickMath.getSqrtPriceAtTick(target));
    }

    function deposit(uint256 wholeAssets) internal {
        TestToken(world.vault.asset()).mint(world.holders[1], wholeAssets * 1e18);
        vm.prank(world.holders[1]);
        world.vault.deposit(wholeAssets * 1e18, world.holders[1]);
    }

    function setPolicy(PolicyParameters memory policy) internal {
        vm.prank(world.timelock);
        world.vault.setPolicy(policy);
    }

    function setLimits(Limits memory limits) internal {
        vm.prank(world.timelock);
        world.vault.setLimits(limits);
    }

    /// Any that passes `checkParameters` and whose ranges are not wider than the pool's prices.
    function anyPolicy(uint256 seed) internal pure returns (PolicyParameters memory policy) {
        uint256 widest = widthFrom(draw(seed, 1));
        if (seed % 2 == 0) {
            policy.policyId = 1;
            policy.maxHalfWidthTicks = uint24(widest);
            policy.minHalfWidthTicks = uint24(bound(draw(seed, 2), 1, widest));
            policy.widthMilliSigmas = uint16(bound(draw(seed, 3), 100, 20_000));
            policy.horizonEpochs = uint16(bound(draw(seed, 4), 1, 10_000));
        } else {
            policy.policyId = 2;
            policy.baseHalfWidthTicks = uint24(widest);
            policy.limitWidthTicks = uint24(widthFrom(draw(seed, 2)));
        }
    }

    /// Every order of magnitude is as likely.
    function widthFrom(uint256 seed) private pure returns (uint256) {
        return bound(seed >> 8, 1, 10 ** (1 + seed % 5));
    }

    function draw(uint256 seed, uint256 index) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, index)));
    }
}
