// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// Requests that are filled together, each in proportion to its live shares: all of them were made before
/// the first fill. Who cancels takes the part that is his, rounded down, out of all three sums, so parts of
/// what is left never shrink and never add up to more than it.
struct Epoch {
    /// Of requests that are not cancelled, as they were made.
    uint256 liveShares;
    /// Of those, still to be filled.
    uint256 remainingShares;
    /// What the filled ones were paid, claimed or not.
    uint256 assets;
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

/// One request's part in its epoch.
library RequestMath {
    function pendingDown(Epoch memory epoch, Request memory request)
        internal
        pure
        returns (uint256)
    {
        return partDown(epoch, request, epoch.remainingShares);
    }

    /// Shares and assets of all fills so far, claimed ones included.
    function filled(Epoch memory epoch, Request memory request)
        internal
        pure
        returns (uint256 sharesUp, uint256 assetsDown)
    {
        sharesUp = request.settledShares + request.liveShares - pendingDown(epoch, request);
        assetsDown = request.settledAssets + partDown(epoch, request, epoch.assets);
    }

    /// Shares are counted off at most: a share unit that somebody's cancelling has left to the others may
    /// turn from filled to pending again.
    function claimable(Epoch memory epoch, Request memory request)
        internal
        pure
        returns (uint256 shares, uint256 assets)
    {
        (uint256 filledShares, uint256 filledAssets) = filled(epoch, request);
        shares = Math.saturatingSub(filledShares, request.claimedShares);
        assets = filledAssets - request.claimedAssets;
    }

    function partDown(Epoch memory epoch, Request memory request, uint256 sum)
        private
        pure
        returns (uint256)
    {
        if (request.liveShares == 0) return 0;
        return Math.mulDiv(sum, request.liveShares, epoch.liveShares);
    }
}
