// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {Exp2} from "../../src/libraries/Exp2.sol";
import {Log2} from "../../src/libraries/Log2.sol";

/// Logarithms and powers are those of libs/forecast, bit for bit, and belong together.
contract FixedPointTest is Test {
    string private constant VECTORS = "vaults/cache/fixed-point.bin";

    function test_equalsTheTypeScript() public {
        require(vm.exists(VECTORS), "run: node vaults/scripts/oracle-vectors.mjs");
        bytes memory words = vm.readFileBinary(VECTORS);
        assertGt(words.length / 128, 4_000);
        for (uint256 at = 32; at < words.length; at += 128) {
            (uint256 value, uint256 logX16, int256 exponentX16, uint256 powerX32) = load(words, at);
            assertEq(Log2.log2X16Down(value), logX16, "log2");
            assertEq(Exp2.exp2X32Down(exponentX16), powerX32, "exp2");
        }
    }

    function load(bytes memory words, uint256 at)
        private
        pure
        returns (uint256 value, uint256 logX16, int256 exponentX16, uint256 powerX32)
    {
        assembly ("memory-safe") {
            value := mload(add(words, at))
            logX16 := mload(add(words, add(at, 32)))
            exponentX16 := mload(add(words, add(at, 64)))
            powerX32 := mload(add(words, add(at, 96)))
        }
    }

    function test_knownLogarithms() public pure {
        assertEq(Log2.log2X16Down(1), 0);
        assertEq(Log2.log2X16Down(3), 103_872);
        assertEq(Log2.log2X16Down(10), 217_705);
        assertEq(Log2.log2X16Down(1000), 653_117);
        for (uint256 bits; bits < 256; bits++) {
            assertEq(Log2.log2X16Down(1 << bits), bits << 16);
        }
        assertEq(Log2.log2X16Down(type(uint256).max), (256 << 16) - 1);
    }

    function test_zeroHasNoLogarithm() public {
        vm.expectRevert(Log2.LogarithmOfZero.selector);
        this.log2(0);
    }

    function log2(uint256 value) external pure returns (uint256) {
        return Log2.log2X16Down(value);
    }

    function test_knownPowers() public pure {
        assertEq(Exp2.exp2X32Down(0), 1 << 32);
        assertEq(Exp2.exp2X32Down(32_768), 6_074_000_999);
        assertEq(Exp2.exp2X32Down(-32 << 16), 1);
        assertEq(Exp2.exp2X32Down((-32 << 16) - 1), 0);
        assertEq(Exp2.exp2X32Down(type(int256).min), 0);
        assertEq(Exp2.exp2X32Down(223 << 16), 1 << 255);
        assertEq(Exp2.exp2X32Down(224 << 16), type(uint256).max);
        assertEq(Exp2.exp2X32Down(type(int256).max), type(uint256).max);
    }

    function testFuzz_logarithmNeverFalls(uint256 a, uint256 b) public pure {
        (a, b) = (bound(a, 1, type(uint256).max), bound(b, 1, type(uint256).max));
        if (a > b) (a, b) = (b, a);
        assertLe(Log2.log2X16Down(a), Log2.log2X16Down(b));
    }

    /// Where the power has more bits than a unit of the logarithm moves it by.
    function testFuzz_logarithmUndoesPower(int256 logX16) public pure {
        logX16 = bound(logX16, -15 << 16, (224 << 16) - 1);
        int256 again = int256(Log2.log2X16Down(Exp2.exp2X32Down(logX16))) - (32 << 16);
        assertTrue(again == logX16 || again == logX16 - 1);
    }
}
