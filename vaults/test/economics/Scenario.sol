// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

enum Attack {
    /// Deposit and leave after an honest move, before all prices follow.
    Lag,
    /// The same in a later block, with spot pushed meanwhile, all in one transaction.
    Push,
    /// The same in the block of the honest move.
    PushAtOnce,
    /// The same by who proposes two blocks in a row: spot stays pushed from one to the next.
    TwoBlocksAfter12,
    TwoBlocksAfter60,
    TwoBlocksAfter120,
    TwoBlocksAfter600,
    /// The price elsewhere has moved, by no more than the pool's fee, and the pool has not followed.
    Stale,
    /// Deposit, let others trade, and leave with a part of what they paid.
    FeeSnipe,
    /// No deposit: spot is pushed around a rebalance, in a later block than the honest move.
    Sandwich
}

/// How the attacker leaves.
enum Exit {
    InKind,
    ToAsset,
    Redeem
}

/// What happens between the deposit and the end, once spot is where the attacker wants it.
enum Order {
    DepositExitRestore,
    DepositRestoreExit,
    DepositPushExitRestore
}

/// One attack in one market. Everything that is free in it is searched over.
struct Scenario {
    bool assetIsToken1;
    uint24 fee;
    /// Of the vault's range, before it is aligned to the pool's spacing.
    int24 halfWidthTicks;
    /// Where the price settles after the range was placed, from its middle.
    int24 placementTicks;
    /// The honest move that the attacker lives on.
    int24 moveTicks;
    /// From the honest move to the attack.
    uint32 waitSeconds;
    /// Where spot is pushed, from the true price.
    int24 pushTicks;
    /// Of the vault's assets before the attack, in thousandths.
    uint32 depositMilli;
    /// Liquidity of the rest of the market, in thousandths of the vault's.
    uint32 depthMilli;
    Exit exit;
    Order order;
}

/// Draws scenarios.
library Scenarios {
    uint256 internal constant ATTACKS = 10;

    function name(Attack attack) internal pure returns (string memory) {
        string[10] memory names = [
            "lag",
            "push",
            "push in the block of the move",
            "two blocks, 12 s after the move",
            "two blocks, 60 s after the move",
            "two blocks, 120 s after the move",
            "two blocks, 600 s after the move",
            "pool behind the market by its fee",
            "fees of others",
            "sandwiched rebalance"
        ];
        return names[uint256(attack)];
    }

    /// What an attack leaves free of a scenario.
    function fit(Scenario memory s, Attack attack) internal pure {
        if (attack == Attack.PushAtOnce) s.waitSeconds = 0;
        else if (attack == Attack.TwoBlocksAfter12) s.waitSeconds = 12;
        else if (attack == Attack.TwoBlocksAfter60) s.waitSeconds = 60;
        else if (attack == Attack.TwoBlocksAfter120) s.waitSeconds = 120;
        else if (attack == Attack.TwoBlocksAfter600) s.waitSeconds = 600;
        else if (attack != Attack.Lag && s.waitSeconds == 0) s.waitSeconds = 12;
        if (attack != Attack.Stale) return;
        s.moveTicks = 0;
        // A tick is a basis point, and the fee is in hundredths of one.
        // forge-lint: disable-next-line(unsafe-typecast)
        int24 feeTicks = int24(s.fee / 100);
        if (s.pushTicks > feeTicks) s.pushTicks = feeTicks;
        if (s.pushTicks < -feeTicks) s.pushTicks = -feeTicks;
    }

    /// Greatest honest move and push, in ticks: beyond the widest spread that the vault can be set to.
    int24 internal constant REACH = 350;

    function draw(uint256 seed, uint24 fee) internal pure returns (Scenario memory s) {
        s.fee = fee;
        s.assetIsToken1 = seed & 1 == 1;
        s.halfWidthTicks =
            signed(seed, 1, 0, 1) == 0 ? signed(seed, 2, 60, 600) : signed(seed, 2, 600, 12_000);
        s.placementTicks = signed(seed, 3, -s.halfWidthTicks * 5 / 4, s.halfWidthTicks * 5 / 4);
        s.moveTicks = signed(seed, 4, -REACH, REACH);
        uint32[6] memory waits = [uint32(0), 12, 60, 120, 600, 1500];
        s.waitSeconds = waits[uint256(uint24(signed(seed, 5, 0, 5)))];
        // Back onto the lagging prices is where the money is; the rest of the reach is tried as well.
        s.pushTicks = signed(seed, 6, 0, 1) == 0 ? -s.moveTicks : signed(seed, 7, -REACH, REACH);
        uint32[6] memory sizes = [uint32(10), 100, 500, 1000, 5000, 50_000];
        s.depositMilli = sizes[uint256(uint24(signed(seed, 8, 0, 5)))];
        uint32[4] memory depths = [uint32(50), 500, 5000, 50_000];
        s.depthMilli = depths[uint256(uint24(signed(seed, 9, 0, 3)))];
        s.exit = Exit(uint256(uint24(signed(seed, 10, 0, 2))));
        s.order = Order(uint256(uint24(signed(seed, 11, 0, 2))));
    }

    /// The same scenario with one of its numbers drawn anew near where it was.
    function mutate(Scenario memory s, uint256 seed) internal pure {
        uint256 which = uint256(uint24(signed(seed, 1, 0, 8)));
        if (which == 0) {
            s.moveTicks = near(s.moveTicks, seed, REACH);
        } else if (which == 1) {
            s.pushTicks = near(s.pushTicks, seed, REACH);
        } else if (which == 2) {
            s.placementTicks = near(s.placementTicks, seed, s.halfWidthTicks * 5 / 4);
        } else if (which == 3) {
            s.halfWidthTicks = 60 + absolute(near(s.halfWidthTicks, seed, 12_000));
        } else if (which == 4) {
            s.depositMilli = scaled(s.depositMilli, seed, 10, 50_000);
        } else if (which == 5) {
            s.depthMilli = scaled(s.depthMilli, seed, 20, 100_000);
        } else if (which == 6) {
            s.exit = Exit(uint256(uint24(signed(seed, 2, 0, 2))));
        } else if (which == 7) {
            s.order = Order(uint256(uint24(signed(seed, 2, 0, 2))));
        } else {
            s.assetIsToken1 = !s.assetIsToken1;
        }
    }

    function signed(uint256 seed, uint256 field, int24 lowest, int24 highest)
        private
        pure
        returns (int24)
    {
        uint256 random = uint256(keccak256(abi.encode(seed, field)));
        uint256 span = uint256(int256(highest) - lowest) + 1;
        // forge-lint: disable-next-line(unsafe-typecast)
        return int24(int256(lowest) + int256(random % span));
    }

    function near(int24 value, uint256 seed, int24 reach) private pure returns (int24 moved) {
        int24 step = absolute(value) / 4 + 2;
        moved = value + signed(seed, 3, -step, step);
        if (moved > reach) moved = reach;
        if (moved < -reach) moved = -reach;
    }

    function scaled(uint32 value, uint256 seed, uint32 lowest, uint32 highest)
        private
        pure
        returns (uint32)
    {
        uint256 moved = uint256(value) * uint256(uint24(signed(seed, 3, 50, 200))) / 100;
        if (moved < lowest) return lowest;
        // forge-lint: disable-next-line(unsafe-typecast)
        return moved > highest ? highest : uint32(moved);
    }

    function absolute(int24 value) private pure returns (int24) {
        return value < 0 ? -value : value;
    }
}
