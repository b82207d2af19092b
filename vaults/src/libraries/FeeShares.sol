// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// Fees as shares: by time, and on the share price above its highest value so far.
library FeeShares {
    uint256 internal constant Q96 = 1 << 96;
    uint256 private constant ALL_PPM = 1_000_000;
    uint256 private constant ALL_BPS = 10_000;

    /// Shares for `elapsedSeconds` at `feePpm` per year of the supply.
    function managementDown(uint256 supply, uint256 feePpm, uint256 elapsedSeconds)
        internal
        pure
        returns (uint256)
    {
        return Math.mulDiv(supply, feePpm * elapsedSeconds, ALL_PPM * 365 days);
    }

    /// Shares worth `feeBps` of what the share price has gained above the mark, and the mark that holds
    /// from now on: the price that is left after those shares, rounded up so that no gain is billed twice.
    /// The mark moves at a fee of 0 too, or raising the fee would bill the past.
    /// @param supply with the virtual shares
    /// @param nav with the virtual asset
    function performanceDown(uint256 supply, uint256 nav, uint256 markX96, uint256 feeBps)
        internal
        pure
        returns (uint256 shares, uint256 newMarkX96)
    {
        uint256 priceX96 = Math.mulDiv(nav, Q96, supply);
        if (priceX96 <= markX96) return (0, markX96);
        uint256 gain = Math.mulDiv(priceX96 - markX96, supply, Q96);
        uint256 fee = gain * feeBps / ALL_BPS;
        shares = Math.mulDiv(fee, supply, nav - fee);
        newMarkX96 = Math.mulDiv(nav, Q96, supply + shares, Math.Rounding.Ceil);
    }
}
