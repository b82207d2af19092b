// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// What the queue should do, worked out the slow way: every fill is handed to every waiting request at
/// once, in fractions of 2^-64, with no sums of epochs.
contract QueueModel {
    struct Entry {
        uint256 requested;
        uint256 pendingX64;
        uint256 assetsX64;
        uint256 claimedShares;
        uint256 claimedAssets;
        uint256 returnedShares;
    }

    uint256 public constant HOLDERS = 3;

    /// The epoch that takes requests.
    uint256 public open = 1;
    uint256 public unownedAssetsX64;
    uint256 private _unbookedShares;
    uint256 private _unbookedAssets;
    mapping(uint256 id => Entry[HOLDERS]) private _entries;

    function request(uint256 holder, uint256 shares) external {
        book();
        _entries[open][holder].requested += shares;
        _entries[open][holder].pendingX64 += shares << 64;
    }

    function cancel(uint256 holder, uint256 id, uint256 returned) external {
        book();
        _entries[id][holder].pendingX64 = 0;
        _entries[id][holder].returnedShares += returned;
    }

    function fillLater(uint256 shares, uint256 assets) public {
        _unbookedShares += shares;
        _unbookedAssets += assets;
    }

    function fillNow(uint256 shares, uint256 assets) external {
        book();
        fillLater(shares, assets);
        book();
    }

    function claimed(uint256 holder, uint256 id, uint256 shares, uint256 assets) external {
        _entries[id][holder].claimedShares += shares;
        _entries[id][holder].claimedAssets += assets;
    }

    function entry(uint256 id, uint256 holder) external view returns (Entry memory) {
        return _entries[id][holder];
    }

    function book() public {
        uint256 leftX64 = _unbookedShares << 64;
        if (leftX64 == 0) return;
        uint256 assetsX64 = _unbookedAssets << 64;
        uint256 sharesX64 = leftX64;
        uint256 last = open;
        for (uint256 id = 1; id <= last && leftX64 != 0; ++id) {
            uint256 waitingX64 = waiting(id);
            if (waitingX64 == 0) continue;
            uint256 takenX64 = leftX64 < waitingX64 ? leftX64 : waitingX64;
            fill(id, takenX64, waitingX64, Math.mulDiv(assetsX64, takenX64, sharesX64));
            leftX64 -= takenX64;
            if (id == open) ++open;
        }
        unownedAssetsX64 += Math.mulDiv(assetsX64, leftX64, sharesX64);
        _unbookedShares = 0;
        _unbookedAssets = 0;
    }

    function fill(uint256 id, uint256 takenX64, uint256 waitingX64, uint256 assetsX64) private {
        for (uint256 i = 0; i < HOLDERS; ++i) {
            Entry storage e = _entries[id][i];
            e.assetsX64 += Math.mulDiv(assetsX64, e.pendingX64, waitingX64);
            e.pendingX64 -= Math.mulDiv(e.pendingX64, takenX64, waitingX64);
        }
    }

    function waiting(uint256 id) private view returns (uint256 sumX64) {
        for (uint256 i = 0; i < HOLDERS; ++i) {
            sumX64 += _entries[id][i].pendingX64;
        }
    }
}
