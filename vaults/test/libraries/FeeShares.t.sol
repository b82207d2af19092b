// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {FeeShares} from "../../src/libraries/FeeShares.sol";

contract FeeSharesTest is Test {
    uint256 private constant Q96 = 1 << 96;
    uint256 private constant PPM_SECONDS = 1_000_000 * 31_536_000;

    // By time

    function testFuzz_management_isTheExactPartRoundedDown(
        uint256 supply,
        uint256 feePpm,
        uint256 elapsed
    ) public pure {
        supply = bound(supply, 0, 1 << 160);
        feePpm = bound(feePpm, 0, 20_000);
        elapsed = bound(elapsed, 0, 1000 * 365 days);
        uint256 shares = FeeShares.managementDown(supply, feePpm, elapsed);
        assertLe(shares * PPM_SECONDS, supply * feePpm * elapsed);
        assertGt((shares + 1) * PPM_SECONDS, supply * feePpm * elapsed);
    }

    function test_management_ofAYear() public pure {
        assertEq(FeeShares.managementDown(1e24, 20_000, 365 days), 2e22);
        assertEq(FeeShares.managementDown(1e24, 1, 365 days), 1e18);
        assertEq(FeeShares.managementDown(1e24, 0, 365 days), 0);
        assertEq(FeeShares.managementDown(1e24, 20_000, 0), 0);
    }

    /// One second of one part per million of a small supply.
    function test_management_ofLessThanAShare_isNone() public pure {
        assertEq(FeeShares.managementDown(PPM_SECONDS - 1, 1, 1), 0);
        assertEq(FeeShares.managementDown(PPM_SECONDS, 1, 1), 1);
    }

    // On gains

    struct Price {
        uint256 supply;
        uint256 nav;
        uint256 markX96;
        uint256 feeBps;
    }

    /// Small enough for the test to cross-multiply in 256 bits; the price above the mark.
    function gaining(uint256 supply, uint256 nav, uint256 mark, uint256 feeBps)
        private
        pure
        returns (Price memory price)
    {
        price.supply = bound(supply, 1e6, 1 << 72);
        price.nav = bound(nav, 1, 1 << 64);
        price.markX96 = bound(mark, 0, price.nav * Q96 / price.supply);
        price.feeBps = bound(feeBps, 0, 2_000);
    }

    function performance(Price memory price) private pure returns (uint256, uint256) {
        return FeeShares.performanceDown(price.supply, price.nav, price.markX96, price.feeBps);
    }

    /// The gain as an exact rational, rounded down, and one unit less, which is all that rounding the
    /// share price at 2^-96 can cost.
    function testFuzz_performance_isThePartOfTheGain(
        uint256 supply,
        uint256 nav,
        uint256 mark,
        uint256 feeBps
    ) public pure {
        Price memory price = gaining(supply, nav, mark, feeBps);
        (uint256 shares,) = performance(price);
        uint256 gain = (price.nav * Q96 - price.markX96 * price.supply) / Q96;
        uint256 most = gain * price.feeBps / 10_000;
        uint256 least = (gain == 0 ? 0 : gain - 1) * price.feeBps / 10_000;
        assertLe(shares, most * price.supply / (price.nav - most));
        assertGe(shares, least * price.supply / (price.nav - least));
    }

    /// What the fee shares are worth once they exist is never more than the fee.
    function testFuzz_performance_sharesAreWorthNoMoreThanTheFee(
        uint256 supply,
        uint256 nav,
        uint256 mark,
        uint256 feeBps
    ) public pure {
        Price memory price = gaining(supply, nav, mark, feeBps);
        (uint256 shares,) = performance(price);
        uint256 worth = shares * price.nav / (price.supply + shares);
        assertLe(
            worth * 10_000 * Q96, price.feeBps * (price.nav * Q96 - price.markX96 * price.supply)
        );
    }

    function testFuzz_performance_isNotBilledTwice(
        uint256 supply,
        uint256 nav,
        uint256 mark,
        uint256 feeBps
    ) public pure {
        Price memory price = gaining(supply, nav, mark, feeBps);
        (uint256 shares, uint256 newMarkX96) = performance(price);
        assertGe(newMarkX96, price.markX96, "the mark never falls");
        price.supply += shares;
        price.markX96 = newMarkX96;
        (uint256 again, uint256 markAgainX96) = performance(price);
        assertEq(again, 0);
        assertEq(markAgainX96, newMarkX96);
    }

    function testFuzz_belowTheMark_nothingIsBilledAndNothingMoves(
        uint256 supply,
        uint256 nav,
        uint256 above,
        uint256 feeBps
    ) public pure {
        Price memory price = gaining(supply, nav, 0, feeBps);
        price.markX96 = bound(above, price.nav * Q96 / price.supply, type(uint192).max);
        (uint256 shares, uint256 newMarkX96) = performance(price);
        assertEq(shares, 0);
        assertEq(newMarkX96, price.markX96);
    }

    /// A vault without a fee remembers its price: raising the fee later bills nothing of the past.
    function test_withoutAFee_theMarkMoves() public pure {
        (uint256 shares, uint256 newMarkX96) = FeeShares.performanceDown(1e18, 2e18, Q96, 0);
        assertEq(shares, 0);
        assertEq(newMarkX96, 2 * Q96);
    }

    /// Price from 1 to 2, a fifth of the gain: 0.2 of 2, so the holders keep 1.8 and the recipient has
    /// one ninth of what they have.
    function test_performance_ofADoubling() public pure {
        (uint256 shares, uint256 newMarkX96) = FeeShares.performanceDown(9e18, 18e18, Q96, 2_000);
        assertEq(shares, 1e18);
        assertEq(newMarkX96, 18 * Q96 / 10 + 1, "1.8, rounded up");
    }
}
