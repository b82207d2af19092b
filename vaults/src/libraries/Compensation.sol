// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Owing} from "../types/RegistryTypes.sol";

/// What keepers forfeited is released evenly over a day, and a payment makes up for an hour at most: were it
/// paid at once, whoever enters just before and leaves just after would take it from those who hold shares.
library Compensation {
    using SafeCast for uint256;

    uint256 internal constant RELEASE_SECONDS = 1 days;
    /// However long nobody had it paid: 1/24 of what was forfeited, less than coming and going costs.
    uint256 internal constant MOST_SECONDS_AT_ONCE = 1 hours;

    /// What is new takes a day. Together they take as long, and have waited as long, as they do on average,
    /// weighted by amounts: little that is new holds much that is old back by two seconds at most, and of what
    /// is new nothing is there at once.
    function add(Owing storage stored, uint256 amount) internal {
        if (amount == 0) return;
        Owing memory owing = stored;
        uint256 sum = owing.amount + amount;
        uint256 waited = _elapsed(owing) * owing.amount / sum;
        uint256 left = owing.secondsLeft * uint256(owing.amount) + RELEASE_SECONDS * amount;
        stored.amount = sum.toUint128();
        // An hour ago at most, and at most a day, as both parts are.
        // forge-lint: disable-start(unsafe-typecast)
        stored.since = uint40(block.timestamp - waited);
        stored.secondsLeft = uint24(Math.ceilDiv(left, sum));
        // forge-lint: disable-end(unsafe-typecast)
    }

    /// Takes out what can be paid now.
    function take(Owing storage stored) internal returns (uint256 amountUp) {
        Owing memory owing = stored;
        amountUp = releasableUp(owing);
        // No more than there is of either.
        // forge-lint: disable-start(unsafe-typecast)
        stored.amount = owing.amount - uint128(amountUp);
        stored.since = uint40(block.timestamp);
        stored.secondsLeft = owing.secondsLeft - uint24(_elapsed(owing));
        // forge-lint: disable-end(unsafe-typecast)
    }

    /// What can be paid now: rounded up, so that the least amounts come to an end; everything at the end.
    function releasableUp(Owing memory owing) internal view returns (uint256) {
        if (owing.amount == 0) return 0;
        return Math.ceilDiv(owing.amount * _elapsed(owing), owing.secondsLeft);
    }

    function _elapsed(Owing memory owing) private view returns (uint256) {
        uint256 most = Math.min(owing.secondsLeft, MOST_SECONDS_AT_ONCE);
        return Math.min(block.timestamp - owing.since, most);
    }
}
