// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
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

    /// They refuse nothing, but lack some of the ways out, and promise more than lies idle.
    function _expectRefusal(bytes memory reason) internal pure override {
        bytes4 selector = bytes4(reason);
        if (reason.length == 0 || selector == IERC20Errors.ERC20InsufficientBalance.selector) {
            return;
        }
        revert(vm.toString(reason));
    }

    function _rebalance(int24 halfWidthTicks) internal override {
        int24 middle = tickNow() / spacing * spacing;
        int24 half = halfWidthTicks / spacing * spacing + spacing;
        NaiveLpVault(address(vault)).place(middle - half, middle + half);
    }
}
