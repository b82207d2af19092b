// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {PriceEnvelope} from "../../src/PriceEnvelope.sol";
import {Portfolio} from "../../src/interfaces/IPriceEnvelope.sol";
import {Incident} from "./support/Incident.sol";
import {OnNaive} from "./support/OnNaive.sol";
import {Refusals} from "./support/Refusals.sol";
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
        } catch (bytes memory reason) {
            Refusals.expect(reason);
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

/// What is guaranteed is the vault's limit, here the widest: it loses no more than 1 % at the block's first
/// price, which is the fair one. What a sandwich finds below that is measured.
contract SandwichTest is SandwichAttack, OnOurs {
    /// Of the fair price to a tick, a basis point of what is traded.
    int256 private constant ROUNDING = int256(TVL / 10_000);

    function testFuzz_sandwich_takesNoMoreThanTheLimit(int256 push) external {
        uint256 before = _worth();
        bool placed = _sandwich(int24(bound(push, -320, 320)));
        assertGe(_worth() * 10_000 + 10_000, before * 9_900, "the vault lost more than its limit");
        assertLe(_gain(), int256(before) - int256(_worth()) + ROUNDING, "gained what nobody lost");
        if (!placed) assertLe(_gain(), 0, "a refusal pays");
    }

    /// The whole reach of a push, 300 ticks to either side and a little more.
    function test_worstSandwich_gainsLessThanHalfAPerCent() external {
        uint256 state = vm.snapshotState();
        uint256 placed;
        int256 worst;
        for (int24 push = -320; push <= 320; push += 10) {
            if (_sandwich(push)) placed++;
            if (_gain() > worst) worst = _gain();
            vm.revertToState(state);
        }
        assertGe(placed, 30, "nearly everything was refused");
        assertLe(worst, int256(TVL * 50 / 10_000));
        assertGe(worst, int256(TVL * 40 / 10_000), "less than was measured: measure again");
    }

    function test_pushBeyondTheSpread_isRefusedAndPaysNothing() external {
        assertFalse(_sandwich(3000));
        assertLe(_gain(), 0);
    }

    /// Of everything in the vault, at the fair price.
    function _worth() private view returns (uint256) {
        (uint256 idle0, uint256 idle1) = target.idle();
        Portfolio memory all =
            Portfolio(address(target), _assetIsToken1(), idle0, idle1, target.positions());
        return
            PriceEnvelope(target.envelope()).valueAtTick(all, TickMath.getTickAtSqrtPrice(fairX96));
    }
}
