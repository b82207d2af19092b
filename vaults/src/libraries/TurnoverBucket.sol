// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// A daily allowance that comes back evenly: what was used shrinks by a day's allowance per day. Kept in
/// the slot that a rebalance writes anyway.
library TurnoverBucket {
    /// What of `usedBps` still counts after `elapsedSeconds`, rounded up.
    function stillUsedUp(uint256 usedBps, uint256 dailyBps, uint256 elapsedSeconds)
        internal
        pure
        returns (uint256)
    {
        uint256 returned = dailyBps * elapsedSeconds / 1 days;
        return usedBps > returned ? usedBps - returned : 0;
    }
}
