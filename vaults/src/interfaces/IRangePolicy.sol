// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {PolicyParameters, Position} from "../types/VaultTypes.sol";

/// The pool as a policy sees it.
struct MarketState {
    uint160 sqrtPriceX96;
    int24 tick;
    int24 tickSpacing;
    /// Liquidity in range without the vault's own.
    uint128 liquidity;
    /// Swap fee, hundredths of a basis point.
    uint24 fee;
}

/// What there is to place, raw units. Reserves stay idle, and may exceed what is held: then a policy
/// that swaps buys what is missing.
struct Placeable {
    uint256 amount0;
    uint256 amount1;
    uint256 reserve0;
    uint256 reserve1;
}

struct Range {
    int24 tickLower;
    int24 tickUpper;
}

/// Burn everything, swap this much, then fill the ranges in order, each with all it can use.
struct Plan {
    bool zeroForOne;
    /// 0: no swap.
    uint256 swapAmountIn;
    Range[] ranges;
}

/// Pure integer policies, equal bit for bit to the policies of libs/strategies.
interface IRangePolicy {
    error UnknownPolicy(uint8 policyId);
    error ParameterOutOfRange(string parameter, uint256 value, uint256 lowest, uint256 highest);
    /// What no pool or vault can be in: named by the field of {MarketState} or {Placeable}.
    error InputOutOfRange(string field);

    /// Reverts with a named error for parameters that {checkParameters} refuses, for a market that no
    /// pool can be in, and for amounts or reserves beyond 128 bits, which no pool can pay out.
    /// @param varianceX32 forecast variance of the tick over one epoch, ticks² · 2^32; any value
    function plan(
        PolicyParameters calldata parameters,
        uint256 varianceX32,
        MarketState calldata market,
        Placeable calldata placeable
    ) external pure returns (Plan memory);

    /// Positions that fill the ranges in order at a price, each with all it can use of what the ones before
    /// it left: minting them never costs more than the amounts. Ranges that come out empty are left out.
    function fill(Range[] calldata ranges, uint160 sqrtPriceX96, uint256 amount0, uint256 amount1)
        external
        pure
        returns (Position[] memory);

    /// Reverts when no plan could be made with these parameters, with the reason.
    function checkParameters(PolicyParameters calldata parameters) external pure;
}
