// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SaturatingMath} from "./SaturatingMath.sol";

/// The value of two amounts in raw units of one of the two tokens, the asset, at a price of the pool.
///
/// Never reverts: a value beyond uint256 is the greatest uint256. Within 1 raw unit of the exact rational
/// (2 above √P = 2^128, a price of 2^64, for amounts up to 2^128) and never on the wrong side of it.
/// Monotone in each amount and in the price. √P must be above 0.
library Nav {
    uint256 private constant Q64 = 1 << 64;
    uint256 private constant Q128 = 1 << 128;
    uint256 private constant Q192 = 1 << 192;

    function valueDown(uint256 amount0, uint256 amount1, uint160 sqrtPriceX96, bool assetIsToken1)
        internal
        pure
        returns (uint256)
    {
        return assetIsToken1
            ? Math.saturatingAdd(amount1, quote0Down(amount0, sqrtPriceX96))
            : Math.saturatingAdd(amount0, quote1Down(amount1, sqrtPriceX96));
    }

    function valueUp(uint256 amount0, uint256 amount1, uint160 sqrtPriceX96, bool assetIsToken1)
        internal
        pure
        returns (uint256)
    {
        return assetIsToken1
            ? Math.saturatingAdd(amount1, quote0Up(amount0, sqrtPriceX96))
            : Math.saturatingAdd(amount0, quote1Up(amount1, sqrtPriceX96));
    }

    /// `amount0` in token1: times √P squared. The square fits 256 bits below 2^128 and loses its last 64
    /// bits above, where they are less than 2^-192 of it.
    function quote0Down(uint256 amount0, uint160 sqrtPriceX96) private pure returns (uint256) {
        uint256 rootX96 = sqrtPriceX96;
        if (rootX96 < Q128) return SaturatingMath.mulDivDown(amount0, rootX96 * rootX96, Q192);
        return SaturatingMath.mulDivDown(amount0, Math.mulDiv(rootX96, rootX96, Q64), Q128);
    }

    function quote0Up(uint256 amount0, uint160 sqrtPriceX96) private pure returns (uint256) {
        uint256 rootX96 = sqrtPriceX96;
        if (rootX96 < Q128) return SaturatingMath.mulDivUp(amount0, rootX96 * rootX96, Q192);
        return
            SaturatingMath.mulDivUp(amount0, SaturatingMath.mulDivUp(rootX96, rootX96, Q64), Q128);
    }

    /// `amount1` in token0: divided by √P squared.
    function quote1Down(uint256 amount1, uint160 sqrtPriceX96) private pure returns (uint256) {
        uint256 rootX96 = sqrtPriceX96;
        if (rootX96 < Q128) return SaturatingMath.mulDivDown(amount1, Q192, rootX96 * rootX96);
        return
            SaturatingMath.mulDivDown(amount1, Q128, SaturatingMath.mulDivUp(rootX96, rootX96, Q64));
    }

    function quote1Up(uint256 amount1, uint160 sqrtPriceX96) private pure returns (uint256) {
        uint256 rootX96 = sqrtPriceX96;
        if (rootX96 < Q128) return SaturatingMath.mulDivUp(amount1, Q192, rootX96 * rootX96);
        return SaturatingMath.mulDivUp(amount1, Q128, Math.mulDiv(rootX96, rootX96, Q64));
    }
}
