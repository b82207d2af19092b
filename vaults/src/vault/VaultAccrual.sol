// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {VaultViews} from "./VaultViews.sol";

/// How every call that moves value begins: prices read, fees minted, the price remembered.
abstract contract VaultAccrual is VaultViews {
    using SafeCast for uint256;

    /// For calls that need a price: refuses while paused or unsettled.
    function _open() internal returns (Quote memory quote) {
        if (_book.activity.paused) revert VaultPaused();
        quote = _quote();
        _requireSettled(quote);
        _accrue(quote);
    }

    /// Mints the fees that a quote found due. What a quote says of the supply is true from here on.
    function _accrue(Quote memory quote) internal {
        if (quote.managementShares + quote.performanceShares > 0) {
            _mint(feeRecipient, quote.managementShares + quote.performanceShares);
            emit FeeSharesMinted(
                quote.managementShares, quote.performanceShares, quote.highWaterMarkX96
            );
        }
        _accrual = Accrual({
            accruedAt: uint40(block.timestamp),
            checkpointTick: quote.prices.complete
                ? quote.prices.longTwapTick
                : _accrual.checkpointTick,
            highWaterMarkX96: quote.highWaterMarkX96.toUint192()
        });
        (quote.managementShares, quote.performanceShares) = (0, 0);
    }

    /// For calls that must work without a price: the management fee alone.
    function _accrueByTime() internal {
        Quote memory quote;
        quote.limits = _limits;
        _addFees(quote);
        _accrue(quote);
    }

    function accrueFees() external nonReentrant {
        _accrue(_quote());
    }
}
