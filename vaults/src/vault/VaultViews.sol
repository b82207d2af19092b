// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IPriceEnvelope} from "../interfaces/IPriceEnvelope.sol";
import {Bookkeeping} from "../libraries/Bookkeeping.sol";
import {ShareMath} from "../libraries/ShareMath.sol";
import {Book} from "../types/Book.sol";
import {Limits, PolicyParameters, Position} from "../types/VaultTypes.sol";
import {VaultPricing} from "./VaultPricing.sol";

/// Everything that can be asked. While a call of the vault is under way its books are half written: then
/// prices revert rather than lie, and every `max` is 0.
abstract contract VaultViews is VaultPricing {
    using Bookkeeping for Book;

    // ERC-4626

    /// @inheritdoc IERC4626
    function totalAssets()
        public
        view
        override(ERC4626, IERC4626)
        nonReentrantView
        returns (uint256)
    {
        return _midDown(_quote());
    }

    /// @inheritdoc IERC4626
    function previewDeposit(uint256 assets)
        public
        view
        override(ERC4626, IERC4626)
        returns (uint256)
    {
        return _sharesForDepositDown(_settledQuote(), assets);
    }

    /// @inheritdoc IERC4626
    function previewMint(uint256 shares) public view override(ERC4626, IERC4626) returns (uint256) {
        return _assetsForMintUp(_settledQuote(), shares);
    }

    /// @inheritdoc IERC4626
    function previewWithdraw(uint256 assets)
        public
        view
        override(ERC4626, IERC4626)
        returns (uint256)
    {
        return _sharesForWithdrawUp(_settledQuote(), assets);
    }

    /// @inheritdoc IERC4626
    function previewRedeem(uint256 shares)
        public
        view
        override(ERC4626, IERC4626)
        returns (uint256)
    {
        return _bidValueDown(_settledQuote(), shares);
    }

    /// @inheritdoc IERC4626
    function maxDeposit(address) public view override(ERC4626, IERC4626) returns (uint256) {
        return _isOpen() ? _maxDeposit(_quote()) : 0;
    }

    /// @inheritdoc IERC4626
    function maxMint(address) public view override(ERC4626, IERC4626) returns (uint256) {
        return _isOpen() ? _maxMint(_quote()) : 0;
    }

    /// @inheritdoc IERC4626
    function maxWithdraw(address owner) public view override(ERC4626, IERC4626) returns (uint256) {
        return _isOpen() ? _maxWithdraw(_quote(), owner) : 0;
    }

    /// @inheritdoc IERC4626
    function maxRedeem(address owner) public view override(ERC4626, IERC4626) returns (uint256) {
        return _isOpen() ? _maxRedeem(_quote(), owner) : 0;
    }

    function _convertToShares(uint256 assets, Math.Rounding rounding)
        internal
        view
        override
        nonReentrantView
        returns (uint256)
    {
        Quote memory quote = _quote();
        return Math.mulDiv(assets, _supplyWithVirtual(quote), _midDown(quote) + 1, rounding);
    }

    function _convertToAssets(uint256 shares, Math.Rounding rounding)
        internal
        view
        override
        nonReentrantView
        returns (uint256)
    {
        Quote memory quote = _quote();
        return Math.mulDiv(shares, _midDown(quote) + 1, _supplyWithVirtual(quote), rounding);
    }

    // The vault's own

    function valuation() external view nonReentrantView returns (Valuation memory) {
        Quote memory quote = _quote();
        return Valuation({
            healthy: quote.settled && !_book.activity.paused,
            bid: quote.bid,
            mid: _midDown(quote),
            ask: quote.ask,
            supply: quote.supply
        });
    }

    function holdings() external view nonReentrantView returns (uint256 amount0, uint256 amount1) {
        Quote memory quote = _quote();
        return IPriceEnvelope(envelope).amountsAt(quote.portfolio, quote.prices.spotSqrtPriceX96);
    }

    function positions() external view returns (Position[] memory) {
        return _book.loadPositions();
    }

    function idle() external view returns (uint256 idle0, uint256 idle1) {
        return (_book.idle.amount0, _book.idle.amount1);
    }

    function limits() external view returns (Limits memory) {
        return _limits;
    }

    function policyParameters() external view returns (PolicyParameters memory) {
        return _policy;
    }

    function paused() external view returns (bool) {
        return _book.activity.paused;
    }

    function highWaterMarkX96() external view returns (uint256) {
        return _accrual.highWaterMarkX96;
    }

    function lastRebalanceAt() external view returns (uint256) {
        return _book.activity.rebalancedAt;
    }

    function turnoverAvailableBps() external view returns (uint256) {
        return _book.turnoverAvailableBps(_limits.dailyTurnoverBps);
    }

    function queueTotals() external view returns (uint256 sharesFilled, uint256 assetsPaid) {
        return (_queueTotals.sharesFilled, _queueTotals.assetsPaid);
    }

    // What views and the calls that they preview share

    function _settledQuote() private view nonReentrantView returns (Quote memory quote) {
        quote = _quote();
        _requireSettled(quote);
    }

    function _isOpen() private view returns (bool) {
        return !_book.activity.paused && !_reentrancyGuardEntered();
    }

    /// Room for less than a share is no room.
    function _maxDeposit(Quote memory quote) private view returns (uint256) {
        uint256 room = _room(quote);
        return room == 0 || _sharesForDepositDown(quote, room) == 0 ? 0 : room;
    }

    function _maxMint(Quote memory quote) internal view returns (uint256) {
        uint256 room = _room(quote);
        return room == 0 ? 0 : _sharesForDepositDown(quote, room);
    }

    /// Assets that fit below the cap.
    function _room(Quote memory quote) internal pure returns (uint256) {
        if (!quote.settled || quote.ask >= quote.limits.depositCap) return 0;
        return quote.limits.depositCap - quote.ask;
    }

    function _maxWithdraw(Quote memory quote, address owner) internal view returns (uint256) {
        if (!quote.settled) return 0;
        return Math.min(_bidValueDown(quote, balanceOf(owner)), _idleAsset());
    }

    function _maxRedeem(Quote memory quote, address owner) internal view returns (uint256) {
        if (!quote.settled) return 0;
        uint256 most =
            ShareMath.mostSharesPaidDown(_idleAsset(), _supplyWithVirtual(quote), quote.bid + 1);
        uint256 shares = Math.min(balanceOf(owner), most);
        return _bidValueDown(quote, shares) == 0 ? 0 : shares;
    }

    /// The ask is the value rounded up, so the virtual asset is in it: an empty vault sells its first
    /// shares at the price that the high-water mark begins with.
    function _sharesForDepositDown(Quote memory quote, uint256 assets)
        internal
        view
        returns (uint256)
    {
        return ShareMath.sharesForDepositDown(
            assets, _supplyWithVirtual(quote), quote.ask, quote.limits.entryFeeBps
        );
    }

    function _assetsForMintUp(Quote memory quote, uint256 shares) internal view returns (uint256) {
        return ShareMath.assetsForMintUp(
            shares, _supplyWithVirtual(quote), quote.ask, quote.limits.entryFeeBps
        );
    }

    function _sharesForWithdrawUp(Quote memory quote, uint256 assets)
        internal
        view
        returns (uint256)
    {
        return ShareMath.sharesForWithdrawUp(assets, _supplyWithVirtual(quote), quote.bid + 1);
    }

    /// Value of `shares` at the bid.
    function _bidValueDown(Quote memory quote, uint256 shares) internal view returns (uint256) {
        return ShareMath.assetsForRedeemDown(shares, _supplyWithVirtual(quote), quote.bid + 1);
    }

    function _supplyWithVirtual(Quote memory quote) internal view returns (uint256) {
        return quote.supply + _virtualShares();
    }
}
