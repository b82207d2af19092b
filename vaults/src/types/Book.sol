// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Position} from "./VaultTypes.sol";

/// Outside positions. Only ever changed by amounts that the vault itself moved.
struct Idle {
    uint128 amount0;
    uint128 amount1;
}

/// What the vault did last, and whether it may do anything.
struct Activity {
    uint40 rebalancedAt;
    uint40 turnoverAt;
    uint32 turnoverUsedBps;
    uint8 positionCount;
    bool paused;
}

/// Everything that the vault owns, in its own storage.
struct Book {
    Idle idle;
    Activity activity;
    Position[4] positions;
}
