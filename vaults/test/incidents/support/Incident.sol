// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IStrategyVault} from "../../../src/interfaces/IStrategyVault.sol";
import {TestToken} from "../../base/TestToken.sol";
import {Market} from "./Market.sol";

/// An attack written once, against whatever vault a subclass deploys. Naive vaults have the selectors of
/// `IStrategyVault`, as far as they have the function at all.
abstract contract Incident is Market {
    uint256 internal constant TVL = 1_000_000e18;
    int24 internal constant START_TICK = 1000;
    uint128 internal constant MARKET_LIQUIDITY = 20_000_000e18;

    IStrategyVault internal target;
    /// Privileged in every target: what it needs, it is given.
    address internal admin = makeAddr("admin");
    bool internal assetIsToken0;
    /// The price before anything happens, at which gains are counted.
    uint160 internal fairX96;

    function _deployTarget() internal virtual returns (IStrategyVault);

    /// Puts the target's assets into a range around the pool's price, by whatever its keeper may do.
    function _place() internal virtual;

    /// What there is before the attack.
    function _arrange() internal virtual;

    function setUp() public {
        _arrange();
    }

    /// A liquid market with a target in it.
    function _arrangeMarket() internal {
        _openMarket(3000, START_TICK, MARKET_LIQUIDITY);
        _begin();
    }

    /// Which of the pool's tokens the vault is in.
    function _assetIsToken1() internal view returns (bool) {
        return !assetIsToken0;
    }

    function _begin() internal {
        skipTime(3600);
        fairX96 = sqrtPriceNow();
        target = _deployTarget();
        vm.label(address(target), "target");
    }

    function _asset() internal view returns (TestToken) {
        return _assetIsToken1() ? token1 : token0;
    }

    function _other() internal view returns (TestToken) {
        return _assetIsToken1() ? token0 : token1;
    }

    /// Money for anybody but the attacker, who has brought his own.
    function _deposit(address who, uint256 assets) internal returns (uint256 shares) {
        if (who != address(attacker)) _asset().mint(who, assets);
        vm.startPrank(who);
        _asset().approve(address(target), assets);
        shares = target.deposit(assets, who);
        vm.stopPrank();
    }

    /// Places while the market is deep: what placing costs is not the subject.
    function _invest() internal {
        (int24 lower, int24 upper) = (_floor(-60_000), _floor(60_000));
        addLiquidity(lower, upper, 100 * MARKET_LIQUIDITY);
        _place();
        actor.burn(pool, lower, upper, 100 * MARKET_LIQUIDITY);
    }

    /// A vault with somebody's money in it, at work.
    function _depositAndInvest() internal {
        _deposit(victim, TVL);
        _invest();
        skipTime(3600);
        fairX96 = sqrtPriceNow();
    }

    function _exitInKind(address who) internal {
        uint256 shares = target.balanceOf(who);
        vm.prank(who);
        target.redeemInKind(shares, who, who, 0, 0);
    }

    /// What can be had at once for shares, then the rest in kind.
    function _exit(address who) internal {
        uint256 shares = target.maxRedeem(who);
        vm.prank(who);
        if (shares > 0) target.redeem(shares, who, who);
        if (target.balanceOf(who) > 0) _exitInKind(who);
    }

    /// Calls what the target may or may not have.
    function _callAs(address who, bytes memory data) internal returns (bool ok) {
        vm.prank(who);
        (ok,) = address(target).call(data);
    }

    /// What the attacker has won, in the asset, at the fair price.
    function _gain() internal view returns (int256) {
        return _profit(address(attacker), fairX96, _assetIsToken1());
    }
}
