// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {
    IUniswapV3PoolState
} from "@uniswap/v3-core/contracts/interfaces/pool/IUniswapV3PoolState.sol";

/// Getters of a pool, by the words that are needed of their answers.
///
/// Valuing three positions takes some twenty of them, and what the compiler spends on each answer (memory for
/// all of it, a check of every word) comes to more than a cold slot in sum. The pool is one of the canonical
/// factory's: that its words are of their types needs no check. A call that fails, or answers less, reverts.
library PoolWords {
    /// The fees outside of a tick: words 2 and 3 of `ticks`.
    function feeGrowthOutside(address pool, int24 tick)
        internal
        view
        returns (uint256 outside0X128, uint256 outside1X128)
    {
        // Two's complement, as the pool takes it.
        // forge-lint: disable-next-line(unsafe-typecast)
        bytes32 argument = bytes32(uint256(int256(tick)));
        uint256 at = answer(pool, IUniswapV3PoolState.ticks.selector, argument, 0x80);
        assembly ("memory-safe") {
            outside0X128 := mload(add(at, 0x40))
            outside1X128 := mload(add(at, 0x60))
        }
    }

    /// The pool's record of a position.
    function position(address pool, bytes32 key)
        internal
        view
        returns (
            uint128 liquidity,
            uint256 inside0LastX128,
            uint256 inside1LastX128,
            uint128 owed0,
            uint128 owed1
        )
    {
        uint256 at = answer(pool, IUniswapV3PoolState.positions.selector, key, 0xa0);
        assembly ("memory-safe") {
            liquidity := mload(at)
            inside0LastX128 := mload(add(at, 0x20))
            inside1LastX128 := mload(add(at, 0x40))
            owed0 := mload(add(at, 0x60))
            owed1 := mload(add(at, 0x80))
        }
    }

    /// An observation of the oracle, without the liquidity.
    function observation(address pool, uint256 slot)
        internal
        view
        returns (uint256 blockTimestamp, int256 tickCumulative, bool initialized)
    {
        uint256 at = answer(pool, IUniswapV3PoolState.observations.selector, bytes32(slot), 0x80);
        assembly ("memory-safe") {
            blockTimestamp := mload(at)
            tickCumulative := mload(add(at, 0x20))
            initialized := mload(add(at, 0x60))
        }
    }

    /// Fees per unit of liquidity since the pool began.
    function feeGrowthGlobal(address pool)
        internal
        view
        returns (uint256 global0X128, uint256 global1X128)
    {
        global0X128 = word(answer(pool, IUniswapV3PoolState.feeGrowthGlobal0X128.selector, 0, 0x20));
        global1X128 = word(answer(pool, IUniswapV3PoolState.feeGrowthGlobal1X128.selector, 0, 0x20));
    }

    function word(uint256 at) private pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := mload(at)
        }
    }

    /// Where the answer lies: in memory that the next allocation overwrites. Getters without an argument do
    /// not look at the one given.
    function answer(address pool, bytes4 selector, bytes32 argument, uint256 size)
        private
        view
        returns (uint256 at)
    {
        assembly ("memory-safe") {
            mstore(0x00, selector)
            mstore(0x04, argument)
            at := mload(0x40)
            let done := staticcall(gas(), pool, 0x00, 0x24, at, size)
            if iszero(and(done, iszero(lt(returndatasize(), size)))) {
                revert(0x00, 0x00)
            }
        }
    }
}
