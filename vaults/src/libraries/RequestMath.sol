// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// Requests that are filled together. Both accumulators count per share of a live request as it was made,
/// which is possible because all of them were made before the first fill.
struct Epoch {
    /// Of requests that are not cancelled, as they were made.
    uint256 liveShares;
    /// Still to be filled.
    uint256 remainingShares;
    /// At most 2^128: the whole epoch is filled. Rounded up, so pending shares never exceed those held.
    uint256 filledPerShareUpX128;
    /// Rounded down, so claims never exceed what was paid.
    uint256 assetsPerShareDownX128;
}

/// What one controller has in one epoch.
struct Request {
    /// As requested; 0 once cancelled.
    uint256 liveShares;
    /// What was filled before it was cancelled.
    uint256 settledShares;
    uint256 settledAssets;
    uint256 claimedShares;
    uint256 claimedAssets;
}

/// Fills of an epoch, and one request's part in them.
library RequestMath {
    uint256 private constant Q128 = 1 << 128;

    /// @param shares at least 1, at most `remainingShares`
    function fill(Epoch memory epoch, uint256 shares, uint256 assets) internal pure {
        epoch.remainingShares -= shares;
        // Remainders of cancelled requests are filled for those who stay, so the sum could pass 1.
        epoch.filledPerShareUpX128 = epoch.remainingShares == 0
            ? Q128
            : Math.min(
                Q128,
                epoch.filledPerShareUpX128
                    + Math.mulDiv(shares, Q128, epoch.liveShares, Math.Rounding.Ceil)
            );
        epoch.assetsPerShareDownX128 += Math.mulDiv(assets, Q128, epoch.liveShares);
    }

    /// Shares and assets of all fills so far, claimed ones included.
    function filled(Epoch memory epoch, Request memory request)
        internal
        pure
        returns (uint256 sharesUp, uint256 assetsDown)
    {
        sharesUp = request.settledShares + filledLiveUp(epoch, request);
        assetsDown = request.settledAssets
            + Math.mulDiv(request.liveShares, epoch.assetsPerShareDownX128, Q128);
    }

    function pendingDown(Epoch memory epoch, Request memory request)
        internal
        pure
        returns (uint256)
    {
        return request.liveShares - filledLiveUp(epoch, request);
    }

    function filledLiveUp(Epoch memory epoch, Request memory request)
        private
        pure
        returns (uint256)
    {
        return Math.mulDiv(request.liveShares, epoch.filledPerShareUpX128, Q128, Math.Rounding.Ceil);
    }
}
