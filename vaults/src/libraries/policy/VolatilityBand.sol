// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {PolicyParameters} from "../../types/VaultTypes.sol";

/// Width of a range from a forecast: k standard deviations of the tick over the horizon to each side.
library VolatilityBand {
    /// A thousandth of a standard deviation at 2^-16 tick, the unit of the root of ticks² · 2^32.
    uint256 private constant MILLI_X16 = 1000 << 16;

    /// `ceil(k · σ · √horizon)` within the policy's bounds, σ · √horizon rounded down at 2^-16 tick. A
    /// variance too great to multiply is as good as the greatest: both are wider than any bound.
    function halfWidthTicksUp(PolicyParameters calldata parameters, uint256 varianceX32)
        internal
        pure
        returns (uint24)
    {
        uint256 sigmaX16 = Math.sqrt(Math.saturatingMul(varianceX32, parameters.horizonEpochs));
        uint256 halfWidth = Math.ceilDiv(sigmaX16 * parameters.widthMilliSigmas, MILLI_X16);
        if (halfWidth < parameters.minHalfWidthTicks) return parameters.minHalfWidthTicks;
        if (halfWidth > parameters.maxHalfWidthTicks) return parameters.maxHalfWidthTicks;
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint24(halfWidth);
    }
}
