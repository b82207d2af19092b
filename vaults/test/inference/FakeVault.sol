// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {Limits, PolicyParameters, Position} from "../../src/types/VaultTypes.sol";

/// Answers what the registry asks of a vault, and does what it was told to whenever it is called.
contract FakeVault {
    address public immutable asset;
    address public immutable pool;
    address public immutable registry;
    address public immutable timelock;
    address public immutable guardian;
    uint256 public totalAssets = 1e9;
    /// Of what it is given.
    uint256 public takenBps = 10_000;
    bytes[] private _attacks;
    bytes[] private _answers;

    constructor(address asset_, address pool_, address registry_) {
        (asset, pool, registry) = (asset_, pool_, registry_);
        timelock = msg.sender;
        guardian = address(this);
    }

    function setTotalAssets(uint256 next) external {
        totalAssets = next;
    }

    function setTakenBps(uint256 next) external {
        takenBps = next;
    }

    /// Calls to the registry, made from inside each of its calls here.
    function addAttack(bytes calldata data) external {
        _attacks.push(data);
    }

    function answers() external view returns (bytes[] memory) {
        return _answers;
    }

    function rebalance(bytes32, uint256) external returns (uint256, uint256, uint256, uint256) {
        attack();
        return (1, 1, 1, 1);
    }

    function contribute(uint256 assets) external {
        attack();
        uint256 taken = assets * takenBps / 10_000;
        if (taken > 0) IERC20(asset).transferFrom(registry, address(this), taken);
    }

    function tokensToSend() external {
        attack();
    }

    function attack() private {
        for (uint256 i; i < _attacks.length; ++i) {
            (bool done, bytes memory answer) = registry.call(_attacks[i]);
            _answers.push(done ? bytes("done") : answer);
        }
    }

    function lastRebalanceAt() external pure returns (uint256) {
        return 0;
    }

    function positions() external pure returns (Position[] memory) {}

    function policyParameters() external pure returns (PolicyParameters memory) {}

    function limits() external pure returns (Limits memory result) {
        result.maxLossBps = 50;
        result.cooldownSeconds = 60;
    }
}
