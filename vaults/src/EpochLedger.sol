// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IRedemptionQueue} from "./interfaces/IRedemptionQueue.sol";
import {IStrategyVault} from "./interfaces/IStrategyVault.sol";
import {Epoch} from "./libraries/RequestMath.sol";

/// Which epochs wait, and how the vault's payments reach them. `RedemptionQueue` says why.
abstract contract EpochLedger is IRedemptionQueue {
    /// @inheritdoc IRedemptionQueue
    address public immutable vault;

    /// The epoch that takes requests. 0 is no epoch: ERC-7540 gives that id another meaning.
    uint256 internal _open = 1;
    /// The oldest epoch that may have something unfilled: `_open` or the one before.
    uint256 private _oldest = 1;
    /// The vault's totals up to which everything is attributed.
    uint256 private _bookedShares;
    uint256 private _bookedAssets;

    mapping(uint256 requestId => Epoch) internal _epochs;

    /// The vault creates its queue, before it has code: nothing can be asked of it here.
    constructor(address vault_) {
        if (vault_ == address(0)) revert ZeroAddress("vault");
        vault = vault_;
    }

    /// @inheritdoc IRedemptionQueue
    function currentRequestId() public view returns (uint256) {
        Epoch memory epoch = _epochNow(_open);
        return epoch.remainingShares == epoch.liveShares ? _open : _open + 1;
    }

    /// @inheritdoc IRedemptionQueue
    function totalPendingShares() public view returns (uint256 shares) {
        for (uint256 id = _oldest; id <= _open; ++id) {
            shares += _epochNow(id).remainingShares;
        }
    }

    function _book() internal {
        (uint256 shares, uint256 assets) = _unbooked();
        if (shares == 0) return;
        _bookedShares += shares;
        _bookedAssets += assets;
        _distribute(shares, assets);
    }

    /// Oldest first, all at one price; the open epoch closes when it is reached.
    function _distribute(uint256 shares, uint256 assets) internal {
        uint256 open = _open;
        uint256 oldest = _oldest;
        uint256 left = shares;
        uint256 assetsLeft = assets;
        for (uint256 id = oldest; id <= open && left != 0; ++id) {
            uint256 taken = Math.min(left, _epochs[id].remainingShares);
            if (taken == 0) continue;
            uint256 paid = Math.mulDiv(assets, taken, shares);
            _epochs[id].remainingShares -= taken;
            _epochs[id].assets += paid;
            left -= taken;
            assetsLeft -= paid;
            if (id == open) _open = open + 1;
            emit EpochFilled(id, taken, paid, _epochs[id].remainingShares);
        }
        while (oldest < _open && _epochs[oldest].remainingShares == 0) ++oldest;
        _oldest = oldest;
        if (left != 0) emit SurplusUnowned(left, assetsLeft);
    }

    /// What the vault has filled and nobody has been credited with.
    function _unbooked() private view returns (uint256 shares, uint256 assets) {
        (uint256 sharesFilled, uint256 assetsPaid) = IStrategyVault(vault).queueTotals();
        return (sharesFilled - _bookedShares, assetsPaid - _bookedAssets);
    }

    /// The epoch as booking would leave it.
    function _epochNow(uint256 requestId) internal view returns (Epoch memory epoch) {
        epoch = _epochs[requestId];
        if (epoch.remainingShares == 0) return epoch;
        (uint256 shares, uint256 assets) = _unbooked();
        uint256 ahead = requestId == _oldest ? 0 : _epochs[_oldest].remainingShares;
        uint256 taken = Math.min(Math.saturatingSub(shares, ahead), epoch.remainingShares);
        if (taken == 0) return epoch;
        epoch.remainingShares -= taken;
        epoch.assets += Math.mulDiv(assets, taken, shares);
    }
}
