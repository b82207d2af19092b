// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {
    IUniswapV3MintCallback
} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3MintCallback.sol";
import {
    IUniswapV3SwapCallback
} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3SwapCallback.sol";
import {Limits, PolicyParameters, Position} from "../types/VaultTypes.sol";
import {IVaultErrors} from "./IVaultErrors.sol";
import {IVaultEvents} from "./IVaultEvents.sol";

/// An ERC-4626 vault over one Uniswap v3 pool. What it promises is written at the head of
/// `StrategyVault.sol`.
interface IStrategyVault is
    IERC4626,
    IVaultErrors,
    IVaultEvents,
    IUniswapV3MintCallback,
    IUniswapV3SwapCallback
{
    /// The vault's value in raw units of the asset at three prices, and the supply that shares it once
    /// fees due now are counted.
    struct Valuation {
        /// All four prices read, close enough together, not paused.
        bool healthy;
        uint256 bid;
        uint256 mid;
        uint256 ask;
        uint256 supply;
    }

    // Exits that need neither a price nor a permission; they work while paused and with a dead oracle.

    /// Burns `shares` of `owner` and pays `receiver` the same part of every position, of their fees and of
    /// both idle balances. Reverts below the minima. Performance fees since the last accrual are not
    /// charged: that would need a price.
    function redeemInKind(
        uint256 shares,
        address receiver,
        address owner,
        uint256 minAmount0,
        uint256 minAmount1
    ) external returns (uint256 amount0, uint256 amount1);

    /// As {redeemInKind}, then sells the other token's part in the vault's pool and pays the asset only.
    /// Reverts below `minAssets` or after `deadline` (unix seconds).
    function redeemToAsset(
        uint256 shares,
        address receiver,
        address owner,
        uint256 minAssets,
        uint256 deadline
    ) external returns (uint256 assets);

    // Registry

    /// Burns every position, swaps and mints what the policy makes of the forecast, fills the redemption
    /// queue; reverts unless every guard holds.
    /// @param inferenceId what the registry knows this decision by; for the record only
    /// @param varianceX32 forecast variance of the tick over one epoch, ticks² · 2^32
    /// @return valueBefore NAV before, raw units of the asset, at the long TWAP
    /// @return valueAfter NAV afterwards at the same price
    /// @return startBefore NAV before at the block's first price
    /// @return startAfter NAV afterwards at that price
    function rebalance(bytes32 inferenceId, uint256 varianceX32)
        external
        returns (uint256 valueBefore, uint256 valueAfter, uint256 startBefore, uint256 startAfter);

    /// Takes assets from the registry for all who hold shares: what a keeper forfeited. Works without a price
    /// and while paused.
    function contribute(uint256 assets) external;

    // Anyone

    /// Accrues fees as every call that moves value does, and mints all that are due. Until then they count
    /// as supply in every price, and the recipient cannot use them.
    function accrueFees() external;

    /// Books a token balance that has become smaller than what the vault recorded, so that in-kind exits
    /// pay out of what is there. Never books a gain.
    function recogniseShortfall() external;

    // Guardian and timelock

    /// Closes entries, exits at a price and rebalances. Guardian or timelock.
    function pause() external;
    /// Timelock.
    function unpause() external;
    /// Timelock; the guardian too when no limit raises risk.
    function setLimits(Limits calldata limits) external;
    /// Timelock.
    function setPolicy(PolicyParameters calldata policy) external;
    /// Timelock; the guardian too for the zero address, which stops rebalances.
    function setRegistry(address registry) external;
    /// Timelock.
    function setGuardian(address guardian) external;
    /// Timelock.
    function setFeeRecipient(address feeRecipient) external;

    // Views

    function pool() external view returns (address);
    function token0() external view returns (address);
    function token1() external view returns (address);
    function assetIsToken1() external view returns (bool);
    function envelope() external view returns (address);
    function rangePolicy() external view returns (address);
    function queue() external view returns (address);
    function timelock() external view returns (address);
    function guardian() external view returns (address);
    function registry() external view returns (address);
    function feeRecipient() external view returns (address);
    function paused() external view returns (bool);
    function limits() external view returns (Limits memory);
    function policyParameters() external view returns (PolicyParameters memory);
    function positions() external view returns (Position[] memory);
    /// Outside positions, as booked.
    function idle() external view returns (uint256 idle0, uint256 idle1);
    /// What closing everything would pay at the pool's price, uncollected fees included.
    function holdings() external view returns (uint256 amount0, uint256 amount1);
    function valuation() external view returns (Valuation memory);
    /// Highest share price that performance fees were charged on: assets per share · 2^96.
    function highWaterMarkX96() external view returns (uint256);
    function lastRebalanceAt() external view returns (uint256);
    /// Basis points of NAV that a rebalance may swap now.
    function turnoverAvailableBps() external view returns (uint256);
    /// Shares burned for the redemption queue and assets paid to it, ever.
    function queueTotals() external view returns (uint256 sharesFilled, uint256 assetsPaid);
}
