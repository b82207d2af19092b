// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {Test} from "forge-std/Test.sol";
import {Nav} from "../../src/libraries/Nav.sol";

/// Values against exact rationals, compared as 512-bit products.
contract NavTest is Test {
    function testFuzz_token0IsCountedWithinItsBound(uint128 amount0, uint160 priceX96) public pure {
        priceX96 = somePrice(priceX96);
        uint256 slack = allowed(priceX96);
        uint256 down = Nav.valueDown(amount0, 0, priceX96, true);
        uint256 up = Nav.valueUp(amount0, 0, priceX96, true);
        // The exact value is amount0 · √P² / 2^192.
        assertTrue(atMost(shifted192(down), product(amount0, priceX96)), "down is above");
        assertTrue(below(product(amount0, priceX96), shifted192(down + slack)), "down is too low");
        assertTrue(atMost(product(amount0, priceX96), shifted192(up)), "up is below");
        if (up < slack) return;
        assertTrue(below(shifted192(up - slack), product(amount0, priceX96)), "up is too high");
    }

    function testFuzz_token1IsCountedWithinItsBound(uint128 amount1, uint160 priceX96) public pure {
        priceX96 = somePrice(priceX96);
        uint256 slack = allowed(priceX96);
        uint256 down = Nav.valueDown(0, amount1, priceX96, false);
        uint256 up = Nav.valueUp(0, amount1, priceX96, false);
        // The exact value is amount1 · 2^192 / √P².
        assertTrue(atMost(product(down, priceX96), shifted192(amount1)), "down is above");
        assertTrue(below(shifted192(amount1), product(down + slack, priceX96)), "down is too low");
        assertTrue(atMost(shifted192(amount1), product(up, priceX96)), "up is below");
        if (up < slack) return;
        assertTrue(below(product(up - slack, priceX96), shifted192(amount1)), "up is too high");
    }

    /// √P = 2^128 + 1: its square, cut to 192 bits, divides the product below without a rest, so that
    /// cutting the wrong way shows.
    function test_downRoundsTheSquareUp() public pure {
        uint160 priceX96 = (1 << 128) + 1;
        uint256 amount1 = (1 << 127) + 1;
        assertEq(Nav.valueDown(0, amount1, priceX96, false), (1 << 63) - 1);
    }

    /// √P = 2^128 + a, a² = -7 modulo 2^129: the other way round.
    function test_upRoundsTheSquareDown() public pure {
        uint160 priceX96 = (1 << 128) + 28942151757214865559361110706733137739;
        uint256 amount1 = 200314148550618676761757450515795717386;
        assertEq(Nav.valueUp(0, amount1, priceX96, false), (1 << 63) + 1);
    }

    function testFuzz_monotoneInPrice(
        uint256 amount0,
        uint256 amount1,
        uint160 lowX96,
        uint160 highX96
    ) public pure {
        lowX96 = somePrice(lowX96);
        highX96 = uint160(bound(highX96, lowX96, TickMath.MAX_SQRT_PRICE));
        checkMonotone(amount0, amount1, lowX96, highX96);
        checkMonotone(amount0, amount1, highX96 - 1, highX96);
    }

    /// Where the square of √P stops fitting 256 bits.
    function testFuzz_monotoneAcrossTheTwoFormulas(uint128 amount, uint8 below_, uint8 above)
        public
        pure
    {
        uint160 edge = 1 << 128;
        checkMonotone(amount, amount, edge - below_, edge + above);
        checkMonotone(amount, amount, edge - 1, edge);
    }

    function testFuzz_monotoneInAmounts(uint256 amount, uint256 more, uint160 priceX96)
        public
        pure
    {
        priceX96 = somePrice(priceX96);
        more = bound(more, amount, type(uint256).max);
        for (uint256 side = 0; side < 2; side++) {
            bool asset1 = side == 1;
            uint256 value = Nav.valueDown(amount, amount, priceX96, asset1);
            assertLe(value, Nav.valueDown(more, amount, priceX96, asset1));
            assertLe(value, Nav.valueDown(amount, more, priceX96, asset1));
            assertLe(value, Nav.valueUp(amount, amount, priceX96, asset1));
        }
    }

    function testFuzz_assetCountsOneToOne(uint128 amount, uint160 priceX96) public pure {
        priceX96 = somePrice(priceX96);
        assertEq(Nav.valueDown(amount, 0, priceX96, false), amount);
        assertEq(Nav.valueUp(amount, 0, priceX96, false), amount);
        assertEq(Nav.valueDown(0, amount, priceX96, true), amount);
        assertEq(Nav.valueUp(0, amount, priceX96, true), amount);
    }

    /// One token0 for four token1.
    function test_wholeNumbers() public pure {
        uint160 twoX96 = 2 << 96;
        assertEq(Nav.valueDown(10, 3, twoX96, true), 43);
        assertEq(Nav.valueUp(10, 3, twoX96, true), 43);
        assertEq(Nav.valueDown(10, 3, twoX96, false), 10);
        assertEq(Nav.valueUp(10, 3, twoX96, false), 11);
        assertEq(Nav.valueDown(10, 8, twoX96, false), 12);
    }

    function test_beyondUint256Saturates() public pure {
        uint256 most = type(uint256).max;
        uint160 highX96 = TickMath.MAX_SQRT_PRICE - 1;
        assertEq(Nav.valueDown(most, 0, highX96, true), most);
        assertEq(Nav.valueUp(most, 0, highX96, true), most);
        assertEq(Nav.valueDown(0, most, TickMath.MIN_SQRT_PRICE, false), most);
        assertEq(Nav.valueUp(0, most, TickMath.MIN_SQRT_PRICE, false), most);
        assertEq(Nav.valueDown(1, most, 1 << 96, true), most);
        assertEq(Nav.valueUp(most, 1, 1 << 96, false), most);
    }

    function checkMonotone(uint256 amount0, uint256 amount1, uint160 lowX96, uint160 highX96)
        private
        pure
    {
        assertLe(
            Nav.valueDown(amount0, amount1, lowX96, true),
            Nav.valueDown(amount0, amount1, highX96, true)
        );
        assertLe(
            Nav.valueUp(amount0, amount1, lowX96, true),
            Nav.valueUp(amount0, amount1, highX96, true)
        );
        assertGe(
            Nav.valueDown(amount0, amount1, lowX96, false),
            Nav.valueDown(amount0, amount1, highX96, false)
        );
        assertGe(
            Nav.valueUp(amount0, amount1, lowX96, false),
            Nav.valueUp(amount0, amount1, highX96, false)
        );
    }

    function somePrice(uint160 priceX96) private pure returns (uint160) {
        // Half of the prices below 2^128, where a uniform draw hardly ever goes.
        if (priceX96 % 2 == 0) priceX96 = uint160(priceX96 >> (priceX96 % 97));
        return uint160(bound(priceX96, TickMath.MIN_SQRT_PRICE, TickMath.MAX_SQRT_PRICE - 1));
    }

    function allowed(uint160 priceX96) private pure returns (uint256) {
        return priceX96 < 1 << 128 ? 1 : 2;
    }

    /// `amount · √P²` in 512 bits; `amount` below 2^192.
    function product(uint256 amount, uint160 priceX96) private pure returns (uint256[2] memory) {
        (uint256 high, uint256 low) = Math.mul512(amount, priceX96);
        (uint256 carried, uint256 lowest) = Math.mul512(low, priceX96);
        return [high * priceX96 + carried, lowest];
    }

    function shifted192(uint256 amount) private pure returns (uint256[2] memory) {
        return [amount >> 64, amount << 192];
    }

    function below(uint256[2] memory a, uint256[2] memory b) private pure returns (bool) {
        return a[0] < b[0] || (a[0] == b[0] && a[1] < b[1]);
    }

    function atMost(uint256[2] memory a, uint256[2] memory b) private pure returns (bool) {
        return !below(b, a);
    }
}
