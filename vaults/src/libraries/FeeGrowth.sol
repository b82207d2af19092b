// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {FixedPoint128} from "@uniswap/v4-core/src/libraries/FixedPoint128.sol";
import {FullMath} from "@uniswap/v4-core/src/libraries/FullMath.sol";
import {PoolWords} from "./PoolWords.sol";

/// What fees depend on besides the position: read once for all positions.
struct PoolGrowth {
    /// The pool's `slot0().tick`.
    int24 tick;
    uint256 global0X128;
    uint256 global1X128;
}

/// Fees that a position has earned and not yet been paid.
library FeeGrowth {
    /// @param tick the pool's `slot0().tick`
    function read(IUniswapV3Pool pool, int24 tick) internal view returns (PoolGrowth memory) {
        (uint256 global0X128, uint256 global1X128) = PoolWords.feeGrowthGlobal(address(pool));
        return PoolGrowth(tick, global0X128, global1X128);
    }

    /// What `burn(0)` and then `collect` of everything would pay now: all that the pool's record of the
    /// position earns, so also on liquidity that someone else minted into it.
    ///
    /// Growth counters wrap around at 2^256 as they do in the pool. What the pool owes is a uint128 there
    /// and wraps around too: fees beyond 2^128 raw units of one token between two collections are lost
    /// to the owner, and this function says so by being equal.
    function uncollected(
        IUniswapV3Pool pool,
        PoolGrowth memory growth,
        address owner,
        int24 tickLower,
        int24 tickUpper
    ) internal view returns (uint256 fee0, uint256 fee1) {
        (uint256 inside0X128, uint256 inside1X128) = insideX128(pool, growth, tickLower, tickUpper);
        (uint128 liquidity, uint256 last0X128, uint256 last1X128, uint128 owed0, uint128 owed1) = PoolWords.position(
            address(pool), keccak256(abi.encodePacked(owner, tickLower, tickUpper))
        );
        unchecked {
            fee0 = uint128(owed0 + earned(inside0X128 - last0X128, liquidity));
            fee1 = uint128(owed1 + earned(inside1X128 - last1X128, liquidity));
        }
    }

    /// Fee growth inside the range since the pool began, modulo 2^256 and up to a constant: only
    /// differences mean something.
    function insideX128(
        IUniswapV3Pool pool,
        PoolGrowth memory growth,
        int24 tickLower,
        int24 tickUpper
    ) private view returns (uint256 inside0X128, uint256 inside1X128) {
        (uint256 lower0X128, uint256 lower1X128) =
            PoolWords.feeGrowthOutside(address(pool), tickLower);
        (uint256 upper0X128, uint256 upper1X128) =
            PoolWords.feeGrowthOutside(address(pool), tickUpper);
        unchecked {
            if (growth.tick < tickLower) {
                return (lower0X128 - upper0X128, lower1X128 - upper1X128);
            }
            if (growth.tick >= tickUpper) {
                return (upper0X128 - lower0X128, upper1X128 - lower1X128);
            }
            return (
                growth.global0X128 - lower0X128 - upper0X128,
                growth.global1X128 - lower1X128 - upper1X128
            );
        }
    }

    function earned(uint256 growthX128, uint128 liquidity) private pure returns (uint128) {
        return uint128(FullMath.mulDiv(growthX128, liquidity, FixedPoint128.Q128));
    }
}
