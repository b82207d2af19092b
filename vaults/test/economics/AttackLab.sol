// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {PriceEnvelope} from "../../src/PriceEnvelope.sol";
import {PriceReading} from "../../src/interfaces/IPriceEnvelope.sol";
import {IStrategyVault} from "../../src/interfaces/IStrategyVault.sol";
import {Market} from "../incidents/support/Market.sol";
import {Attack, Exit, Order, Scenario, Scenarios} from "./Scenario.sol";

/// Runs an attack on a vault in a real pool and says what the attacker has gained, in raw units of the
/// asset at the true price: the pool's after the honest move. No cost is estimated: all that is compared
/// is what the attacker holds before and after.
abstract contract AttackLab is Market {
    using Scenarios for Scenario;

    /// What is in the vault before it is placed, and the price has settled.
    uint256 private constant TVL = 1_000_000e18;
    /// The middle of the vault's range: a price of 1.105, so that confusing a price with its inverse or
    /// with 1 shows.
    int24 internal constant MIDDLE = 1000;

    PriceEnvelope internal immutable envelope = new PriceEnvelope();
    /// Naive vaults answer to the same selectors.
    IStrategyVault internal vault;
    uint160 internal truthX96;
    /// What the vault is worth when the attack begins, by its own account.
    uint256 internal tvl;
    /// Furthest that the true price lay outside the four that the vault knows, whenever the attacker dealt
    /// with it.
    uint256 internal gapTicks;

    function _deployVault(bool assetIsToken1) internal virtual returns (IStrategyVault);

    /// The keeper centres a range of this half-width on the pool's price.
    function _rebalance(int24 halfWidthTicks) internal virtual;

    function setUp() public virtual {
        // So that no scenario has to deploy the factory again.
        createUninitializedPool(3000, 18, 18);
    }

    /// The market could not be made: nothing was attacked, and nothing refused.
    error ArrangementFailed(bytes reason);

    /// Reverts when the vault refuses the attacker.
    /// @return profit raw units of the asset; what that is a part of is `tvl`
    function attackOnce(Attack attack, Scenario memory s) public returns (int256 profit) {
        s.fit(attack);
        try this.arrange(s) {}
        catch (bytes memory reason) {
            revert ArrangementFailed(reason);
        }
        truthX96 = attack == Attack.Stale ? _targetX96(s) : sqrtPriceNow();
        if (attack == Attack.Lag || attack == Attack.Stale) _lag(s);
        else if (attack == Attack.Push || attack == Attack.PushAtOnce) _push(s, 0);
        else if (attack == Attack.FeeSnipe) _feeSnipe(s);
        else if (attack == Attack.Sandwich) _sandwich(s);
        else _push(s, BLOCK_SECONDS);
        if (attack != Attack.Stale) attacker.swapTo(truthX96);
        return _profit(address(attacker), truthX96, s.assetIsToken1);
    }

    /// After an attack that was refused, before the next: the addresses that `deployCode` took in the call
    /// that was undone stay taken, and who acted in it goes on acting at its depth.
    function clearUp() external {
        vm.stopPrank();
        vm.setNonce(address(this), vm.getNonce(address(this)) + 100);
    }

    /// A vault with its range, a price that has settled at its place in it, and then the honest move.
    function arrange(Scenario memory s) external {
        _openMarket(s.fee, MIDDLE, 1e18);
        skipTime(3600);
        vault = _deployVault(s.assetIsToken1);
        _depositAs(victim, s.assetIsToken1, TVL);
        addLiquidity(_floor(MIDDLE - 40_000), _floor(MIDDLE + 40_000), depthOf(s));
        _placeFirst(s.halfWidthTicks);
        swapToTick(MIDDLE + s.placementTicks);
        skipTime(3600);
        tvl = vault.totalAssets();
        gapTicks = 0;
        swapToTick(MIDDLE + s.placementTicks + s.moveTicks);
        if (s.waitSeconds > 0) skipTime(s.waitSeconds);
    }

    /// While the market is deep: what the first range costs is not the subject.
    function _placeFirst(int24 halfWidthTicks) private {
        (int24 lower, int24 upper) = (_floor(MIDDLE - 40_000), _floor(MIDDLE + 40_000));
        addLiquidity(lower, upper, uint128(10_000 * TVL));
        skipTime(60);
        _rebalance(halfWidthTicks);
        actor.burn(pool, lower, upper, uint128(10_000 * TVL));
    }

    /// A deposit and an exit at what the vault says the price is.
    function _lag(Scenario memory s) private {
        _deposit(s);
        _leave(s);
    }

    /// As the lag attack, with spot pushed for as long as it helps.
    /// @param heldSeconds 0: all in one transaction
    function _push(Scenario memory s, uint256 heldSeconds) private {
        bool depositFirst = s.order == Order.DepositPushExitRestore;
        if (depositFirst) _deposit(s);
        attacker.swapTo(_targetX96(s));
        if (heldSeconds > 0) skipTime(heldSeconds);
        if (!depositFirst) _deposit(s);
        if (s.order == Order.DepositRestoreExit) attacker.swapTo(truthX96);
        _leave(s);
    }

    /// Others trade to where the push would go, and back.
    function _feeSnipe(Scenario memory s) private {
        _deposit(s);
        swapToSqrtPrice(_targetX96(s));
        swapToSqrtPrice(truthX96);
        _leave(s);
    }

    function _sandwich(Scenario memory s) private {
        attacker.swapTo(_targetX96(s));
        _rebalance(s.halfWidthTicks);
    }

    /// Liquidity of an even position is about its value over the width as a fraction of the price.
    function depthOf(Scenario memory s) private pure returns (uint128) {
        uint256 ofVault = TVL * 10_000 / uint256(uint24(s.halfWidthTicks));
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint128(ofVault * s.depthMilli / 1000);
    }

    /// Where the attacker wants the price, or where it is elsewhere.
    function _targetX96(Scenario memory s) private pure returns (uint160) {
        return TickMath.getSqrtPriceAtTick(MIDDLE + s.placementTicks + s.moveTicks + s.pushTicks);
    }

    function _deposit(Scenario memory s) private {
        _noteGap();
        _depositAs(address(attacker), s.assetIsToken1, tvl * s.depositMilli / 1000);
    }

    function _noteGap() private {
        PriceReading memory reading = envelope.read(address(pool));
        int256 truth = TickMath.getTickAtSqrtPrice(truthX96);
        int256 gap = truth > reading.highestTick
            ? truth - reading.highestTick
            : int256(reading.lowestTick) - truth;
        // forge-lint: disable-next-line(unsafe-typecast)
        if (gap > int256(gapTicks)) gapTicks = uint256(gap);
    }

    function _depositAs(address who, bool assetIsToken1, uint256 assets) private {
        if (who == victim) (assetIsToken1 ? token1 : token0).mint(who, assets);
        vm.startPrank(who);
        (assetIsToken1 ? token1 : token0).approve(address(vault), assets);
        vault.deposit(assets, who);
        vm.stopPrank();
    }

    function _leave(Scenario memory s) private {
        address who = address(attacker);
        _noteGap();
        vm.startPrank(who);
        if (s.exit == Exit.Redeem) vault.redeem(vault.maxRedeem(who), who, who);
        uint256 shares = vault.balanceOf(who);
        if (shares > 0 && s.exit == Exit.ToAsset) {
            vault.redeemToAsset(shares, who, who, 0, block.timestamp);
        } else if (shares > 0) {
            vault.redeemInKind(shares, who, who, 0, 0);
        }
        vm.stopPrank();
    }
}
