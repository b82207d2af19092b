// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IStrategyVault} from "../../src/interfaces/IStrategyVault.sol";
import {NaiveLpVault} from "../naive/NaiveLpVault.sol";
import {NaiveSpotTwapVault, NaiveThreePriceVault, NaiveTwapVault} from "../naive/NaivePricing.sol";
import {WorstCase} from "./WorstCase.sol";

/// The attacks on naive pricing, to compare with.
abstract contract NaiveLab is WorstCase {
    enum Pricing {
        Twap,
        SpotTwap,
        ThreePrices
    }

    Pricing internal pricing;

    function _deployVault(bool assetIsToken1) internal override returns (IStrategyVault) {
        NaiveLpVault deployed;
        if (pricing == Pricing.Twap) deployed = new NaiveTwapVault(pool, assetIsToken1);
        else if (pricing == Pricing.SpotTwap) deployed = new NaiveSpotTwapVault(pool, assetIsToken1);
        else deployed = new NaiveThreePriceVault(pool, assetIsToken1);
        return IStrategyVault(address(deployed));
    }

    function _rebalance(int24 halfWidthTicks) internal override {
        int24 middle = tickNow() / spacing * spacing;
        int24 half = halfWidthTicks / spacing * spacing + spacing;
        NaiveLpVault(address(vault)).place(middle - half, middle + half);
    }
}
