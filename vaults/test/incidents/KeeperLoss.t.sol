// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {FreeRangePolicy} from "./support/FreeRangePolicy.sol";
import {Refusals} from "./support/Refusals.sol";
import {Incident} from "./support/Incident.sol";
import {OnNaive} from "./support/OnNaive.sol";
import {OnOurs} from "./support/OnOurs.sol";

/// Incident 26: the keeper's key is stolen. Who has it trades against the vault around every rebalance,
/// and here the policy lets him choose any range and any swap as well.
abstract contract StolenKeyAttack is Incident {
    function _arrange() internal override {
        _arrangeMarket();
        _depositAndInvest();
    }

    function placeAnywhere(uint24 halfWidthTicks, int24 offsetTicks, uint16 swap) external virtual;

    /// Push, rebalance, restore. Whether the vault let it happen.
    function _round(int24 pushTicks, uint24 halfWidthTicks, int24 offsetTicks, uint16 swap)
        internal
        returns (bool placed)
    {
        skipTime(3600);
        attacker.swapTo(TickMath.getSqrtPriceAtTick(START_TICK + pushTicks));
        try this.placeAnywhere(halfWidthTicks, offsetTicks, swap) {
            placed = true;
        } catch (bytes memory reason) {
            Refusals.expect(reason);
        }
        attacker.swapTo(fairX96);
    }
}

contract StolenKeyNaiveTest is StolenKeyAttack, OnNaive {
    function placeAnywhere(uint24, int24, uint16) external override {
        _place();
    }

    /// Five rounds take more than five times what ours may lose in one.
    function test_naive_keeperTakesMoreEachRound() external {
        for (uint256 i; i < 5; i++) {
            assertTrue(_round(i % 2 == 0 ? int24(3000) : int24(-3000), 600, 0, 0));
        }
        assertGt(_gain(), int256(TVL * 5 / 100));
    }
}

contract StolenKeyTest is StolenKeyAttack, OnOurs {
    uint256 private rounds;
    /// By the vault's own limit, 1 % each.
    uint256 private allowed;

    function _newPolicy() internal override returns (address) {
        return address(new FreeRangePolicy());
    }

    function _investInstruction() internal pure override returns (uint256) {
        return 600;
    }

    function placeAnywhere(uint24 halfWidthTicks, int24 offsetTicks, uint16 swap)
        external
        override
    {
        FreeRangePolicy policy = FreeRangePolicy(target.rangePolicy());
        uint256 instruction = policy.instruct(halfWidthTicks, offsetTicks, swap);
        vm.prank(registry);
        (uint256 valueBefore,,,) = target.rebalance(bytes32(0), instruction);
        rounds++;
        allowed += valueBefore / 100;
    }

    /// Four rounds of anything, as far as the vault lets them happen, then two that it does: little is pushed
    /// and hardly anything swapped.
    function testFuzz_maliciousKeeper_boundedLoss(
        int24[6] calldata pushes,
        uint24[6] calldata widths,
        int24[6] calldata offsets,
        uint16[6] calldata swaps
    ) external {
        for (uint256 i; i < 6; i++) {
            bool tame = i > 3;
            _round(
                int24(tame ? bound(pushes[i], -50, 50) : bound(pushes[i], -400, 400)),
                uint24(bound(widths[i], 60, 3000)),
                int24(bound(offsets[i], -3000, 3000)),
                tame ? uint16(1) : uint16(bound(swaps[i], 0, 2000))
            );
        }
        assertGe(rounds, 2, "hardly anything was tried");
        assertLe(_gain(), int256(allowed), "more than the loss allowed");
    }
}
