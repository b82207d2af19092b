// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {
    CommitTimes,
    Entry,
    Inference,
    KeeperAccount,
    KeeperRecord,
    LatestForecast,
    Model,
    Outcome,
    Output,
    Skill,
    Terms,
    Tier,
    VaultLog
} from "../types/InferenceTypes.sol";
import {IInferenceErrors} from "./IInferenceErrors.sol";

/// Commit to an inference, wait, reveal it and have the vault's policy carried out in the same call. What it
/// promises is written at the head of `InferenceRegistry.sol`.
interface IInferenceRegistry is IInferenceErrors {
    event TermsSet(address indexed vault, Terms terms);
    event ModelAdded(
        address indexed vault,
        uint32 indexed modelId,
        Tier tier,
        address implementation,
        bytes32 modelHash
    );
    event ModelRevoked(address indexed vault, uint32 indexed modelId, address by);
    event KeeperSet(address indexed vault, address indexed keeper, bool allowed, address by);
    event BondAdded(address indexed vault, address indexed keeper, uint256 amount);
    event BondWithdrawn(address indexed vault, address indexed keeper, uint256 amount);
    event Committed(
        address indexed vault,
        address indexed keeper,
        bytes32 indexed inferenceId,
        CommitTimes times
    );
    /// Everything an auditor needs beside the chain's own state: what was committed, what the model said, how
    /// it ended, and the log after it.
    /// @param valueBefore 0 without a trade
    event Revealed(
        address indexed vault,
        address indexed keeper,
        bytes32 indexed inferenceId,
        Inference inference,
        Output output,
        Outcome outcome,
        uint256 varianceX32,
        uint256 valueBefore,
        uint256 valueAfter,
        bytes32 head,
        uint32 length
    );
    event Expired(
        address indexed vault, address indexed keeper, bytes32 indexed inferenceId, uint256 penalty
    );
    event Slashed(
        address indexed vault,
        address indexed keeper,
        bytes32 indexed inferenceId,
        address challenger,
        uint256 bond,
        uint256 reward
    );
    event Finalised(bytes32 indexed inferenceId, uint256 bond);
    event Scored(
        address indexed vault,
        uint32 indexed modelId,
        bytes32 indexed inferenceId,
        uint256 realisedVarianceX32,
        uint256 lossX16,
        uint256 ewmaLossX16,
        uint256 benchmarkLossX16
    );
    event Settled(address indexed vault, uint256 amount);

    // Timelock of the vault

    /// Enrols the vault or changes what it asks of keepers.
    function setTerms(address vault, Terms calldata terms) external;
    /// @return modelId 1, 2, … over all vaults
    function addModel(address vault, Tier tier, address implementation, bytes32 modelHash)
        external
        returns (uint32 modelId);
    function allowKeeper(address vault, address keeper) external;

    // Timelock or guardian of the vault

    function revokeModel(uint32 modelId) external;
    /// What the keeper has committed can still be revealed without a trade, and its free bond withdrawn.
    function revokeKeeper(address vault, address keeper) external;

    // Anyone

    /// Adds the vault's asset to a keeper's bond, from the caller.
    function addBond(address vault, address keeper, uint256 amount) external;
    /// Ends a commitment that was not revealed in time: its penalty is the vault's.
    function expire(address vault, address keeper) external;
    /// Runs an optimistic inference again. Wrong features or a wrong output: the bond is forfeited, a part of
    /// it to the caller, the rest to the vault, and the keeper is revoked. Right: reverts.
    function dispute(Inference calldata inference, Output calldata output) external;
    /// Frees the bond of an optimistic inference that nobody could dispute.
    function finalise(bytes32 inferenceId) external;
    /// Compares a forecast with what happened, once its horizon is over.
    function score(bytes32 inferenceId) external;
    /// Pays the vault what has been released of what keepers forfeited: evenly over a day, an hour's part at
    /// most in one call. Reverts where that is nothing.
    function settle(address vault) external;

    // Keeper

    /// @param digest EIP-712 digest of the `Inference`, which is its id
    function commit(address vault, bytes32 digest, CommitTimes calldata times) external;
    /// Reveals, and carries the vault's policy out if `execute`. Everything is checked; with `execute` the
    /// vault's own guards too.
    /// @param proof empty unless the model is `Proved`
    function reveal(
        Inference calldata inference,
        Output calldata output,
        bool execute,
        bytes calldata proof
    ) external returns (Outcome outcome);
    function withdrawBond(address vault, uint256 amount, address receiver) external;

    // Views

    function digestOf(Inference calldata inference) external view returns (bytes32);
    function domainSeparator() external view returns (bytes32);
    function terms(address vault) external view returns (Terms memory);
    function model(uint32 modelId) external view returns (Model memory);
    function modelCount() external view returns (uint32);
    function account(address vault, address keeper) external view returns (KeeperAccount memory);
    function record(address vault, address keeper) external view returns (KeeperRecord memory);
    function entry(bytes32 inferenceId) external view returns (Entry memory);
    function log(address vault) external view returns (VaultLog memory);
    function keeperSkill(address vault, address keeper) external view returns (Skill memory);
    function modelSkill(uint32 modelId) external view returns (Skill memory);
    /// What keepers forfeited to the vault and it was not paid yet.
    function owed(address vault) external view returns (uint256);
    /// What {settle} would pay of that now.
    function releasable(address vault) external view returns (uint256);
    /// The last revealed forecast of a vault. Reverts when it is older than its horizon.
    function latestForecast(address vault) external view returns (LatestForecast memory);
    /// What the policy and the state of a vault hash to now.
    function policyIdOf(address vault) external view returns (bytes32);
    function stateHashOf(address vault) external view returns (bytes32);
    /// The epoch of a decision now.
    function currentEpoch(address vault) external view returns (uint32);
}
