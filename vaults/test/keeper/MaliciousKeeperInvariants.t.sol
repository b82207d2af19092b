// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Collusion} from "./base/Collusion.sol";
import {KeeperHandler} from "./base/KeeperHandler.sol";

/// A stolen registry key over days, in a pool that its thief moves as he likes.
/// forge-config: default.invariant.runs = 64
contract MaliciousKeeperInvariantsTest is Collusion {
    KeeperHandler private handler;

    function setUp() public {
        arrange();
        handler = new KeeperHandler(world, colluder, spacing);
        deposit(100_000);
        targetContract(address(handler));
    }

    /// No more rebalances than the cooldown allows, and no more lost than the limit for each of them.
    function invariant_maliciousKeeper_boundedLoss() public view {
        assertLe(handler.rebalances(), handler.mostRebalances(), "more often than allowed");
        assertLe(handler.lostAtMean(), handler.mayHaveLostAtMean(), "at the mean");
        assertLe(handler.lostAtStart(), handler.mayHaveLostAtStart(), "at the block's first price");
    }
}
