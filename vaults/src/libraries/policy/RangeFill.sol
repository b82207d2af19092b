// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Range} from "../../interfaces/IRangePolicy.sol";
import {Position} from "../../types/VaultTypes.sol";
import {PositionMath} from "../PositionMath.sol";

/// Positions out of ranges and amounts.
library RangeFill {
    /// Fills the ranges in order, each with all it can use of what the ones before it left. Ranges that
    /// come out empty are left out. Never costs more than the amounts: minting the liquidity that amounts
    /// buy never does.
    function inOrder(
        Range[] calldata ranges,
        uint160 sqrtPriceX96,
        uint256 amount0,
        uint256 amount1
    ) internal pure returns (Position[] memory positions) {
        positions = new Position[](ranges.length);
        uint256 count;
        for (uint256 i; i < ranges.length; ++i) {
            (int24 lower, int24 upper) = (ranges[i].tickLower, ranges[i].tickUpper);
            uint128 liquidity =
                PositionMath.liquidityForAmounts(sqrtPriceX96, lower, upper, amount0, amount1);
            if (liquidity == 0) continue;
            (uint256 cost0, uint256 cost1) =
                PositionMath.amountsUp(sqrtPriceX96, lower, upper, liquidity);
            amount0 -= cost0;
            amount1 -= cost1;
            positions[count++] = Position(lower, upper, liquidity);
        }
        // Shortens the array in place: its length is the first word.
        assembly ("memory-safe") {
            mstore(positions, count)
        }
    }
}
