// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Test} from "forge-std/Test.sol";
import {SaturatingMath} from "../../src/libraries/SaturatingMath.sol";

contract SaturatingMathTest is Test {
    function testFuzz_equalsMulDivWhereItFits(uint256 a, uint256 b, uint256 denominator, uint8 s)
        public
        view
    {
        a >>= s;
        checkBoth(a, b, denominator);
    }

    function test_edges() public view {
        uint256 most = type(uint256).max;
        checkBoth(most, 1, 1);
        checkBoth(most, most, most);
        checkBoth(most, most - 1, most);
        checkBoth(most, 2, 2);
        checkBoth(most, 2, 1);
        checkBoth(most, 1 << 255, (1 << 255) + 1);
        checkBoth(0, most, 1);
        checkBoth(1, 1, 0);
        checkBoth(0, 0, 0);
        checkBoth(1 << 128, 1 << 128, 1);
        checkBoth(1 << 128, 1 << 128, 2);
    }

    /// The quotient is the greatest number and a rest: its ceiling is one too many.
    function test_upSaturatesWhereOnlyTheCeilingOverflows() public pure {
        uint256 most = type(uint256).max;
        uint256 a = 535006138814359;
        uint256 b = 432862656469423142931042426214547535783388063929571229938474969;
        assertEq(SaturatingMath.mulDivDown(a, b, 2), most);
        assertEq(SaturatingMath.mulDivUp(a, b, 2), most);
    }

    function mulDiv(uint256 a, uint256 b, uint256 denominator, Math.Rounding rounding)
        external
        pure
        returns (uint256)
    {
        return Math.mulDiv(a, b, denominator, rounding);
    }

    function checkBoth(uint256 a, uint256 b, uint256 denominator) private view {
        assertEq(
            SaturatingMath.mulDivDown(a, b, denominator),
            orGreatest(a, b, denominator, Math.Rounding.Floor),
            "down"
        );
        assertEq(
            SaturatingMath.mulDivUp(a, b, denominator),
            orGreatest(a, b, denominator, Math.Rounding.Ceil),
            "up"
        );
    }

    function orGreatest(uint256 a, uint256 b, uint256 denominator, Math.Rounding rounding)
        private
        view
        returns (uint256)
    {
        try this.mulDiv(a, b, denominator, rounding) returns (uint256 quotient) {
            return quotient;
        } catch {
            return type(uint256).max;
        }
    }
}
