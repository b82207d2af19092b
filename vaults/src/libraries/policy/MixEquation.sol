// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {FullMath} from "@uniswap/v4-core/src/libraries/FullMath.sol";

/// One token at the price where a swap begins, as liquidity · 2^48: an amount of token0 is the liquidity
/// over all prices that holds it above the price, amount · √P; of token1, below, amount / √P.
struct MixSide {
    /// What is free of it.
    uint256 wholeX48;
    /// `wholeX48` times the part of that liquidity's amount which lies within the range.
    uint256 fillX48;
    /// The pool's liquidity times the same part.
    uint256 rangeX48;
}

/// The equation of docs/decisions/010: how much to sell of one token into a pool of constant liquidity so
/// that what is left of it and what is had of the other fill a range at the price the swap leaves.
///
/// With τ = net input / liquidity it is e0 − e1·τ − e2·τ² = 0, and the root in what can be sold is
/// 2·e0 / (e1 + √(e1² + 4·e0·e2)). For amounts and liquidity below 2^128 at any price of a pool all sizes
/// stay below 2^244, and the shift below 2^117, so nothing here overflows; squares and products lose no
/// more than 2^-124 of themselves.
library MixEquation {
    uint256 private constant FEE_UNIT = 1_000_000;
    /// Bits of what is squared, and of what is multiplied and doubled twice, to stay within 256.
    uint256 private constant SQUARED_BITS = 126;
    uint256 private constant PRODUCT_BITS = 250;

    /// What to sell, without the fee, as liquidity · 2^48; 0 when there is not too much of the sold token.
    /// The price must be within the range.
    /// @param netPerUnit 1 000 000 less the fee in hundredths of a basis point
    function netInputX48(
        MixSide memory sold,
        MixSide memory bought,
        uint256 liquidityX48,
        uint256 netPerUnit
    ) internal pure returns (uint256) {
        if (sold.fillX48 <= bought.fillX48) return 0;
        unchecked {
            uint256 e0 = sold.fillX48 - bought.fillX48;
            uint256 e1 = sold.rangeX48 * FEE_UNIT / netPerUnit + (sold.wholeX48 - sold.fillX48)
                + bought.rangeX48 + bought.wholeX48 + bought.fillX48;
            uint256 added = liquidityX48 + bought.wholeX48;
            uint256 taken = (liquidityX48 - sold.rangeX48) * FEE_UNIT / netPerUnit;
            return root(e0, e1, added, taken, liquidityX48);
        }
    }

    /// e2 is `added` less `taken`.
    function root(uint256 e0, uint256 e1, uint256 added, uint256 taken, uint256 liquidityX48)
        private
        pure
        returns (uint256)
    {
        unchecked {
            uint256 e2 = added >= taken ? added - taken : taken - added;
            uint256 shift = shiftFor(e0, e1, e2);
            uint256 linear = e1 >> shift;
            uint256 square = linear * linear;
            uint256 product = 4 * FullMath.mulDiv(e0, e2, 4 ** shift);
            uint256 discriminant =
                added >= taken ? square + product : square > product ? square - product : 0;
            return FullMath.mulDiv(e0, 2 * liquidityX48, linear + Math.sqrt(discriminant) << shift);
        }
    }

    /// Least shift that keeps the square and the product within 256 bits.
    function shiftFor(uint256 e0, uint256 e1, uint256 e2) private pure returns (uint256) {
        uint256 forSquare = Math.saturatingSub(bitLength(e1), SQUARED_BITS);
        uint256 forProduct = Math.saturatingSub(bitLength(e0) + bitLength(e2), PRODUCT_BITS);
        return Math.max(forSquare, Math.ceilDiv(forProduct, 2));
    }

    function bitLength(uint256 n) private pure returns (uint256) {
        return n == 0 ? 0 : Math.log2(n) + 1;
    }
}
