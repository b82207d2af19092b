// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ExitActions} from "../actions/ExitActions.sol";
import {GovernanceActions} from "../actions/GovernanceActions.sol";
import {HolderActions} from "../actions/HolderActions.sol";
import {KeeperActions} from "../actions/KeeperActions.sol";
import {MarketActions} from "../actions/MarketActions.sol";
import {QueueActions} from "../actions/QueueActions.sol";
import {Observer} from "./Observer.sol";
import {World} from "./World.sol";

/// Everything that anyone can do.
contract Handler is
    HolderActions,
    ExitActions,
    QueueActions,
    MarketActions,
    GovernanceActions,
    KeeperActions
{
    constructor(World memory world_) Observer(world_) {}
}
