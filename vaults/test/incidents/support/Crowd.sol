// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {CommonBase} from "forge-std/Base.sol";
import {StdUtils} from "forge-std/StdUtils.sol";
import {IStrategyVault} from "../../../src/interfaces/IStrategyVault.sol";
import {Limits, PolicyParameters} from "../../../src/types/VaultTypes.sol";
import {TestToken} from "../../base/TestToken.sol";
import {Trader} from "./Trader.sol";

/// Users, a keeper, an admin who abuses all that he may do, and a market, in any order. What a vault refuses
/// has no effect, so nothing here reverts.
contract Crowd is CommonBase, StdUtils {
    IStrategyVault private immutable target;
    Trader private immutable trader;
    TestToken private immutable asset;
    address public immutable admin;
    address private immutable registry;
    address[3] public users;

    constructor(IStrategyVault target_, Trader trader_, address admin_, address registry_) {
        (target, trader, admin, registry) = (target_, trader_, admin_, registry_);
        asset = TestToken(target_.asset());
        for (uint256 i; i < users.length; i++) {
            users[i] = address(uint160(0xC0DE + i));
        }
    }

    /// From one unit to a thousand times what the seed is.
    function deposit(uint256 who, uint256 assets) external {
        address user = users[who % users.length];
        assets = bound(assets, 1, 10 ** bound(assets, 0, 24));
        asset.mint(user, assets);
        vm.startPrank(user);
        asset.approve(address(target), assets);
        try target.deposit(assets, user) {} catch {}
        vm.stopPrank();
    }

    function redeem(uint256 who, uint256 shares) external {
        address user = users[who % users.length];
        shares = bound(shares, 0, target.balanceOf(user));
        vm.prank(user);
        try target.redeem(shares, user, user) {} catch {}
    }

    function redeemInKind(uint256 who, uint256 shares) external {
        address user = users[who % users.length];
        shares = bound(shares, 0, target.balanceOf(user));
        vm.prank(user);
        try target.redeemInKind(shares, user, user, 0, 0) {} catch {}
    }

    function donate(uint256 amount) external {
        asset.mint(address(target), bound(amount, 0, 1e24));
    }

    function trade(int256 tick) external {
        trader.swapTo(TickMath.getSqrtPriceAtTick(int24(bound(tick, 500, 1500))));
    }

    function wait(uint256 elapsed) external {
        elapsed = bound(elapsed, 12, 2 hours);
        vm.warp(vm.getBlockTimestamp() + elapsed);
        vm.roll(vm.getBlockNumber() + elapsed / 12);
    }

    function rebalance(uint256 forecast) external {
        vm.prank(registry);
        try target.rebalance(bytes32(forecast), forecast) {} catch {}
    }

    /// Each change that an admin can make, with arguments as bad as may be.
    function abuse(uint256 what, uint256 value) external {
        Limits memory limits = target.limits();
        limits.managementFeePpm = uint16(bound(value, 0, 20_000));
        limits.performanceFeeBps = uint16(bound(value, 0, 2_000));
        limits.entryFeeBps = uint16(bound(value, 0, 50));
        limits.maxDeviationTicks = uint16(bound(value, 0, 300));
        PolicyParameters memory policy = target.policyParameters();
        policy.policyId = uint8(bound(value, 1, 2));
        policy.baseHalfWidthTicks = policy.limitWidthTicks = uint24(bound(value, 60, 6_000));
        vm.startPrank(admin);
        what %= 7;
        if (what == 0) try target.pause() {} catch {} else if (what == 1) try target.unpause() {}
            catch {} else if (what == 2) try target.setLimits(limits) {}
            catch {} else if (what == 3) try target.setPolicy(policy) {}
            catch {} else if (what == 4) try target.setFeeRecipient(admin) {}
            catch {} else if (what == 5) try target.recogniseShortfall() {}
            catch {} else try target.accrueFees() {} catch {}
        vm.stopPrank();
    }
}
