// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {RedemptionQueue} from "../../../src/RedemptionQueue.sol";
import {IStrategyVault} from "../../../src/interfaces/IStrategyVault.sol";
import {TestToken} from "../../base/TestToken.sol";

/// What a queue sees of a vault, with a share price and an idle balance that a test sets at will. The
/// asset is printed: where it comes from is not the queue's affair.
contract VaultStandIn is ERC20Permit {
    TestToken public immutable asset;
    RedemptionQueue public immutable queue;
    /// Assets for 10^18 shares.
    uint256 public price = 1e12;
    uint256 public idle = type(uint128).max;
    uint256 public spreadBps;
    bool public dead;
    uint256 private _sharesFilled;
    uint256 private _assetsPaid;

    error Dead();

    constructor(TestToken asset_) ERC20("Vault", "V") ERC20Permit("Vault") {
        asset = asset_;
        queue = new RedemptionQueue(address(this));
    }

    function mint(address to, uint256 shares) external {
        _mint(to, shares);
    }

    function setPrice(uint256 price_) external {
        price = price_;
    }

    function setIdle(uint256 idle_) external {
        idle = idle_;
    }

    function setSpread(uint256 bps) external {
        spreadBps = bps;
    }

    /// Nothing works that a vault may refuse: a dead oracle, a pause.
    function die() external {
        dead = true;
    }

    /// As a rebalance does: at most `maxShares` of what the queue holds.
    function fill(uint256 maxShares) external returns (uint256 shares, uint256 assets) {
        shares = Math.min(maxShares, balanceOf(address(queue)));
        assets = convertToAssets(shares);
        _burn(address(queue), shares);
        _sharesFilled += shares;
        _assetsPaid += assets;
        asset.mint(address(queue), assets);
    }

    function redeem(uint256 shares, address receiver, address owner)
        external
        returns (uint256 assets)
    {
        if (dead || msg.sender != owner || shares > maxRedeem(owner)) revert Dead();
        assets = convertToAssets(shares);
        idle -= assets;
        _burn(owner, shares);
        asset.mint(receiver, assets);
    }

    function withdraw(uint256 assets, address receiver, address owner)
        external
        returns (uint256 shares)
    {
        if (dead || msg.sender != owner || assets > maxWithdraw(owner)) revert Dead();
        shares = Math.mulDiv(assets, 1e18, price, Math.Rounding.Ceil);
        idle -= assets;
        _burn(owner, shares);
        asset.mint(receiver, assets);
    }

    function queueTotals() external view returns (uint256, uint256) {
        return (_sharesFilled, _assetsPaid);
    }

    function maxRedeem(address owner) public view returns (uint256) {
        return dead ? 0 : Math.min(balanceOf(owner), convertToShares(idle));
    }

    function maxWithdraw(address owner) public view returns (uint256) {
        return dead ? 0 : Math.min(convertToAssets(balanceOf(owner)), idle);
    }

    function valuation() external view returns (IStrategyVault.Valuation memory value) {
        if (dead) revert Dead();
        value.healthy = true;
        value.ask = 1e12;
        value.bid = value.ask * (10_000 - spreadBps) / 10_000;
        value.mid = value.ask;
    }

    function totalAssets() external view returns (uint256) {
        return convertToAssets(totalSupply());
    }

    function convertToAssets(uint256 shares) public view returns (uint256) {
        return Math.mulDiv(shares, price, 1e18);
    }

    function convertToShares(uint256 assets) public view returns (uint256) {
        return Math.mulDiv(assets, 1e18, price);
    }
}
