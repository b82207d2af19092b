// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Limits, PolicyParameters, Position} from "../types/VaultTypes.sol";

/// Everything an auditor needs to follow the vault from its events alone.
interface IVaultEvents {
    event RedeemedInKind(
        address indexed caller,
        address indexed receiver,
        address indexed owner,
        uint256 shares,
        uint256 amount0,
        uint256 amount1
    );
    event RedeemedToAsset(
        address indexed caller,
        address indexed receiver,
        address indexed owner,
        uint256 shares,
        uint256 assets,
        uint256 swappedIn,
        uint256 swappedOut
    );
    /// @param valueBefore at the price of `referenceTick`, raw units of the asset, before anything was burned
    /// @param valueAfter at the same price, after everything was minted
    event Rebalanced(
        bytes32 indexed inferenceId,
        uint256 varianceX32,
        int24 referenceTick,
        uint256 valueBefore,
        uint256 valueAfter,
        bool zeroForOne,
        uint256 swapIn,
        uint256 swapOut,
        uint256 idle0,
        uint256 idle1,
        Position[] positions
    );
    /// Raw units of the asset that the registry gave to all who hold shares.
    event Contributed(uint256 assets);
    event QueueFilled(uint256 shares, uint256 assets, uint256 sharesLeft);
    event FeesCollected(uint256 amount0, uint256 amount1);
    event FeeSharesMinted(address indexed feeRecipient, uint256 shares, uint256 highWaterMarkX96);
    event ShortfallRecognised(address indexed token, uint256 idleBefore, uint256 idleAfter);
    event PausedSet(address indexed by, bool paused);
    event LimitsSet(address indexed by, Limits limits);
    event PolicySet(PolicyParameters policy);
    event RegistrySet(address indexed by, address registry);
    event GuardianSet(address guardian);
    event FeeRecipientSet(address feeRecipient);
}
