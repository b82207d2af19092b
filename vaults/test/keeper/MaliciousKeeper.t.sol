// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {Limits} from "../../src/types/VaultTypes.sol";
import {Collusion} from "./base/Collusion.sol";

/// The registry's key is stolen, and the thief trades. What he can do is say any number, at a moment of
/// his choice, in a pool that he has moved.
contract MaliciousKeeperTest is Collusion {
    /// Everything that the thief and the circumstances may choose.
    struct Attack {
        uint256 policy;
        uint256 firstVarianceX32;
        uint256 varianceX32;
        /// Vault, in whole assets; the market has a million on each side.
        uint256 deposit;
        /// Others' liquidity near the price, and where.
        uint256 others;
        int256 earlierTicks;
        uint256 heldSeconds;
        int256 pushTicks;
        uint256 limits;
    }

    function setUp() public {
        arrange();
    }

    /// Any forecast, any policy, any limits, any pool within what the vault accepts.
    /// forge-config: default.fuzz.runs = 128
    function testFuzz_oneRebalance_losesNoMoreThanItsLimit(Attack memory attack) public {
        uint256 maxLossBps = circumstances(attack);
        push(bound(attack.earlierTicks, -300, 300));
        skipTime(bound(attack.heldSeconds, 12, 3_600));
        push(bound(attack.pushTicks, -300, 300));
        Outcome memory outcome = rebalance(attack.varianceX32);
        if (!outcome.done) return;
        checkLoss(outcome, maxLossBps);
    }

    /// Push, rebalance and back again within one block, while nobody else has moved the price: the trader
    /// takes no more than the vault may lose, at the price before and after.
    /// forge-config: default.fuzz.runs = 128
    function testFuzz_sandwich_gainsNoMoreThanTheLimit(Attack memory attack) public {
        uint256 maxLossBps = circumstances(attack);
        uint160 homeX96 = sqrtPriceNow();
        int24 home = tickNow();
        uint256 value = valueAt(home);
        push(bound(attack.pushTicks, -300, 300));
        rebalance(attack.varianceX32);
        colluder.pushTo(pool, homeX96);
        // Prices are ticks to the vault: one of them more.
        int256 most = int256(value * (maxLossBps + 1) / ALL_BPS);
        assertLe(profitAt(homeX96), most, "more than the limit");
    }

    /// The price is moved in an earlier block and held: the mean has followed it by so much, and the
    /// block begins with it. The trader takes no more than the limit and the way from the true price to
    /// the nearer of the two, all of the vault being in the token that moved.
    /// forge-config: default.fuzz.runs = 128
    function testFuzz_heldPush_gainsNoMoreThanTheLimitAndTheGap(Attack memory attack) public {
        uint256 maxLossBps = circumstances(attack);
        uint160 homeX96 = sqrtPriceNow();
        int24 home = tickNow();
        uint256 value = valueAt(home);
        push(bound(attack.earlierTicks, -300, 300));
        skipTime(bound(attack.heldSeconds, 12, 1_800));
        push(bound(attack.pushTicks, -300, 300));
        Outcome memory outcome = rebalance(attack.varianceX32);
        colluder.pushTo(pool, homeX96);
        uint256 gapTicks = SignedMath.abs(int256(outcome.meanTick) - home);
        uint256 otherGap = SignedMath.abs(int256(outcome.startTick) - home);
        if (otherGap < gapTicks) gapTicks = otherGap;
        int256 most = int256(value * (maxLossBps + gapTicks * 102 / 100 + 1) / ALL_BPS);
        assertLe(profitAt(homeX96), most, "more than the limit and the gap");
    }

    /// Limits, policy, market and vault as they may be; at the end the price has been the same for hours.
    function circumstances(Attack memory attack) private returns (uint256 maxLossBps) {
        Limits memory limits = defaultLimits();
        if (attack.limits % 4 > 0) {
            limits.maxLossBps = uint16(bound(draw(attack.limits, 1), 0, 100));
            limits.maxDeviationTicks = uint16(bound(draw(attack.limits, 2), 20, 300));
            limits.dailyTurnoverBps = uint16(bound(draw(attack.limits, 3), 0, 20_000));
            limits.idleTargetBps = uint16(bound(draw(attack.limits, 4), 0, 5_000));
        }
        setLimits(limits);
        deposit(bound(attack.deposit, 1, 10 ** (1 + attack.deposit % 6)));
        provideOthers(attack.others);
        skipTime(1 hours);
        rebalance(attack.firstVarianceX32);
        setPolicy(anyPolicy(attack.policy));
        skipTime(1 hours);
        return limits.maxLossBps;
    }

    function provideOthers(uint256 seed) private {
        int24 width = int24(int256(bound(draw(seed, 1), 1, 50))) * spacing;
        int24 centre = int24(bound(int256(draw(seed, 2) >> 1), -20, 20)) * spacing;
        uint128 liquidity = uint128(bound(draw(seed, 3), 1, 10 ** (18 + seed % 8)));
        addLiquidity(centre - width, centre + width, liquidity);
    }
}
