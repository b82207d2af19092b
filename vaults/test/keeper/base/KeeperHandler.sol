// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {World} from "../../invariants/base/World.sol";
import {Colluder} from "./Colluder.sol";
import {Collusion} from "./Collusion.sol";

/// A keeper and a trader who work together for days, and a timelock that changes the policy meanwhile.
contract KeeperHandler is Collusion {
    uint256 public rebalances;
    /// At the mean price and at the block's first one, raw units of the asset; and what may have been.
    uint256 public lostAtMean;
    uint256 public lostAtStart;
    uint256 public mayHaveLostAtMean;
    uint256 public mayHaveLostAtStart;
    uint256 private immutable _beganAt;

    constructor(World memory world_, Colluder colluder_, int24 spacing_) {
        world = world_;
        colluder = colluder_;
        pool = world_.pool;
        (token0, token1) = (world_.token0, world_.token1);
        (actor, spacing) = (world_.crowd, spacing_);
        _beganAt = block.timestamp;
    }

    /// One in two moves back to where the run began.
    function pushPool(int256 ticks, bool home) external {
        if (home) push(-int256(tickNow()));
        else if (tickNow() > -3_000 && tickNow() < 3_000) push(bound(ticks, -300, 300));
    }

    function hold(uint256 elapsed) external {
        skipTime(bound(elapsed, 12, 2 hours));
    }

    function rebalanceNow(uint256 varianceX32) external {
        _rebalance(varianceX32);
    }

    /// Waits for the cooldown and for prices to settle, then pushes, rebalances and pushes back.
    function sandwich(int256 ticks, uint256 varianceX32) external {
        skipTime(1 hours);
        uint160 rootX96 = sqrtPriceNow();
        push(bound(ticks, -120, 120));
        _rebalance(varianceX32);
        colluder.pushTo(pool, rootX96);
    }

    function changePolicy(uint256 seed) external {
        setPolicy(anyPolicy(seed));
    }

    function othersProvide(uint256 at, uint256 width, uint256 size) external {
        int24 lower = (tickNow() / spacing - int24(int256(bound(at, 0, 40)))) * spacing;
        int24 upper = lower + int24(int256(bound(width, 1, 80))) * spacing;
        addLiquidity(lower, upper, uint128(bound(size, 1, pool.liquidity() / 4 + 1)));
    }

    /// Since the run began.
    function mostRebalances() external view returns (uint256) {
        return 1 + (block.timestamp - _beganAt) / world.vault.limits().cooldownSeconds;
    }

    function _rebalance(uint256 varianceX32) private {
        uint256 maxLossBps = world.vault.limits().maxLossBps;
        Outcome memory outcome = rebalance(varianceX32);
        if (!outcome.done) return;
        ++rebalances;
        checkLoss(outcome, maxLossBps);
        lostAtMean += loss(outcome.meanBefore, outcome.meanAfter);
        lostAtStart += loss(outcome.startBefore, outcome.startAfter);
        mayHaveLostAtMean += outcome.meanBefore * maxLossBps / ALL_BPS + 4;
        mayHaveLostAtStart += outcome.startBefore * maxLossBps / ALL_BPS + 4;
    }

    function loss(uint256 before, uint256 afterwards) private pure returns (uint256) {
        return before > afterwards ? before - afterwards : 0;
    }
}
