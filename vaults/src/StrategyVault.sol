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

/// SPECIFICATION TO BE PLACED HERE
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
        uint256 max = _maxDeposit(quote);
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
        uint256 before = _checkedBalance(_idleAsset());
        super._deposit(caller, receiver, assets, shares);
        _checkedBalance(before + assets);
        _book.addIdleAsset(assetIsToken1, assets);
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

    /// A token that took a fee or shrank is noticed here; the whole call is undone.
    function _checkedBalance(uint256 expected) private view returns (uint256 balance) {
        balance = IERC20(asset()).balanceOf(address(this));
        if (balance < expected) revert TokenBalanceShort(asset(), expected, balance);
    }
}
