// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {VaultViews} from "./VaultViews.sol";

/// How every call that moves value begins: prices read, fees accrued, the price remembered.
///
/// Fees accrue as a number of shares that pricing counts as supply. They are minted when somebody asks
/// for it, so that those who come and go do not pay for it.
abstract contract VaultAccrual is VaultViews {
    using SafeCast for uint256;

    /// For calls that need a price: refuses while paused or unsettled.
    function _open() internal returns (Quote memory quote) {
        if (_book.activity.paused) revert VaultPaused();
        quote = _quote();
        _requireSettled(quote);
        _accrue(quote);
    }

    /// For calls that must work without a price: the management fee alone.
    function _accrueByTime() internal returns (Quote memory quote) {
        quote.limits = _limits;
        _addFees(quote);
        _accrue(quote);
    }

    /// Books the fees that a quote found due.
    function _accrue(Quote memory quote) internal {
        // More than the counter holds is minted at once.
        if (quote.sharesDue > type(uint88).max) _mintDue(quote);
        _accrual = Accrual({
            accruedAt: uint40(block.timestamp),
            checkpointTick: quote.prices.complete
                ? quote.prices.longTwapTick
                : _accrual.checkpointTick,
            sharesDue: quote.sharesDue.toUint88(),
            highWaterMarkX96: quote.highWaterMarkX96.toUint104()
        });
    }

    /// Mints the fees that a quote found due to the recipient they accrued for.
    function _mintDue(Quote memory quote) internal {
        if (quote.sharesDue == 0) return;
        _mint(feeRecipient, quote.sharesDue);
        emit FeeSharesMinted(feeRecipient, quote.sharesDue, quote.highWaterMarkX96);
        quote.sharesDue = 0;
    }

    function accrueFees() external nonReentrant {
        _payFees();
    }

    function _payFees() internal {
        Quote memory quote = _quote();
        _mintDue(quote);
        _accrue(quote);
    }
}
