// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {IPriceEnvelope, Portfolio, PriceReading} from "../interfaces/IPriceEnvelope.sol";
import {IRangePolicy, MarketState, Placeable, Plan, Range} from "../interfaces/IRangePolicy.sol";
import {IVaultErrors} from "../interfaces/IVaultErrors.sol";
import {IVaultEvents} from "../interfaces/IVaultEvents.sol";
import {Book} from "../types/Book.sol";
import {Limits, PolicyParameters, Position} from "../types/VaultTypes.sol";
import {Bookkeeping} from "./Bookkeeping.sol";
import {PoolCalls} from "./PoolCalls.sol";

/// What a rebalance works with; fixed before anything moves.
struct RebalanceOrder {
    address pool;
    address envelope;
    address rangePolicy;
    bool assetIsToken1;
    int24 tickSpacing;
    uint24 poolFee;
    PolicyParameters policy;
    Limits limits;
    PriceReading prices;
    uint256 varianceX32;
    /// Raw units of the asset that are to stay idle.
    uint256 idleTarget;
    /// NAV at the long TWAP.
    uint256 valueBefore;
}

/// The swap of a rebalance; zeros when there was none.
struct SwapResult {
    bool zeroForOne;
    uint256 paid;
    uint256 received;
}

/// Takes everything out of the pool, swaps as the policy says and places the policy's ranges.
///
/// Linked into the vault, whose code would not fit a contract otherwise: runs in the vault's name and
/// storage, at an address that is fixed in the vault's code.
library RebalanceLogic {
    using Bookkeeping for Book;

    uint256 private constant ALL_BPS = 10_000;
    uint256 private constant ALL_FEE = 1_000_000;

    function execute(Book storage book, RebalanceOrder memory order)
        external
        returns (SwapResult memory result)
    {
        closePositions(book, order.pool);
        Plan memory plan = makePlan(book, order);
        if (plan.swapAmountIn > 0) result = swapAsPlanned(book, plan, order);
        openPositions(book, plan.ranges, order);
        if (result.paid > 0) checkStillSettled(order);
    }

    /// Nothing but the vault's own swap can have moved a price since they were read: the pool is locked
    /// whenever it calls a token, and the tokens are called by nobody else.
    function checkStillSettled(RebalanceOrder memory order) private view {
        PriceReading memory prices = IPriceEnvelope(order.envelope).read(order.pool);
        if (!prices.complete) revert IVaultErrors.PriceHistoryMissing();
        if (prices.spreadTicks > order.limits.maxDeviationTicks) {
            revert IVaultErrors.PriceUnsettled(prices.spreadTicks, order.limits.maxDeviationTicks);
        }
    }

    /// Closes the pool's whole record, with whatever others have minted into it: that is how a gift is
    /// booked.
    function closePositions(Book storage book, address pool) private {
        Position[] memory held = book.loadPositions();
        uint256 sum0;
        uint256 sum1;
        uint256 fees0;
        uint256 fees1;
        for (uint256 i; i < held.length; ++i) {
            uint128 liquidity = PoolCalls.recordedLiquidity(pool, held[i]);
            (uint256 principal0, uint256 principal1, uint256 fee0, uint256 fee1) =
                PoolCalls.burnAndCollect(pool, held[i], liquidity);
            sum0 += principal0;
            sum1 += principal1;
            fees0 += fee0;
            fees1 += fee1;
            delete book.positions[i];
        }
        book.activity.positionCount = 0;
        book.addIdle(sum0 + fees0, sum1 + fees1);
        emit IVaultEvents.FeesCollected(fees0, fees1);
    }

    function makePlan(Book storage book, RebalanceOrder memory order)
        private
        view
        returns (Plan memory)
    {
        MarketState memory market = MarketState({
            sqrtPriceX96: order.prices.spotSqrtPriceX96,
            tick: order.prices.spotTick,
            tickSpacing: order.tickSpacing,
            liquidity: IUniswapV3Pool(order.pool).liquidity(),
            fee: order.poolFee
        });
        Placeable memory placeable = Placeable({
            amount0: book.idle.amount0,
            amount1: book.idle.amount1,
            reserve0: order.assetIsToken1 ? 0 : order.idleTarget,
            reserve1: order.assetIsToken1 ? order.idleTarget : 0
        });
        return
            IRangePolicy(order.rangePolicy).plan(order.policy, order.varianceX32, market, placeable);
    }

    function swapAsPlanned(Book storage book, Plan memory plan, RebalanceOrder memory order)
        private
        returns (SwapResult memory result)
    {
        uint160 limitX96 = priceLimit(plan.zeroForOne, order);
        // No room left before the prices would lie too far apart: go on without the swap.
        uint160 spotX96 = order.prices.spotSqrtPriceX96;
        if (plan.zeroForOne ? spotX96 <= limitX96 : spotX96 >= limitX96) return result;
        uint256 amountIn = withinTurnover(book, plan, order);
        if (amountIn == 0) return result;
        (uint256 paid, uint256 received) =
            PoolCalls.swap(order.pool, plan.zeroForOne, amountIn, limitX96);
        result = SwapResult(plan.zeroForOne, paid, received);
        checkSwapPrice(result, order);
        book.takeIdle(plan.zeroForOne ? paid : 0, plan.zeroForOne ? 0 : paid);
        book.addIdle(plan.zeroForOne ? 0 : received, plan.zeroForOne ? received : 0);
    }

    /// One tick before spot would lie too far from the three prices that a swap cannot move.
    function priceLimit(bool zeroForOne, RebalanceOrder memory order)
        private
        pure
        returns (uint160)
    {
        int256 a = order.prices.blockStartTick;
        int256 b = order.prices.shortTwapTick;
        int256 c = order.prices.longTwapTick;
        int256 room = int256(uint256(order.limits.maxDeviationTicks)) - 1;
        int256 tick = zeroForOne
            ? SignedMath.max(a, SignedMath.max(b, c)) - room
            : SignedMath.min(a, SignedMath.min(b, c)) + room;
        return IPriceEnvelope(order.envelope).sqrtPriceAtTick(tick);
    }

    /// At least what the vault's side of the envelope pays, less the pool's fee and the loss allowed.
    function checkSwapPrice(SwapResult memory result, RebalanceOrder memory order) private pure {
        uint256 atWorst = result.zeroForOne
            ? valueOf(order, result.paid, 0, true, order.prices.lowestTick)
            : valueOf(order, 0, result.paid, false, order.prices.highestTick + 1);
        uint256 minimum = Math.mulDiv(
            atWorst,
            (ALL_FEE - order.poolFee) * (ALL_BPS - order.limits.maxLossBps),
            ALL_FEE * ALL_BPS
        );
        if (result.received < minimum) {
            revert IVaultErrors.SwapOutBelowMinimum(result.received, minimum);
        }
    }

    /// As much of the planned swap as the day's allowance leaves, which is used up by it. A plan is cut
    /// rather than refused: what others request of the queue must not be able to stop a rebalance.
    function withinTurnover(Book storage book, Plan memory plan, RebalanceOrder memory order)
        private
        returns (uint256 amountIn)
    {
        uint256 dailyBps = order.limits.dailyTurnoverBps;
        uint256 availableBps = book.turnoverAvailableBps(dailyBps);
        // What was used beyond a limit that has been lowered since stays used.
        if (availableBps == 0) return 0;
        amountIn = plan.swapAmountIn;
        // The value is rounded down by less than one unit, which counts as a whole one.
        uint256 valueUp = 1
            + valueOf(
                order,
                plan.zeroForOne ? amountIn : 0,
                plan.zeroForOne ? 0 : amountIn,
                order.assetIsToken1,
                order.prices.longTwapTick
            );
        uint256 swappedBps = availableBps;
        uint256 allowance = Math.mulDiv(order.valueBefore, availableBps, ALL_BPS);
        if (valueUp > allowance) amountIn = Math.mulDiv(amountIn, allowance, valueUp);
        else swappedBps = Math.mulDiv(valueUp, ALL_BPS, order.valueBefore, Math.Rounding.Ceil);
        // What counts as used never exceeds a day's allowance, which is 16 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        book.activity.turnoverUsedBps = uint32(dailyBps - (availableBps - swappedBps));
        book.activity.turnoverAt = uint40(block.timestamp);
    }

    /// Value of bare amounts in one of the two tokens at the price of a tick.
    function valueOf(
        RebalanceOrder memory order,
        uint256 amount0,
        uint256 amount1,
        bool inToken1,
        int24 tick
    ) private pure returns (uint256) {
        return IPriceEnvelope(order.envelope)
            .valueAtTick(Portfolio(address(0), inToken1, amount0, amount1, new Position[](0)), tick);
    }

    /// Fills the ranges. What is to stay idle is not offered.
    function openPositions(Book storage book, Range[] memory ranges, RebalanceOrder memory order)
        private
    {
        uint256 reserve = Math.min(order.idleTarget, book.idleAsset(order.assetIsToken1));
        (uint160 sqrtPriceX96,,,,,,) = IUniswapV3Pool(order.pool).slot0();
        Position[] memory filled = IRangePolicy(order.rangePolicy)
            .fill(
                ranges,
                sqrtPriceX96,
                book.idle.amount0 - (order.assetIsToken1 ? 0 : reserve),
                book.idle.amount1 - (order.assetIsToken1 ? reserve : 0)
            );
        if (filled.length > book.positions.length) {
            revert IVaultErrors.TooManyRanges(filled.length);
        }
        for (uint256 i; i < filled.length; ++i) {
            checkNew(filled, i);
            (uint256 amount0, uint256 amount1) = PoolCalls.mint(order.pool, filled[i]);
            book.takeIdle(amount0, amount1);
            book.positions[i] = filled[i];
        }
        // At most four.
        // forge-lint: disable-next-line(unsafe-typecast)
        book.activity.positionCount = uint8(filled.length);
        uint256 left = book.idleAsset(order.assetIsToken1);
        if (left < reserve) revert IVaultErrors.IdleBelowTarget(left, reserve);
    }

    /// Two positions of the same range are one record in the pool, whose fees would count twice.
    function checkNew(Position[] memory filled, uint256 index) private pure {
        Position memory position = filled[index];
        for (uint256 i; i < index; ++i) {
            if (
                filled[i].tickLower == position.tickLower
                    && filled[i].tickUpper == position.tickUpper
            ) revert IVaultErrors.RangeRepeated(position.tickLower, position.tickUpper);
        }
    }
}
