// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {Bookkeeping} from "./libraries/Bookkeeping.sol";
import {Book} from "./types/Book.sol";
import {VaultConfig} from "./types/VaultTypes.sol";
import {VaultExits} from "./vault/VaultExits.sol";
import {VaultGovernance} from "./vault/VaultGovernance.sol";
import {VaultState} from "./vault/VaultState.sol";

/// A vault that holds one token as its asset and provides liquidity to one Uniswap v3 pool of it.
///
/// HOLDINGS
/// - What the vault holds is what its own storage says: two idle balances and the liquidity of at most
///   four positions, plus what the pool owes those positions in fees. `balanceOf` and the pool's record of
///   liquidity are never holdings: anyone can send tokens here, and anyone can mint into our positions.
/// - A gift is therefore worth nothing until a rebalance closes the position that it was minted into;
///   tokens sent to this address are never booked at all.
/// - The pool's fees belong to the whole record of a position, so fees that a gift earns are ours.
///
/// SHARE PRICE
/// - V(P) is the value of everything in the asset, amounts and price taken at the same P. Four prices are
///   read: spot, the first of this block, the means of the last 2 and 30 minutes (`PriceEnvelope`).
/// - Shares are minted at the ask, the greatest V of the four, and paid at the bid, the least. Whoever
///   moves one of the prices, or finds one lagging, trades at the worst of them.
/// - `totalAssets` and `convertTo*` are V at the 30-minute mean; while the oracle cannot answer, at the mean
///   of the last accrual. They ask for no settled price and no open vault. They revert while a call of the
///   vault is under way, and `convertTo*` where the answer exceeds 256 bits.
/// - Virtual amounts (10^offset shares, 1 unit of the asset) and a seed that is burned at creation make
///   rounding and inflation of the share price worthless. Every rounding is in the vault's favour.
/// - The prices are unsettled when one is missing or they lie further apart than `maxDeviationTicks`.
///   Then, and while paused, every `max*` is 0 and everything that needs a price reverts.
///
/// ENTRIES AND EXITS
/// - `deposit` and `mint` take the asset into idle; no liquidity is touched in a user's transaction. The
///   entry fee stays with the holders. Previews include it and all fees due.
/// - `withdraw` and `redeem` pay out of idle, so `max*` are exact: what they say works, one more reverts.
/// - `redeemInKind` pays a part of everything. It reads no price, asks no role and cannot be paused.
/// - `redeemToAsset` is the same, with the other token's part sold in the pool for the leaver's account.
/// - The redemption queue holds shares that are too many for idle. It sells them at the bid, in rebalances and
///   by `fillFromIdle`, and only while bid and ask lie within `QueueRules.MAX_SPREAD_BPS`.
/// - Zero shares or zero assets out of a call revert.
///
/// FEES
/// - Management: a part of the supply by time. Performance: a part of what the share price at bid gains
///   above its high-water mark. Both accrue as shares, before the call that finds them due is priced, and
///   before any change of a rate. The two exits that read no price accrue time only.
/// - Shares due count as supply in every price; `accrueFees`, which anyone may call, mints them.
///
/// REBALANCE
/// - Only the registry can call it, with a forecast and an id; there is no plan to supply. Ranges and swap
///   are what `rangePolicy` makes of the forecast, the pool and the parameters stored here.
/// - In this order: settled prices, cooldown, value at the 30-minute mean, everything burned, swap within
///   price limit, minimum and daily turnover, ranges filled, settled prices again if there was a swap,
///   value at the same recorded price, and at the block's first one, down by at most `maxLossBps`, supply
///   unchanged, queue filled unless bid and ask lie too far apart for it.
/// - Ranges are filled with what the idle target leaves: `idleTargetBps` of NAV and what the queue waits for,
///   at bid. Where less of the asset than that is there after the swap, all of it stays idle. What is idle
///   is set apart for nobody: exits at a price and the queue are paid out of it as they come.
///
/// ROLES
/// - Timelock: everything that can change, within the ceilings of `LimitRules`. Guardian: pause, revoke the
///   registry, and limits towards less risk, at once. Registry: rebalance, and give the holders what it took
///   from a keeper. Fee recipient: gets shares.
/// - Nobody can make the vault send tokens anywhere but to the pool, the queue, or who gives up shares.
///
/// CODE
/// - Calls that change state go to the pool, the two tokens, and nowhere else. `envelope` and `rangePolicy`
///   are stateless and only read; `RebalanceLogic` and `LimitRules` are this contract's own code, linked
///   because it would not fit. Nothing can be replaced.
/// - Transient guard on everything that moves value or changes fees; while such a call is under way price
///   views revert and `max*` are 0. Without it are `pause`, `unpause`, `setPolicy`, `setRegistry` and
///   `setGuardian`, which write what they are named after and call nothing that could call back, and
///   what every ERC-20 has: transfers, approvals, permits. Pool callbacks are answered only to the pool and
///   only during a call to it.
///
/// TOKEN REQUIREMENTS
/// - A transfer moves exactly its amount; balances change by transfers only; at most 24 decimals. The
///   factory probes for the first. A token that breaks this later closes entries (`TokenBalanceShort`), and
///   `recogniseShortfall` lets those who exit in kind share what is there.
/// - Hooks on transfer are harmless; a token that refuses to transfer to someone blocks that one only.
///
/// POOL REQUIREMENTS
/// - A pool of the canonical Uniswap v3 factory. Its oracle must reach back 30 minutes, which the factory
///   demands at creation; where it no longer does, prices are missing until it does again.
/// - More history costs whoever trades there nothing once its slots have been paid for.
///
/// LIVENESS
/// - As long as the pool and both tokens work, whoever holds shares can leave in kind at any time, whatever
///   the prices, the keeper, the registry, the guardian and the timelock do.
contract StrategyVault is VaultGovernance, VaultExits {
    using Bookkeeping for Book;

    constructor(VaultConfig memory config) VaultState(config) {}

    // Entries

    /// @inheritdoc IERC4626
    function deposit(uint256 assets, address receiver)
        public
        override(ERC4626, IERC4626)
        nonReentrant
        returns (uint256 shares)
    {
        Quote memory quote = _open();
        uint256 max = _room(quote);
        if (assets > max) revert ERC4626ExceededMaxDeposit(receiver, assets, max);
        shares = _sharesForDepositDown(quote, assets);
        if (shares == 0) revert ZeroShares();
        _deposit(msg.sender, receiver, assets, shares);
    }

    /// @inheritdoc IERC4626
    function mint(uint256 shares, address receiver)
        public
        override(ERC4626, IERC4626)
        nonReentrant
        returns (uint256 assets)
    {
        if (shares == 0) revert ZeroShares();
        Quote memory quote = _open();
        uint256 max = _maxMint(quote);
        if (shares > max) revert ERC4626ExceededMaxMint(receiver, shares, max);
        assets = _assetsForMintUp(quote, shares);
        _deposit(msg.sender, receiver, assets, shares);
    }

    // Exits at a price

    /// @inheritdoc IERC4626
    function withdraw(uint256 assets, address receiver, address owner)
        public
        override(ERC4626, IERC4626)
        nonReentrant
        returns (uint256 shares)
    {
        if (assets == 0) revert ZeroAssets();
        Quote memory quote = _open();
        uint256 max = _maxWithdraw(quote, owner);
        if (assets > max) revert ERC4626ExceededMaxWithdraw(owner, assets, max);
        shares = _sharesForWithdrawUp(quote, assets);
        _withdraw(msg.sender, receiver, owner, assets, shares);
    }

    /// @inheritdoc IERC4626
    function redeem(uint256 shares, address receiver, address owner)
        public
        override(ERC4626, IERC4626)
        nonReentrant
        returns (uint256 assets)
    {
        Quote memory quote = _open();
        uint256 max = _maxRedeem(quote, owner);
        if (shares > max) revert ERC4626ExceededMaxRedeem(owner, shares, max);
        assets = _bidValueDown(quote, shares);
        if (assets == 0) revert ZeroAssets();
        _withdraw(msg.sender, receiver, owner, assets, shares);
    }

    /// @inheritdoc ERC4626
    function _deposit(address caller, address receiver, uint256 assets, uint256 shares)
        internal
        override
    {
        super._deposit(caller, receiver, assets, shares);
        _bookReceived(assets);
    }

    /// @inheritdoc ERC4626
    function _withdraw(
        address caller,
        address receiver,
        address owner,
        uint256 assets,
        uint256 shares
    ) internal override {
        _book.takeIdleAsset(assetIsToken1, assets);
        super._withdraw(caller, receiver, owner, assets, shares);
    }
}
