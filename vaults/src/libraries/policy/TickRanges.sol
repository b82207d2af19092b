// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {Range} from "../../interfaces/IRangePolicy.sol";

/// Ranges on a pool's tick spacing, rounded outward and kept within the usable ticks. Ticks that come in
/// are those of a pool, widths at most {TickMath.MAX_TICK} and spacings positive, so nothing overflows.
library TickRanges {
    /// The range that reaches at least `halfWidthTicks` to both sides of `tick`.
    function around(int24 tick, uint24 halfWidthTicks, int24 spacing)
        internal
        pure
        returns (Range memory)
    {
        // At most MAX_TICK.
        // forge-lint: disable-next-line(unsafe-typecast)
        int24 halfWidth = int24(halfWidthTicks);
        return outward(tick - halfWidth, tick + halfWidth, spacing);
    }

    /// The smallest range that holds [lower, upper], at least one spacing wide.
    function outward(int24 lower, int24 upper, int24 spacing) internal pure returns (Range memory) {
        int24 highest = TickMath.maxUsableTick(spacing);
        int24 tickLower = clamp(floorToSpacing(lower, spacing), -highest, highest - spacing);
        int24 tickUpper = clamp(ceilToSpacing(upper, spacing), tickLower + spacing, highest);
        return Range({tickLower: tickLower, tickUpper: tickUpper});
    }

    /// Towards minus infinity.
    function floorToSpacing(int24 tick, int24 spacing) internal pure returns (int24) {
        int24 towardsZero = tick / spacing * spacing;
        return towardsZero > tick ? towardsZero - spacing : towardsZero;
    }

    function ceilToSpacing(int24 tick, int24 spacing) private pure returns (int24) {
        return floorToSpacing(tick + spacing - 1, spacing);
    }

    function clamp(int24 value, int24 lowest, int24 highest) private pure returns (int24) {
        if (value < lowest) return lowest;
        return value > highest ? highest : value;
    }
}
