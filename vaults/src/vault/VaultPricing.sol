// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Appraisal, IPriceEnvelope, Portfolio, PriceReading} from "../interfaces/IPriceEnvelope.sol";
import {Bookkeeping} from "../libraries/Bookkeeping.sol";
import {FeeShares} from "../libraries/FeeShares.sol";
import {Book} from "../types/Book.sol";
import {Limits} from "../types/VaultTypes.sol";
import {VaultState} from "./VaultState.sol";

/// What the vault holds, what that is worth at each price, and which fees are due. Reads only, so that
/// previews and the calls they preview share every line.
abstract contract VaultPricing is VaultState {
    using Bookkeeping for Book;

    /// Everything that one call needs to know, read once.
    struct Quote {
        PriceReading prices;
        /// With uncollected fees among the amounts.
        Portfolio portfolio;
        Limits limits;
        /// All four prices were read and lie close enough together.
        bool settled;
        /// Raw units of the asset; 0 unless settled.
        uint256 bid;
        uint256 ask;
        /// With the fee shares that are due and not minted.
        uint256 supply;
        uint256 sharesDue;
        uint256 highWaterMarkX96;
    }

    function _quote() internal view returns (Quote memory quote) {
        quote.portfolio = _portfolio();
        Appraisal memory appraisal = IPriceEnvelope(envelope).appraise(pool, quote.portfolio);
        quote.portfolio.amount0 += appraisal.fee0;
        quote.portfolio.amount1 += appraisal.fee1;
        quote.prices = appraisal.prices;
        quote.limits = _limits;
        quote.settled = _isSettled(quote);
        if (quote.settled) {
            quote.bid = appraisal.leastValue;
            // Values are rounded down: the next one up is what must not be exceeded.
            quote.ask = appraisal.greatestValue + 1;
        }
        _addFees(quote);
    }

    function _isSettled(Quote memory quote) internal pure returns (bool) {
        return quote.prices.complete && quote.prices.spreadTicks <= quote.limits.maxDeviationTicks;
    }

    /// Fees that are due: by time always, on gains only where there is a price, and then on the bid, so
    /// that no spike is billed.
    function _addFees(Quote memory quote) internal view {
        Accrual memory accrual = _accrual;
        uint256 minted = totalSupply();
        uint256 supply = minted + accrual.sharesDue;
        supply += FeeShares.managementDown(
            supply, quote.limits.managementFeePpm, block.timestamp - accrual.accruedAt
        );
        quote.highWaterMarkX96 = accrual.highWaterMarkX96;
        if (quote.settled) {
            uint256 shares;
            (shares, quote.highWaterMarkX96) = FeeShares.performanceDown(
                supply + _virtualShares(),
                quote.bid + 1,
                accrual.highWaterMarkX96,
                quote.limits.performanceFeeBps
            );
            // A price that has risen by more than the mark can hold is not billed any further.
            if (quote.highWaterMarkX96 > type(uint104).max) {
                (shares, quote.highWaterMarkX96) = (0, type(uint104).max);
            }
            supply += shares;
        }
        quote.supply = supply;
        quote.sharesDue = supply - minted;
    }

    function _portfolio() internal view returns (Portfolio memory) {
        return Portfolio({
            owner: address(this),
            assetIsToken1: assetIsToken1,
            amount0: _book.idle.amount0,
            amount1: _book.idle.amount1,
            positions: _book.loadPositions()
        });
    }

    /// NAV at the long TWAP; at the one of the last accrual when the oracle cannot say.
    function _midDown(Quote memory quote) internal view returns (uint256) {
        int24 tick = quote.prices.complete ? quote.prices.longTwapTick : _accrual.checkpointTick;
        return IPriceEnvelope(envelope).valueAtTick(quote.portfolio, tick);
    }

    function _requireSettled(Quote memory quote) internal pure {
        if (!quote.prices.complete) revert PriceHistoryMissing();
        if (!quote.settled) {
            revert PriceUnsettled(quote.prices.spreadTicks, quote.limits.maxDeviationTicks);
        }
    }
}
