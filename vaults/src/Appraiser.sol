// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {Appraisal, IPriceEnvelope, Portfolio, PriceReading} from "./interfaces/IPriceEnvelope.sol";
import {FeeGrowth, PoolGrowth} from "./libraries/FeeGrowth.sol";
import {Nav} from "./libraries/Nav.sol";
import {PositionMath} from "./libraries/PositionMath.sol";
import {Position} from "./types/VaultTypes.sol";

/// Values portfolios at the prices that {read} finds.
abstract contract Appraiser is IPriceEnvelope {
    /// No token has this much: leaves those who reckon with values room to multiply.
    uint256 private constant MAX_VALUE = type(uint192).max;

    /// What a portfolio comes to at one price.
    struct Sum {
        uint160 sqrtPriceX96;
        bool roundUp;
        uint256 amount0;
        uint256 amount1;
    }

    /// @inheritdoc IPriceEnvelope
    function read(address pool) public view virtual returns (PriceReading memory);

    /// @inheritdoc IPriceEnvelope
    function appraise(address pool, Portfolio memory portfolio)
        external
        view
        returns (Appraisal memory appraisal)
    {
        appraisal.prices = read(pool);
        (appraisal.fee0, appraisal.fee1) =
            fees(IUniswapV3Pool(pool), portfolio, appraisal.prices.spotTick);
        if (!appraisal.prices.complete) return appraisal;

        portfolio.amount0 += appraisal.fee0;
        portfolio.amount1 += appraisal.fee1;
        // Amounts are rounded down for the lesser value and up for the greater one: a raw unit of a token of
        // few decimals can be worth more than a step of the price.
        bool rises = portfolio.assetIsToken1;
        (uint256 atLowest, uint256 atHighest) = valuesAt(
            portfolio,
            Sum(appraisal.prices.lowestSqrtPriceX96, !rises, portfolio.amount0, portfolio.amount1),
            Sum(appraisal.prices.highestSqrtPriceX96, rises, portfolio.amount0, portfolio.amount1)
        );
        // Value rises with the other token's price, which is √P squared or its inverse.
        (appraisal.leastValue, appraisal.greatestValue) =
            rises ? (atLowest, atHighest) : (atHighest, atLowest);
    }

    /// @inheritdoc IPriceEnvelope
    function valueAtTick(Portfolio memory portfolio, int24 tick) external pure returns (uint256) {
        uint160 sqrtPriceX96 = sqrtPriceAtTick(tick);
        (uint256 amount0, uint256 amount1) = amountsAt(portfolio, sqrtPriceX96);
        return valueOf(amount0, amount1, sqrtPriceX96, portfolio.assetIsToken1);
    }

    /// @inheritdoc IPriceEnvelope
    function valuesAtTicks(Portfolio memory portfolio, int24 tickA, int24 tickB)
        external
        pure
        returns (uint256, uint256)
    {
        return valuesAt(
            portfolio,
            Sum(sqrtPriceAtTick(tickA), false, portfolio.amount0, portfolio.amount1),
            Sum(sqrtPriceAtTick(tickB), false, portfolio.amount0, portfolio.amount1)
        );
    }

    /// @inheritdoc IPriceEnvelope
    function amountsAt(Portfolio memory portfolio, uint160 sqrtPriceX96)
        public
        pure
        returns (uint256 amount0, uint256 amount1)
    {
        (amount0, amount1) = (portfolio.amount0, portfolio.amount1);
        for (uint256 i; i < portfolio.positions.length; ++i) {
            Position memory position = portfolio.positions[i];
            (uint256 part0, uint256 part1) = PositionMath.amountsDown(
                sqrtPriceX96, position.tickLower, position.tickUpper, position.liquidity
            );
            amount0 += part0;
            amount1 += part1;
        }
    }

    /// @inheritdoc IPriceEnvelope
    function sqrtPriceAtTick(int256 tick) public pure returns (uint160) {
        if (tick <= TickMath.MIN_TICK) return TickMath.MIN_SQRT_PRICE;
        if (tick >= TickMath.MAX_TICK) return TickMath.MAX_SQRT_PRICE;
        // forge-lint: disable-next-line(unsafe-typecast)
        return TickMath.getSqrtPriceAtTick(int24(tick));
    }

    /// Values at two prices; what they have in common is reckoned once.
    /// @param a b sums before the positions are added
    function valuesAt(Portfolio memory portfolio, Sum memory a, Sum memory b)
        private
        pure
        returns (uint256, uint256)
    {
        Position[] memory positions = portfolio.positions;
        for (uint256 i; i < positions.length; ++i) {
            Position memory position = positions[i];
            uint160 fromX96 = TickMath.getSqrtPriceAtTick(position.tickLower);
            uint160 toX96 = TickMath.getSqrtPriceAtTick(position.tickUpper);
            addAmounts(a, fromX96, toX96, position.liquidity);
            addAmounts(b, fromX96, toX96, position.liquidity);
        }
        bool assetIsToken1 = portfolio.assetIsToken1;
        return (
            valueOf(a.amount0, a.amount1, a.sqrtPriceX96, assetIsToken1),
            valueOf(b.amount0, b.amount1, b.sqrtPriceX96, assetIsToken1)
        );
    }

    function addAmounts(Sum memory sum, uint160 fromX96, uint160 toX96, uint128 liquidity)
        private
        pure
    {
        (uint256 amount0, uint256 amount1) = PositionMath.amountsBetween(
            sum.sqrtPriceX96, fromX96, toX96, liquidity, sum.roundUp
        );
        sum.amount0 += amount0;
        sum.amount1 += amount1;
    }

    function valueOf(uint256 amount0, uint256 amount1, uint160 sqrtPriceX96, bool assetIsToken1)
        private
        pure
        returns (uint256)
    {
        return Math.min(Nav.valueDown(amount0, amount1, sqrtPriceX96, assetIsToken1), MAX_VALUE);
    }

    function fees(IUniswapV3Pool pool, Portfolio memory portfolio, int24 spotTick)
        private
        view
        returns (uint256 fee0, uint256 fee1)
    {
        if (portfolio.positions.length == 0) return (0, 0);
        PoolGrowth memory growth = FeeGrowth.read(pool, spotTick);
        for (uint256 i; i < portfolio.positions.length; ++i) {
            Position memory position = portfolio.positions[i];
            (uint256 part0, uint256 part1) = FeeGrowth.uncollected(
                pool, growth, portfolio.owner, position.tickLower, position.tickUpper
            );
            fee0 += part0;
            fee1 += part1;
        }
    }
}
