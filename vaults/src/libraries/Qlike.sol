// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Log2} from "./Log2.sol";
import {SaturatingMath} from "./SaturatingMath.sol";

/// QLIKE loss of a variance forecast: x − ln x − 1 with x = realised / forecast. 0 for a perfect one, and
/// it ranks forecasts rightly although the realised variance is noisy.
///
/// Source: Patton, "Volatility forecast comparison using imperfect volatility proxies", Journal of
/// Econometrics 160(1), 2011.
library Qlike {
    /// ln 2 · 2^64, rounded down.
    int256 private constant LN2_X64 = 12_786_308_645_202_655_659;
    uint256 private constant ONE_X16 = 1 << 16;
    uint256 private constant WEIGHT = 16;

    /// x and ln x are rounded down apart, so the loss is off by at most 2 · 2^-16, and never below 0. What
    /// 48 bits do not hold is their greatest number.
    /// @param realisedX32 in any unit, that of the forecast; 0 counts as 1
    /// @param forecastX32 0 counts as 1
    function lossX16(uint256 realisedX32, uint256 forecastX32) internal pure returns (uint48) {
        uint256 realised = Math.max(realisedX32, 1);
        uint256 forecast = Math.max(forecastX32, 1);
        uint256 ratioX16 = SaturatingMath.mulDivDown(realised, ONE_X16, forecast);
        if (ratioX16 > type(uint64).max) return type(uint48).max;
        // The ratio is below 2^64 and logarithms below 2^24.
        // forge-lint: disable-start(unsafe-typecast)
        int256 log2RatioX16 =
            int256(Log2.log2X16Down(realised)) - int256(Log2.log2X16Down(forecast));
        int256 loss = int256(ratioX16) - ((log2RatioX16 * LN2_X64) >> 64) - int256(ONE_X16);
        if (loss <= 0) return 0;
        return uint48(Math.min(uint256(loss), type(uint48).max));
        // forge-lint: disable-end(unsafe-typecast)
    }

    /// The exponential average of weight 1/16 after one more loss, rounded down.
    /// @param samples in the average before; the first one is the average
    function averageDown(uint48 average, uint48 loss, uint256 samples)
        internal
        pure
        returns (uint48)
    {
        if (samples == 0) return loss;
        // A mean of two numbers of 48 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint48(((WEIGHT - 1) * uint256(average) + loss) / WEIGHT);
    }
}
