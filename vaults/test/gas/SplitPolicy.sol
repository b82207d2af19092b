// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MarketState, Placeable, Plan, Range} from "../../src/interfaces/IRangePolicy.sol";
import {PositionMath} from "../../src/libraries/PositionMath.sol";
import {PolicyParameters, Position} from "../../src/types/VaultTypes.sol";

/// Ranges that a test names, each with the same part of the amounts: more positions than the real
/// policies ever place. Answers what `IRangePolicy` asks, from storage where that is pure.
contract SplitPolicy {
    Range[] private _ranges;

    function setRanges(Range[] memory ranges) external {
        delete _ranges;
        for (uint256 i; i < ranges.length; ++i) {
            _ranges.push(ranges[i]);
        }
    }

    function plan(PolicyParameters calldata, uint256, MarketState calldata, Placeable calldata)
        external
        view
        returns (Plan memory result)
    {
        result.ranges = _ranges;
    }

    function fill(Range[] calldata ranges, uint160 sqrtPriceX96, uint256 amount0, uint256 amount1)
        external
        pure
        returns (Position[] memory positions)
    {
        positions = new Position[](ranges.length);
        for (uint256 i; i < ranges.length; ++i) {
            uint128 liquidity = PositionMath.liquidityForAmounts(
                sqrtPriceX96,
                ranges[i].tickLower,
                ranges[i].tickUpper,
                amount0 / ranges.length,
                amount1 / ranges.length
            );
            positions[i] = Position(ranges[i].tickLower, ranges[i].tickUpper, liquidity);
        }
    }

    function checkParameters(PolicyParameters calldata) external pure {}
}
