// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Range} from "../../src/interfaces/IRangePolicy.sol";
import {PriceEnvelope} from "../../src/PriceEnvelope.sol";
import {StrategyVault} from "../../src/StrategyVault.sol";
import {Limits, PolicyParameters, VaultConfig} from "../../src/types/VaultTypes.sol";
import {RealPool} from "../base/RealPool.sol";
import {SplitPolicy} from "./SplitPolicy.sol";

/// Gas of what users and keepers do, each call a transaction of its own (`--isolate`), on the real 0.3 %
/// pool with 18-decimal tokens and 30 minutes of trades in its oracle. `vaults/snapshots/` holds what was
/// measured; a difference fails.
contract GasTest is RealPool {
    uint256 internal constant ONE = 1e18;
    address internal constant FIRST = address(0xA11CE);
    address internal constant SECOND = address(0xB0B);

    StrategyVault internal vault;
    SplitPolicy internal policy;

    function setUp() public {
        createPool(3000, 18, 18, 0);
        addFullRange(1e24);
        growHistory(1900);
        policy = new SplitPolicy();
        vault = new StrategyVault(config());
        fund(FIRST);
        fund(SECOND);
        vm.prank(FIRST);
        vault.deposit(1_000 * ONE, FIRST);
        fundOther();
    }

    function test_deposit_allIdle() public {
        vm.prank(SECOND);
        vault.deposit(10 * ONE, SECOND);
        vm.snapshotGasLastCall("vault", "deposit, second user, all idle");
    }

    function test_deposit_threePositions() public {
        place(3);
        vm.prank(SECOND);
        vault.deposit(10 * ONE, SECOND);
        vm.snapshotGasLastCall("vault", "deposit, second user, 3 positions");
    }

    function test_mint_threePositions() public {
        place(3);
        uint256 shares = vault.previewDeposit(10 * ONE);
        vm.prank(SECOND);
        vault.mint(shares, SECOND);
        vm.snapshotGasLastCall("vault", "mint, second user, 3 positions");
    }

    function test_withdraw_allIdle() public {
        vm.prank(FIRST);
        vault.withdraw(10 * ONE, FIRST, FIRST);
        vm.snapshotGasLastCall("vault", "withdraw from idle, all idle");
    }

    function test_withdraw_twoPositions() public {
        place(2);
        vm.prank(FIRST);
        vault.withdraw(10 * ONE, FIRST, FIRST);
        vm.snapshotGasLastCall("vault", "withdraw from idle, 2 positions");
    }

    function test_withdraw_threePositions() public {
        place(3);
        vm.prank(FIRST);
        vault.withdraw(10 * ONE, FIRST, FIRST);
        vm.snapshotGasLastCall("vault", "withdraw from idle, 3 positions");
    }

    function test_redeemInKind_threePositions() public {
        place(3);
        uint256 shares = vault.balanceOf(FIRST) / 2;
        vm.prank(FIRST);
        vault.redeemInKind(shares, FIRST, FIRST, 0, 0);
        vm.snapshotGasLastCall("vault", "redeemInKind half, 3 positions");
    }

    /// The pool's record of each position has had fees written into it before.
    function test_redeemInKind_threePositions_notTheFirst() public {
        place(3);
        vm.startPrank(FIRST);
        vault.redeemInKind(vault.balanceOf(FIRST) / 10, FIRST, FIRST, 0, 0);
        vm.stopPrank();
        trade();
        uint256 shares = vault.balanceOf(FIRST) / 2;
        vm.prank(FIRST);
        vault.redeemInKind(shares, FIRST, FIRST, 0, 0);
        vm.snapshotGasLastCall("vault", "redeemInKind half, 3 positions, not the first exit");
    }

    function test_redeemInKind_threePositions_beforeAnyTrade() public {
        placeOnly(3);
        uint256 shares = vault.balanceOf(FIRST) / 2;
        vm.prank(FIRST);
        vault.redeemInKind(shares, FIRST, FIRST, 0, 0);
        vm.snapshotGasLastCall("vault", "redeemInKind half, 3 positions, before any trade");
    }

    function test_redeemToAsset_threePositions() public {
        place(3);
        uint256 shares = vault.balanceOf(FIRST) / 2;
        vm.prank(FIRST);
        vault.redeemToAsset(shares, FIRST, FIRST, 0, block.timestamp);
        vm.snapshotGasLastCall("vault", "redeemToAsset half, 3 positions");
    }

    function test_rebalance_first() public {
        policy.setRanges(ranges(2, 0));
        vault.rebalance(bytes32(0), 0);
        vm.snapshotGasLastCall("vault", "rebalance, first, 2 positions");
    }

    function test_rebalance_twoPositions() public {
        place(2);
        skipTime(1 hours);
        policy.setRanges(ranges(2, 1));
        vault.rebalance(bytes32(0), 0);
        vm.snapshotGasLastCall("vault", "rebalance, 2 positions to 2 others, no swap");
    }

    function test_rebalance_twoPositions_beforeAnyTrade() public {
        placeOnly(2);
        skipTime(1 hours);
        policy.setRanges(ranges(2, 1));
        vault.rebalance(bytes32(0), 0);
        vm.snapshotGasLastCall(
            "vault", "rebalance, 2 positions to 2 others, no swap, before any trade"
        );
    }

    function test_rebalance_twoPositions_sameRanges() public {
        place(2);
        skipTime(1 hours);
        vault.rebalance(bytes32(0), 0);
        vm.snapshotGasLastCall("vault", "rebalance, the same 2 positions again, no swap");
    }

    function test_accrueFees_threePositions() public {
        place(3);
        vault.accrueFees();
        vm.snapshotGasLastCall("vault", "accrueFees, 3 positions");
    }

    /// Positions with fees in them, as after an hour of trading.
    function place(uint256 count) internal {
        placeOnly(count);
        trade();
    }

    function trade() internal {
        for (uint256 i; i < 30; ++i) {
            skipTime(120);
            swapExactIn(i % 2 == 0, 50 * ONE);
        }
        skipTime(120);
    }

    function placeOnly(uint256 count) internal {
        policy.setRanges(ranges(count, 0));
        vault.rebalance(bytes32(0), 0);
    }

    function ranges(uint256 count, int24 shift) internal view returns (Range[] memory list) {
        list = new Range[](count);
        for (uint256 i; i < count; ++i) {
            int24 width = spacing * (10 + 5 * int24(int256(i)));
            list[i] = Range(shift * spacing - width, shift * spacing + width);
        }
    }

    function fund(address user) private {
        token1.mint(user, 10_000 * ONE);
        vm.prank(user);
        token1.approve(address(vault), type(uint256).max);
    }

    /// A vault that has both tokens: a first placement beside the price that the market then trades
    /// through.
    function fundOther() private {
        Range[] memory below = new Range[](1);
        below[0] = Range(-20 * spacing, -spacing);
        policy.setRanges(below);
        vault.rebalance(bytes32(0), 0);
        skipTime(1 hours);
        swapToTick(-10 * spacing);
        growHistory(3600);
    }

    function config() private returns (VaultConfig memory result) {
        result.pool = address(pool);
        result.asset = address(token1);
        result.envelope = address(new PriceEnvelope());
        result.rangePolicy = address(policy);
        result.name = "Gas";
        result.symbol = "GAS";
        result.timelock = address(this);
        result.guardian = address(this);
        result.registry = address(this);
        result.feeRecipient = address(0xFEE);
        result.limits = Limits({
            maxDeviationTicks: 200,
            maxLossBps: 50,
            dailyTurnoverBps: 10_000,
            idleTargetBps: 500,
            entryFeeBps: 5,
            performanceFeeBps: 1000,
            managementFeePpm: 10_000,
            cooldownSeconds: 1 hours,
            depositCap: uint112(1e30)
        });
        result.policy = PolicyParameters(2, 0, 0, 0, 0, 1200, 600);
    }
}
