// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {FullMath} from "@uniswap/v4-core/src/libraries/FullMath.sol";

/// Quotients of 512-bit products that answer the greatest uint256 instead of reverting: what is counted
/// in views must always have an answer, and no holding reaches that number.
library SaturatingMath {
    /// `floor(a · b / denominator)`; the greatest uint256 when that is more, or when `denominator` is 0.
    function mulDivDown(uint256 a, uint256 b, uint256 denominator) internal pure returns (uint256) {
        (uint256 high, uint256 low) = Math.mul512(a, b);
        if (high >= denominator) return type(uint256).max;
        return high == 0 ? low / denominator : FullMath.mulDiv(a, b, denominator);
    }

    /// `ceil(a · b / denominator)`; the greatest uint256 when that is more, or when `denominator` is 0.
    function mulDivUp(uint256 a, uint256 b, uint256 denominator) internal pure returns (uint256) {
        uint256 quotientDown = mulDivDown(a, b, denominator);
        if (quotientDown == type(uint256).max || mulmod(a, b, denominator) == 0) {
            return quotientDown;
        }
        return quotientDown + 1;
    }
}
