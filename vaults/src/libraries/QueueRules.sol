// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// When shares of the redemption queue may be sold, by a rebalance and by `fillFromIdle` alike.
library QueueRules {
    /// Widest difference of the vault's bid and ask, basis points of ask, at which anyone may sell for
    /// everybody. The vault's own limit allows more to those who choose their moment themselves.
    uint256 internal constant MAX_SPREAD_BPS = 25;
    uint256 private constant ALL_BPS = 10_000;

    /// Whether a sale at the bid could give away more than that: whoever pushes a price chooses when others
    /// sell.
    function tooWide(uint256 bid, uint256 ask) internal pure returns (bool) {
        return bid < Math.mulDiv(ask, ALL_BPS - MAX_SPREAD_BPS, ALL_BPS);
    }
}
