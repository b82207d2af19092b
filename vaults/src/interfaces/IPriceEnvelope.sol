// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

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
    uint160 longTwapSqrtPriceX96;
    /// Least and greatest √P of the four.
    uint160 lowestSqrtPriceX96;
    uint160 highestSqrtPriceX96;
    /// Greatest less least tick of the four.
    uint24 spreadTicks;
}

/// Reads a pool's spot, block-start, 2-minute and 30-minute prices.
interface IPriceEnvelope {
    /// Never reverts for a Uniswap v3 pool: what cannot be read leaves `complete` false.
    function read(address pool) external view returns (PriceReading memory);
}
