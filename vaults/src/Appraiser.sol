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
        uint256 atLowest = valueAt(portfolio, appraisal.prices.lowestSqrtPriceX96);
        uint256 atHighest = valueAt(portfolio, appraisal.prices.highestSqrtPriceX96);
        // Value rises with the other token's price, which is √P squared or its inverse.
        (appraisal.leastValue, appraisal.greatestValue) =
            portfolio.assetIsToken1 ? (atLowest, atHighest) : (atHighest, atLowest);
    }

    /// @inheritdoc IPriceEnvelope
    function valueAtTick(Portfolio memory portfolio, int24 tick) external pure returns (uint256) {
        return valueAt(portfolio, sqrtPriceAtTick(tick));
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

    function valueAt(Portfolio memory portfolio, uint160 sqrtPriceX96)
        private
        pure
        returns (uint256)
    {
        (uint256 amount0, uint256 amount1) = amountsAt(portfolio, sqrtPriceX96);
        uint256 value = Nav.valueDown(amount0, amount1, sqrtPriceX96, portfolio.assetIsToken1);
        return Math.min(value, MAX_VALUE);
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
