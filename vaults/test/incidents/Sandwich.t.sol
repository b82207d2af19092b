// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {Incident} from "./support/Incident.sol";
import {OnNaive} from "./support/OnNaive.sol";
import {OnOurs} from "./support/OnOurs.sol";

/// Incident 20: a rebalance is seen coming, and the pool is pushed around it.
abstract contract SandwichAttack is Incident {
    function _arrange() internal override {
        _arrangeMarket();
        _deposit(victim, TVL);
        skipTime(3600);
        fairX96 = sqrtPriceNow();
    }

    /// The vault is about to buy the other token with half of what it has.
    function _sandwich(int24 pushTicks) internal returns (bool placed) {
        attacker.swapTo(TickMath.getSqrtPriceAtTick(tickNow() + pushTicks));
        placed = _tryPlace();
        attacker.swapTo(fairX96);
    }

    function _tryPlace() internal returns (bool) {
        try this.place() {
            return true;
        } catch {
            return false;
        }
    }

    function place() external {
        _place();
    }
}

contract SandwichNaiveTest is SandwichAttack, OnNaive {
    function test_naive_sandwichPays() external {
        assertTrue(_sandwich(3000));
        assertGt(_gain(), int256(TVL / 50));
    }
}

contract SandwichTest is SandwichAttack, OnOurs {
    /// Whatever the push: refused, or not worth it.
    function testFuzz_sandwich_revertsOrUnprofitable(int256 push) external {
        _sandwich(int24(bound(push, -3000, 3000)));
        assertLe(_gain(), int256(TVL / 100), "never more than the loss that a rebalance may make");
    }

    function test_sandwich_revertsOrUnprofitable() external {
        assertFalse(_sandwich(3000));
        assertLe(_gain(), 0);
    }
}
