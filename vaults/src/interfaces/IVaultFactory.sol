// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {VaultConfig} from "../types/VaultTypes.sol";

/// Who governs a vault, by a `RiskTimelock` of its own. Nobody administers that: roles and delay change by
/// its own proposals alone.
struct TimelockTerms {
    /// From a proposal to its effect; `RiskTimelock.MIN_DELAY` at least.
    uint256 delaySeconds;
    /// May propose, and cancel.
    address[] proposers;
    /// May execute what has waited; the zero address: everybody.
    address[] executors;
}

/// Creates vaults whose code, envelope, policies, pool and tokens have been checked. What it promises is
/// written at the head of `VaultFactory.sol`.
interface IVaultFactory {
    event VaultCreated(
        address indexed vault,
        address indexed pool,
        address indexed asset,
        address creator,
        address queue,
        bytes32 salt,
        uint256 seedAssets,
        uint256 seedShares,
        VaultConfig config
    );
    event TimelockCreated(
        address indexed timelock,
        address indexed vault,
        uint256 delaySeconds,
        address[] proposers,
        address[] executors
    );
    /// @param cardinality the pool's oracle will hold this many observations
    event PoolPrepared(address indexed pool, uint16 cardinality);

    error ZeroAddress(string what);
    error CardinalityOutOfRange(uint16 cardinality, uint16 least, uint16 most);
    error WrongVaultCode(bytes32 codeHash, bytes32 expected);
    error VaultExists(address vault);
    error NotCanonical(string what, address given, address expected);
    error AssetNotInPool(address asset, address pool);
    /// The factory makes the timelock. No code tells of another whether its constructor ran, what is
    /// proposed there already and who may propose.
    error TimelockGiven(address timelock);
    /// Call {prepare} first, then let the pool write its oracle.
    error CardinalityTooSmall(address pool, uint16 cardinality, uint16 needed);
    /// The oracle does not reach back 30 minutes.
    error PriceHistoryMissing(address pool);
    error SeedNotDeposited(address vault, uint256 seedAssets, uint256 received);

    // What the examination of a token can find
    error TokenDecimalsUnreadable(address token);
    error TooManyDecimals(address token, uint256 decimals, uint256 most);
    /// A transfer returned false or reverted: for want of balance or approval, or because the token does.
    error TokenTransferFailed(address token);
    /// A balance after a transfer: the token charges a fee, or keeps balances in rounded shares.
    error TokenTransferInexact(address token, uint256 expected, uint256 actual);
    /// The token calls senders or receivers, or says that it would (ERC-777).
    error TokenCallsBack(address token);
    /// The token answers a question that only tokens with changing balances answer.
    error TokenRebases(address token, bytes4 question);

    /// Makes the pool's oracle remember 30 minutes. Grows it by a few hundred slots per call, which cost
    /// the caller gas; call until it returns `minCardinality`. The oracle then fills as people trade.
    function prepare(address pool) external returns (uint16 cardinality);

    /// Creates the vault and its timelock at {predictAddress} and deposits {seedFor} its asset for nobody.
    /// The caller must have approved the factory for that, and for {probeAmountOf} both tokens, which come
    /// back at once.
    /// @param creationCode of `StrategyVault`; its hash is fixed
    /// @param config with zero as the timelock: the factory fills in the one that it makes
    function createVault(
        bytes calldata creationCode,
        VaultConfig calldata config,
        TimelockTerms calldata terms,
        bytes32 salt
    ) external returns (address vault);

    function predictAddress(
        bytes calldata creationCode,
        VaultConfig calldata config,
        TimelockTerms calldata terms,
        bytes32 salt
    ) external view returns (address vault, address timelock);

    function isVault(address vault) external view returns (bool);
    /// Of a vault of this factory, made in the same transaction.
    function isTimelock(address timelock) external view returns (bool);
    /// Raw units of the asset that are deposited for nobody.
    function seedFor(address asset) external view returns (uint256);
    /// Raw units that the caller of {createVault} lends for the examination of a token.
    function probeAmountOf(address token) external view returns (uint256);
    function uniswapFactory() external view returns (address);
    function envelope() external view returns (address);
    function rangePolicy() external view returns (address);
    function vaultCodeHash() external view returns (bytes32);
    function minCardinality() external view returns (uint16);
}
