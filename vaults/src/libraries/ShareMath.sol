// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// Shares for assets and back at a given NAV and supply. Both include the virtual amounts that make
/// inflating a share worthless: `supply` comes with 10^offset added, `nav` with 1.
///
/// Each `Up` is the exact inverse of the `Down` that it prices: the least input whose output reaches
/// what was asked. That is what makes the `max` functions of the vault tight.
library ShareMath {
    uint256 internal constant ALL_BPS = 10_000;

    /// Shares that a deposit gets: the entry fee rounded up, then the shares rounded down.
    function sharesForDepositDown(uint256 assets, uint256 supply, uint256 nav, uint256 entryFeeBps)
        internal
        pure
        returns (uint256)
    {
        uint256 net = assets - Math.mulDiv(assets, entryFeeBps, ALL_BPS, Math.Rounding.Ceil);
        return Math.mulDiv(net, supply, nav);
    }

    /// Least deposit that gets `shares`.
    function assetsForMintUp(uint256 shares, uint256 supply, uint256 nav, uint256 entryFeeBps)
        internal
        pure
        returns (uint256)
    {
        uint256 net = Math.mulDiv(shares, nav, supply, Math.Rounding.Ceil);
        return Math.mulDiv(net, ALL_BPS, ALL_BPS - entryFeeBps, Math.Rounding.Ceil);
    }

    /// Assets that `shares` are paid.
    function assetsForRedeemDown(uint256 shares, uint256 supply, uint256 nav)
        internal
        pure
        returns (uint256)
    {
        return Math.mulDiv(shares, nav, supply);
    }

    /// Least shares that are paid `assets`.
    function sharesForWithdrawUp(uint256 assets, uint256 supply, uint256 nav)
        internal
        pure
        returns (uint256)
    {
        return Math.mulDiv(assets, supply, nav, Math.Rounding.Ceil);
    }

    /// Most shares that are paid no more than `assets`.
    function mostSharesPaidDown(uint256 assets, uint256 supply, uint256 nav)
        internal
        pure
        returns (uint256)
    {
        return Math.mulDiv(assets + 1, supply, nav, Math.Rounding.Ceil) - 1;
    }
}
