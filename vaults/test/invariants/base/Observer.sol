// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {CommonBase} from "forge-std/Base.sol";
import {StdAssertions} from "forge-std/StdAssertions.sol";
import {StdUtils} from "forge-std/StdUtils.sol";
import {RedemptionQueue} from "../../../src/RedemptionQueue.sol";
import {StrategyVault} from "../../../src/StrategyVault.sol";
import {PriceReading} from "../../../src/interfaces/IPriceEnvelope.sol";
import {IStrategyVault} from "../../../src/interfaces/IStrategyVault.sol";
import {IVaultErrors} from "../../../src/interfaces/IVaultErrors.sol";
import {Limits, Position} from "../../../src/types/VaultTypes.sol";
import {TestToken} from "../../base/TestToken.sol";
import {World} from "./World.sol";

/// What an action sees before it acts.
struct Sight {
    uint256 bid;
    uint256 mid;
    uint256 ask;
    /// With the fee shares that are due.
    uint256 netSupply;
    uint256 supply;
    uint256 feeShares;
    bool settled;
    /// Why there is no price; empty if there is one.
    bytes noPrice;
    /// Why the vault must refuse everything that needs a price; empty if it must not.
    bytes refusal;
    Limits limits;
}

/// Which fees an operation must have accrued; `Paid` mints them too.
enum Charge {
    Time,
    All,
    Paid
}

/// Looks at the vault from outside, keeps its own record of what should be, and compares.
abstract contract Observer is CommonBase, StdAssertions, StdUtils {
    uint256 private constant YEAR_PPM = 365 days * 1_000_000;
    /// More than this is minted as it accrues.
    uint256 private constant MOST_DUE = type(uint88).max;
    uint256 internal constant ALL_BPS = 10_000;
    /// How far from home the market goes.
    int24 internal constant MARKET_TICKS = 20_000;

    World internal world;
    StrategyVault public immutable vault;
    RedemptionQueue internal immutable queue;
    IUniswapV3Pool internal immutable pool;
    TestToken internal immutable asset;
    bool internal immutable assetIsToken1;
    uint256 internal immutable virtualShares;
    uint256 internal immutable oneAsset;
    /// What one raw unit of the other token is worth at most, wherever the market goes.
    uint256 private immutable _otherUnit;

    /// What the vault's supply must be, without and with the fees that have accrued and are not minted.
    uint256 public supply;
    uint256 public shared;
    uint256 public accruedAt;
    uint256 public highWaterMarkX96;
    uint256 public calls;

    constructor(World memory world_) {
        world = world_;
        vault = world_.vault;
        queue = world_.queue;
        pool = world_.pool;
        asset = TestToken(vault.asset());
        assetIsToken1 = vault.assetIsToken1();
        uint256 decimals = asset.decimals();
        virtualShares = 10 ** (vault.decimals() - decimals);
        oneAsset = 10 ** decimals;
        int24 dearest = world_.homeTick + (assetIsToken1 ? MARKET_TICKS : -MARKET_TICKS);
        uint256 rootX96 = TickMath.getSqrtPriceAtTick(dearest);
        uint256 numerator = assetIsToken1 ? rootX96 * rootX96 : 1 << 192;
        _otherUnit = numerator / (assetIsToken1 ? 1 << 192 : rootX96 * rootX96) + 1;
        supply = vault.totalSupply();
        shared = vault.valuation().supply;
        accruedAt = block.timestamp;
        highWaterMarkX96 = vault.highWaterMarkX96();
    }

    /// Around every action: time before it, and what must hold after each.
    modifier step(uint256 pace) {
        _pause(pace);
        ++calls;
        _;
        uint256 mark = vault.highWaterMarkX96();
        assertGe(mark, highWaterMarkX96, "the high-water mark fell");
        highWaterMarkX96 = mark;
        assertEq(vault.totalSupply(), supply, "shares appeared or vanished");
    }

    /// Half of the actions happen in the block of the one before.
    function _pause(uint256 pace) private {
        if (pace % 2 == 0) return;
        _wait(_bound(pace >> 8, 1, 90));
    }

    function _wait(uint256 elapsed) internal {
        vm.warp(vm.getBlockTimestamp() + elapsed);
        vm.roll(vm.getBlockNumber() + elapsed / 12 + 1);
    }

    function _look() internal view returns (Sight memory seen) {
        IStrategyVault.Valuation memory value = vault.valuation();
        (seen.bid, seen.mid, seen.ask) = (value.bid, value.mid, value.ask);
        seen.netSupply = value.supply;
        seen.supply = vault.totalSupply();
        seen.feeShares = _feeShares();
        seen.limits = vault.limits();
        PriceReading memory prices = world.envelope.read(address(pool));
        seen.settled = prices.complete && prices.spreadTicks <= seen.limits.maxDeviationTicks;
        if (!prices.complete) {
            seen.noPrice = abi.encodeWithSelector(IVaultErrors.PriceHistoryMissing.selector);
        } else if (!seen.settled) {
            seen.noPrice = abi.encodeWithSelector(
                IVaultErrors.PriceUnsettled.selector,
                uint256(prices.spreadTicks),
                uint256(seen.limits.maxDeviationTicks)
            );
        }
        seen.refusal = vault.paused()
            ? abi.encodeWithSelector(IVaultErrors.VaultPaused.selector)
            : seen.noPrice;
        _checkFeesDue(seen);
        assertEq(value.healthy, seen.refusal.length == 0, "healthy is not what it says");
    }

    /// More than 25 basis points of ask apart: the queue does not sell.
    function _tooWide(uint256 bid, uint256 ask) internal pure returns (bool) {
        return bid < ask * (ALL_BPS - 25) / ALL_BPS;
    }

    function _feeShares() internal view returns (uint256) {
        return vault.balanceOf(world.feeRecipients[0]) + vault.balanceOf(world.feeRecipients[1]);
    }

    /// Books what an operation did to the supply: fees that were due, and nothing else besides.
    function _settle(Sight memory seen, Charge charge, uint256 minted, uint256 burned) internal {
        uint256 fees = _feeShares() - seen.feeShares;
        if (charge == Charge.Time) {
            shared += _dueByTime(seen.limits);
            uint256 due = shared - supply;
            assertEq(fees, due > MOST_DUE ? due : 0, "minted by an exit that reads no price");
        } else {
            uint256 due = seen.netSupply - seen.supply;
            bool paid = charge == Charge.Paid || due > MOST_DUE;
            assertEq(fees, paid ? due : 0, "fee shares minted");
            shared = seen.netSupply;
        }
        accruedAt = block.timestamp;
        shared = shared + minted - burned;
        supply = supply + fees + minted - burned;
        assertEq(vault.totalSupply(), supply, "supply after the operation");
        // What the operation itself gained may be due already.
        assertGe(vault.valuation().supply, shared, "fees that were due are forgotten");
    }

    function _dueByTime(Limits memory limits) private view returns (uint256) {
        return
            Math.mulDiv(shared, limits.managementFeePpm * (block.timestamp - accruedAt), YEAR_PPM);
    }

    /// Fees due by time are exact. The rest is worth no more than its part of the gain above the mark, and
    /// is due only where there is a price.
    function _checkFeesDue(Sight memory seen) private view {
        uint256 byTime = shared + _dueByTime(seen.limits);
        assertGe(seen.netSupply, byTime, "the fee by time is missing");
        uint256 shares = seen.netSupply - byTime;
        if (shares == 0) return;
        assertTrue(seen.settled, "a gain was billed without a price");
        uint256 nav = seen.bid + 1;
        uint256 before = byTime + virtualShares;
        uint256 atMark = Math.mulDiv(vault.highWaterMarkX96(), before, 1 << 96);
        assertGe(nav, atMark, "a loss was billed");
        uint256 most = (nav - atMark + 1) * seen.limits.performanceFeeBps / ALL_BPS + 1;
        assertLe(Math.mulDiv(shares, nav, before + shares), most, "more than the fee on the gain");
    }

    /// Nobody who stays pays for what somebody did: a share's part of NAV is no less than it was. Gains
    /// that the operation itself brings are not billed yet when it ends.
    /// @param hidden raw units of the asset that reckoning NAV may be off by
    function _checkStayers(Sight memory seen, uint256 sharedBefore, uint256 hidden) internal view {
        IStrategyVault.Valuation memory value = vault.valuation();
        uint256 before = sharedBefore + virtualShares;
        uint256 afterwards = shared + virtualShares;
        assertGe(
            (value.mid + 1 + hidden + _bidAboveMid(seen)) * before,
            (seen.mid + 1) * afterwards,
            "mid per share fell"
        );
        if (!seen.settled || value.bid == 0) return;
        assertGe(
            (value.bid + 1 + hidden) * before, (seen.bid + 1) * afterwards, "bid per share fell"
        );
    }

    /// Bid is at most what everything is worth at mid. Mid is that less what flooring hides, so where the
    /// two prices are nearly the same, bid can be a little more.
    function _bidAboveMid(Sight memory seen) internal pure returns (uint256) {
        return seen.bid > seen.mid ? seen.bid - seen.mid : 0;
    }

    /// What flooring can hide from NAV: the value of the other token as a whole, and each position's amounts.
    function noise() public view returns (uint256) {
        uint256 positions = vault.positions().length;
        return positions == 0 ? 2 : 2 + (positions + 1) * (1 + _otherUnit);
    }

    function _holder(uint256 seed) internal view returns (address) {
        return world.holders[seed % world.holders.length];
    }

    /// 1 to `most`: one in eight is 1, one in eight all, the rest spread over the orders of magnitude.
    function _size(uint256 seed, uint256 most) internal pure returns (uint256) {
        uint256 kind = seed % 8;
        if (most <= 1 || kind == 0) return most == 0 ? 0 : 1;
        if (kind == 1) return most;
        uint256 bits = _boundBits(seed >> 8, Math.log2(most));
        uint256 size = (1 << bits) + ((seed >> 16) % (1 << bits));
        return Math.min(size, most);
    }

    function _boundBits(uint256 seed, uint256 most) private pure returns (uint256) {
        return seed % 256 % (most + 1);
    }
}
