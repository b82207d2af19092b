// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {NaiveLab} from "./NaiveLab.sol";
import {OurLab} from "./OurLab.sol";
import {Attack, Exit, Order, Scenario} from "./Scenario.sol";
import {WorstCase} from "./WorstCase.sol";

/// The measured case of each way to price shares: an honest move of 1 %, a deposit of 50 times what the
/// vault holds, an exit in kind.
abstract contract OnePercentMove is WorstCase {
    function profitPpmOf(Attack attack) internal returns (int256) {
        Scenario memory s = Scenario({
            assetIsToken1: true,
            fee: 500,
            halfWidthTicks: 600,
            placementTicks: 0,
            moveTicks: 100,
            waitSeconds: 12,
            pushTicks: -100,
            depositMilli: 50_000,
            depthMilli: 5000,
            exit: Exit.InKind,
            order: Order.DepositRestoreExit
        });
        int256 profit = this.attackOnce(attack, s);
        // forge-lint: disable-next-line(unsafe-typecast)
        return profit * 1e6 / int256(tvl);
    }
}

contract OnePercentMoveNaiveTest is OnePercentMove, NaiveLab {
    function test_naive_lagArb_onTwap() external {
        pricing = Pricing.Twap;
        assertGt(profitPpmOf(Attack.Lag), 2000);
    }

    function test_naive_pushArb_onSpotAndTwap() external {
        pricing = Pricing.SpotTwap;
        assertGt(profitPpmOf(Attack.Push), 2000);
    }

    function test_naive_twoBlockProposer_onThreePrices() external {
        pricing = Pricing.ThreePrices;
        assertGt(profitPpmOf(Attack.TwoBlocksAfter600), 1000);
    }
}

contract OnePercentMoveTest is OnePercentMove, OurLab {
    function test_lagArb_nonPositivePnl() external {
        assertLe(profitPpmOf(Attack.Lag), 0);
    }

    function test_pushArb_nonPositivePnl() external {
        assertLe(profitPpmOf(Attack.Push), 0);
    }

    /// The 2-minute mean has 12 seconds of the pushed price: a tenth of the move, which the fee covers.
    function test_twoBlockProposer_nonPositivePnl_afterTwoMinutes() external {
        assertLe(profitPpmOf(Attack.TwoBlocksAfter120), 0);
        assertLe(profitPpmOf(Attack.TwoBlocksAfter600), 0);
    }
}
