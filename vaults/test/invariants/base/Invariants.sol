// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {Limits, Position} from "../../../src/types/VaultTypes.sol";
import {IStrategyVault} from "../../../src/interfaces/IStrategyVault.sol";
import {Handler} from "./Handler.sol";
import {World} from "./World.sol";
import {WorldBuilder} from "./WorldBuilder.sol";

/// What holds after every single call, whoever made it.
abstract contract Invariants is WorldBuilder {
    World internal world;
    Handler internal handler;

    /// Booked idle balances are there.
    function checkIdleIsHeld() internal view {
        (uint256 idle0, uint256 idle1) = world.vault.idle();
        assertLe(idle0, token0.balanceOf(address(world.vault)), "idle0");
        assertLe(idle1, token1.balanceOf(address(world.vault)), "idle1");
    }

    /// Booked liquidity is in the pool's record, in at most four ranges, all different.
    function checkPositionsAreRecorded() internal view {
        Position[] memory held = world.vault.positions();
        assertLe(held.length, 4, "positions");
        for (uint256 i = 0; i < held.length; ++i) {
            (uint128 recorded,,,,) = pool.positions(
                keccak256(
                    abi.encodePacked(address(world.vault), held[i].tickLower, held[i].tickUpper)
                )
            );
            assertLe(held[i].liquidity, recorded, "liquidity");
            for (uint256 j = 0; j < i; ++j) {
                assertFalse(
                    held[i].tickLower == held[j].tickLower
                        && held[i].tickUpper == held[j].tickUpper,
                    "the same range twice"
                );
            }
        }
    }

    /// Those in charge and those who are paid fees never get a token.
    function checkNoTokenReachesAdmins() internal view {
        address[5] memory admins = [
            world.timelock,
            world.guardian,
            world.registry,
            world.feeRecipients[0],
            world.feeRecipients[1]
        ];
        for (uint256 i = 0; i < admins.length; ++i) {
            assertEq(
                token0.balanceOf(admins[i]) + token1.balanceOf(admins[i]), 0, "a token reached them"
            );
            if (i < 3) assertEq(world.vault.balanceOf(admins[i]), 0, "shares reached them");
        }
    }

    /// Every share belongs to somebody known, and the seed to nobody.
    function checkSharesAreAccountedFor(uint256 seedShares) internal view {
        IERC20 share = IERC20(address(world.vault));
        assertEq(share.balanceOf(world.seedOwner), seedShares, "the seed left");
        uint256 sum = seedShares + share.balanceOf(address(world.queue))
            + share.balanceOf(world.feeRecipients[0]) + share.balanceOf(world.feeRecipients[1]);
        for (uint256 i = 0; i < world.holders.length; ++i) {
            sum += share.balanceOf(world.holders[i]);
        }
        assertEq(sum, share.totalSupply(), "sum of balances");
        assertEq(sum, handler.supply(), "supply as booked by operation");
    }

    /// Escrow covers what waits, assets cover what is claimable, and the oldest come first.
    function checkQueueIsSolvent() internal view {
        uint256 pending;
        uint256 claimable;
        uint256 current = world.queue.currentRequestId();
        for (uint256 i = 0; i < world.holders.length; ++i) {
            address holder = world.holders[i];
            claimable += world.queue.maxWithdraw(holder);
            uint256[] memory ids = world.queue.requestIdsOf(holder);
            for (uint256 j = 0; j < ids.length; ++j) {
                uint256 waiting = world.queue.pendingRedeemRequest(ids[j], holder);
                pending += waiting;
                assertLe(ids[j], current, "an epoch of the future");
                if (ids[j] + 1 < current) assertEq(waiting, 0, "younger ones were filled first");
                if (ids[j] == current) {
                    assertEq(
                        world.queue.claimableRedeemRequest(ids[j], holder), 0, "open and filled"
                    );
                }
            }
        }
        uint256 total = world.queue.totalPendingShares();
        assertLe(pending, total, "pending");
        assertLe(total, world.vault.balanceOf(address(world.queue)), "escrow");
        assertLe(
            claimable,
            IERC20(world.vault.asset()).balanceOf(address(world.queue)),
            "claimable assets"
        );
    }

    /// Paused: every limit is 0.
    function checkPauseClosesEntriesAndExits() internal view {
        if (!world.vault.paused()) return;
        for (uint256 i = 0; i < world.holders.length; ++i) {
            address holder = world.holders[i];
            uint256 sum = world.vault.maxDeposit(holder) + world.vault.maxMint(holder)
                + world.vault.maxWithdraw(holder) + world.vault.maxRedeem(holder);
            assertEq(sum, 0, "open while paused");
        }
    }

    /// bid ≤ mid ≤ ask, and every preview is on its side of the conversion.
    function checkPricesAreOrdered(uint256 amount) internal view {
        IStrategyVault.Valuation memory value = world.vault.valuation();
        assertEq(world.vault.totalAssets(), value.mid, "totalAssets");
        if (value.ask == 0) return;
        assertLe(value.bid, value.mid + handler.noise(), "bid");
        assertLt(value.mid, value.ask, "ask");
        // Mid is rounded down, and may be less than bid by what that hides.
        if (value.bid > value.mid) return;
        uint256 shares = world.vault.convertToShares(amount);
        assertLe(world.vault.previewDeposit(amount), shares, "previewDeposit");
        assertGe(world.vault.previewWithdraw(amount), shares, "previewWithdraw");
        assertGe(world.vault.previewMint(shares), world.vault.convertToAssets(shares), "mint");
        assertLe(world.vault.previewRedeem(shares), world.vault.convertToAssets(shares), "redeem");
    }

    /// In any time, rebalances swap no more than a day's allowance for each day and one.
    function checkTurnoverIsWithinItsLimit() internal view {
        uint256 elapsed = block.timestamp - handler.beganAt();
        uint256 most = handler.highestDailyBps() * (1 days + elapsed) / 1 days;
        assertLe(handler.swappedBps(), most, "turnover");
        Limits memory limits = world.vault.limits();
        assertLe(world.vault.turnoverAvailableBps(), limits.dailyTurnoverBps, "allowance");
    }

    /// A keeper's forecasts, whatever they are, cost no more than the limit for each.
    function checkRebalancesLoseLittle() internal view {
        assertLe(handler.lost(), handler.mayHaveLost(), "rebalances lost too much");
    }
}
