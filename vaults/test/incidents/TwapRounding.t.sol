// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {PriceEnvelope} from "../../src/PriceEnvelope.sol";
import {NaiveTwapVault} from "../naive/NaivePricing.sol";
import {Market} from "./support/Market.sol";

/// Incident 24: a mean tick of −266.5 is −267, because the pool's ticks are floors; `/` makes it −266.
abstract contract TwapRoundingAttack is Market {
    function setUp() public {
        _openMarket(3000, -266, 1e24);
        skipTime(900);
        swapToTick(-267);
        skipTime(900);
    }

    function _longTwapTick() internal virtual returns (int24);

    /// Half an hour of which one half at −266 and one half at −267.
    function _isFloored() internal returns (bool) {
        uint32[] memory ago = new uint32[](2);
        ago[0] = 1800;
        (int56[] memory cumulatives,) = pool.observe(ago);
        int56 sum = cumulatives[1] - cumulatives[0];
        assertEq(sum, -266 * 900 - 267 * 900, "the pool's own sum");
        return int56(_longTwapTick()) * 1800 <= sum;
    }
}

contract TwapRoundingNaiveTest is TwapRoundingAttack {
    function _longTwapTick() internal override returns (int24 tick) {
        (, tick) = new NaiveTwapVault(pool, true).twapTick();
    }

    function test_naive_twapTruncates() external {
        assertFalse(_isFloored());
        assertEq(_longTwapTick(), -266);
    }
}

contract TwapRoundingTest is TwapRoundingAttack {
    function _longTwapTick() internal override returns (int24) {
        return new PriceEnvelope().read(address(pool)).longTwapTick;
    }

    function test_twapFloorsNegative() external {
        assertTrue(_isFloored());
        assertEq(_longTwapTick(), -267);
    }
}
