// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {IRangePolicy, MarketState, Placeable, Plan, Range} from "./interfaces/IRangePolicy.sol";
import {RangeFill} from "./libraries/policy/RangeFill.sol";
import {Passive} from "./libraries/policy/Passive.sol";
import {SwapToMix} from "./libraries/policy/SwapToMix.sol";
import {TickRanges} from "./libraries/policy/TickRanges.sol";
import {VolatilityBand} from "./libraries/policy/VolatilityBand.sol";
import {PolicyParameters, Position} from "./types/VaultTypes.sol";

/// What a vault does with its holdings, as a pure function of a forecast and the state. Equal bit for bit
/// to `policyPlan` of libs/strategies, which backtests use.
///
/// 1 volatility-band: one range as wide as the forecast says, and the swap that gives what is not reserved
///   the mix of that range.
/// 2 passive: base range and limit order for what is not reserved; never a swap, no forecast.
///
/// No storage, no calls, no owner: there is nothing to change after deployment.
contract RangePolicy is IRangePolicy {
    uint8 private constant VOLATILITY_BAND = 1;
    uint8 private constant PASSIVE = 2;
    uint256 private constant MAX_WIDTH_TICKS = 887_272;
    /// The factory enables no wider one.
    int24 private constant MAX_TICK_SPACING = 16_383;

    /// @inheritdoc IRangePolicy
    function plan(
        PolicyParameters calldata parameters,
        uint256 varianceX32,
        MarketState calldata market,
        Placeable calldata placeable
    ) external pure returns (Plan memory) {
        checkParameters(parameters);
        checkInput(market, placeable);
        return parameters.policyId == VOLATILITY_BAND
            ? bandPlan(parameters, varianceX32, market, placeable)
            : passivePlan(parameters, market, placeable);
    }

    /// @inheritdoc IRangePolicy
    function fill(Range[] calldata ranges, uint160 sqrtPriceX96, uint256 amount0, uint256 amount1)
        external
        pure
        returns (Position[] memory)
    {
        return RangeFill.inOrder(ranges, sqrtPriceX96, amount0, amount1);
    }

    /// @inheritdoc IRangePolicy
    function checkParameters(PolicyParameters calldata parameters) public pure {
        if (parameters.policyId == VOLATILITY_BAND) {
            uint256 widest = parameters.maxHalfWidthTicks;
            checkParameter("maxHalfWidthTicks", widest, 1, MAX_WIDTH_TICKS);
            checkParameter("minHalfWidthTicks", parameters.minHalfWidthTicks, 1, widest);
            checkParameter("widthMilliSigmas", parameters.widthMilliSigmas, 100, 20_000);
            checkParameter("horizonEpochs", parameters.horizonEpochs, 1, 10_000);
        } else if (parameters.policyId == PASSIVE) {
            uint256 baseHalfWidth = parameters.baseHalfWidthTicks;
            checkParameter("baseHalfWidthTicks", baseHalfWidth, 1, MAX_WIDTH_TICKS);
            checkParameter("limitWidthTicks", parameters.limitWidthTicks, 1, MAX_WIDTH_TICKS);
        } else {
            revert UnknownPolicy(parameters.policyId);
        }
    }

    function bandPlan(
        PolicyParameters calldata parameters,
        uint256 varianceX32,
        MarketState calldata market,
        Placeable calldata placeable
    ) private pure returns (Plan memory result) {
        uint24 halfWidthTicks = VolatilityBand.halfWidthTicksUp(parameters, varianceX32);
        result.ranges = new Range[](1);
        result.ranges[0] = TickRanges.around(market.tick, halfWidthTicks, market.tickSpacing);
        (result.zeroForOne, result.swapAmountIn) =
            SwapToMix.solve(market, placeable, result.ranges[0]);
    }

    function passivePlan(
        PolicyParameters calldata parameters,
        MarketState calldata market,
        Placeable calldata placeable
    ) private pure returns (Plan memory result) {
        uint256 free0 = Math.saturatingSub(placeable.amount0, placeable.reserve0);
        uint256 free1 = Math.saturatingSub(placeable.amount1, placeable.reserve1);
        result.ranges = Passive.ranges(parameters, market, free0, free1);
    }

    function checkInput(MarketState calldata market, Placeable calldata placeable) private pure {
        uint160 price = market.sqrtPriceX96;
        bool priced = TickMath.MIN_SQRT_PRICE <= price && price < TickMath.MAX_SQRT_PRICE;
        if (!priced) revert InputOutOfRange("sqrtPriceX96");
        bool tickKnown = TickMath.MIN_TICK <= market.tick && market.tick < TickMath.MAX_TICK;
        if (!tickKnown) revert InputOutOfRange("tick");
        bool spaced = 0 < market.tickSpacing && market.tickSpacing <= MAX_TICK_SPACING;
        if (!spaced) revert InputOutOfRange("tickSpacing");
        if (market.fee >= 1_000_000) revert InputOutOfRange("fee");
        if (placeable.amount0 > type(uint128).max) revert InputOutOfRange("amount0");
        if (placeable.amount1 > type(uint128).max) revert InputOutOfRange("amount1");
        if (placeable.reserve0 > type(uint128).max) revert InputOutOfRange("reserve0");
        if (placeable.reserve1 > type(uint128).max) revert InputOutOfRange("reserve1");
    }

    function checkParameter(string memory parameter, uint256 value, uint256 lowest, uint256 highest)
        private
        pure
    {
        if (value < lowest || value > highest) {
            revert ParameterOutOfRange(parameter, value, lowest, highest);
        }
    }
}
