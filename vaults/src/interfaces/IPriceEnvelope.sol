// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Position} from "../types/VaultTypes.sol";

/// Four prices of one pool at one moment. √P is token1 per token0 in Q64.96, as in the pool.
struct PriceReading {
    /// Whether all four could be read; when not, every field that needs the oracle is 0.
    bool complete;
    uint160 spotSqrtPriceX96;
    int24 spotTick;
    /// Tick before the first trade of this block.
    int24 blockStartTick;
    /// Time-weighted mean ticks over the last 2 and 30 minutes, rounded towards minus infinity.
    int24 shortTwapTick;
    int24 longTwapTick;
    /// Least and greatest √P of the four.
    uint160 lowestSqrtPriceX96;
    uint160 highestSqrtPriceX96;
    /// Least and greatest tick of the four, and how far they are apart.
    int24 lowestTick;
    int24 highestTick;
    uint24 spreadTicks;
}

/// What somebody holds around a pool: positions, and amounts of its tokens outside them.
struct Portfolio {
    address owner;
    bool assetIsToken1;
    uint256 amount0;
    uint256 amount1;
    Position[] positions;
}

/// A portfolio at the pool's prices. Values are raw units of the asset, rounded down, each with amounts
/// and price at the same √P; amounts are rounded up for the greatest one.
struct Appraisal {
    PriceReading prices;
    /// Earned by the positions and not collected.
    uint256 fee0;
    uint256 fee1;
    /// With fees, at the price of the four that makes it least and the one that makes it greatest; 0 while
    /// the reading is not complete.
    uint256 leastValue;
    uint256 greatestValue;
}

/// Reads a pool's spot, block-start, 2-minute and 30-minute prices, and values what somebody holds around
/// it. Knows no shares and keeps no state.
interface IPriceEnvelope {
    /// Never reverts for a Uniswap v3 pool: what cannot be read leaves `complete` false.
    function read(address pool) external view returns (PriceReading memory);

    /// {read}, and what the portfolio is worth. Liquidity is the one given, not the pool's record: anyone
    /// can mint into that. Fees are the record's.
    function appraise(address pool, Portfolio calldata portfolio)
        external
        view
        returns (Appraisal memory);

    /// Value at the price of a tick, without uncollected fees.
    function valueAtTick(Portfolio calldata portfolio, int24 tick) external pure returns (uint256);

    /// {valueAtTick} at two ticks, for less than asking twice.
    function valuesAtTicks(Portfolio calldata portfolio, int24 tickA, int24 tickB)
        external
        pure
        returns (uint256 valueA, uint256 valueB);

    /// What closing the positions would pay at a price, with the amounts outside them and without
    /// uncollected fees.
    function amountsAt(Portfolio calldata portfolio, uint160 sqrtPriceX96)
        external
        pure
        returns (uint256 amount0, uint256 amount1);

    /// √P of a tick, of the nearest usable one for ticks that have no price.
    function sqrtPriceAtTick(int256 tick) external pure returns (uint160);
}
