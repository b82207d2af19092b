// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Portfolio} from "../../../src/interfaces/IPriceEnvelope.sol";
import {IRangePolicy, MarketState, Placeable, Plan} from "../../../src/interfaces/IRangePolicy.sol";
import {Position} from "../../../src/types/VaultTypes.sol";
import {Vm} from "forge-std/Vm.sol";
import {Expected} from "./Expected.sol";

/// What a rebalance ought to do: the policy asked with what the test reads from pool and books, and what
/// the pool itself says it did.
abstract contract ExpectedPlan is Expected {
    uint256 internal constant VARIANCE_X32 = 200 ** 2 << 32;
    bytes32 private constant SWAP =
        keccak256("Swap(address,address,int256,int256,uint160,uint128,int24)");
    bytes32 private constant REBALANCED = keccak256(
        "Rebalanced(bytes32,uint256,int24,uint256,uint256,bool,uint256,uint256,uint256,uint256,(int24,int24,uint128)[])"
    );

    /// The data of `Rebalanced`.
    struct Report {
        uint256 varianceX32;
        int24 referenceTick;
        uint256 valueBefore;
        uint256 valueAfter;
        bool zeroForOne;
        uint256 swapIn;
        uint256 swapOut;
        uint256 idle0;
        uint256 idle1;
        Position[] positions;
    }

    function valueAt(int24 tick) internal view returns (uint256) {
        Portfolio memory portfolio = expectedPortfolio();
        (uint256 fee0, uint256 fee1) = (expectedAppraisal().fee0, expectedAppraisal().fee1);
        (portfolio.amount0, portfolio.amount1) =
        (portfolio.amount0 + fee0, portfolio.amount1 + fee1);
        return envelope.valueAtTick(portfolio, tick);
    }

    /// What is to stay idle: the buffer, and what the queue waits for.
    function expectedReserve() internal view returns (uint256) {
        uint256 bid = expectedAppraisal().leastValue;
        uint256 buffer = Math.mulDiv(bid, vault.limits().idleTargetBps, 10_000);
        return buffer + expectedRedeem(vault.balanceOf(vault.queue()));
    }

    function expectedPlan() internal view returns (Plan memory) {
        (uint256 amount0, uint256 amount1) = vault.holdings();
        uint256 reserve = expectedReserve();
        bool inToken1 = vault.assetIsToken1();
        return IRangePolicy(vault.rangePolicy())
            .plan(
                vault.policyParameters(),
                VARIANCE_X32,
                MarketState(sqrtPriceNow(), tickNow(), spacing, liquidityOfOthers(), pool.fee()),
                Placeable(amount0, amount1, inToken1 ? 0 : reserve, inToken1 ? reserve : 0)
            );
    }

    function liquidityOfOthers() private view returns (uint128 liquidity) {
        liquidity = pool.liquidity();
        int24 tick = tickNow();
        Position[] memory held = vault.positions();
        for (uint256 i = 0; i < held.length; i++) {
            bool inRange = held[i].tickLower <= tick && tick < held[i].tickUpper;
            if (inRange) liquidity -= held[i].liquidity;
        }
    }

    /// Rebalances and compares everything with the plan, the pool's own events and the books.
    function rebalanceAsExpected() internal returns (Report memory report) {
        vault.accrueFees();
        Plan memory plan = expectedPlan();
        uint256 reserve = expectedReserve();
        (uint256 amount0, uint256 amount1) = vault.holdings();
        int24 referenceTick = expectedAppraisal().prices.longTwapTick;
        uint256 valueBefore = valueAt(referenceTick);
        uint256 supply = vault.totalSupply();

        vm.recordLogs();
        (uint256 returnedBefore, uint256 returnedAfter) = rebalance();
        (report, amount0, amount1) = checkLogs(vm.getRecordedLogs(), plan, amount0, amount1);

        assertEq(report.varianceX32, VARIANCE_X32);
        assertEq(report.referenceTick, referenceTick);
        assertEq(report.valueBefore, valueBefore, "value before");
        assertEq(report.valueAfter, valueAt(referenceTick), "value after");
        assertEq(returnedBefore, report.valueBefore);
        assertEq(returnedAfter, report.valueAfter);
        assertEq(vault.totalSupply(), supply);
        assertEq(vault.lastRebalanceAt(), block.timestamp);
        checkPositions(plan, report, amount0, amount1, reserve);
    }

    /// @return report what the vault says
    /// @return amount0 amount1 what there was to place after the pool's swap
    function checkLogs(Vm.Log[] memory logs, Plan memory plan, uint256 held0, uint256 held1)
        private
        pure
        returns (Report memory report, uint256 amount0, uint256 amount1)
    {
        (amount0, amount1) = (held0, held1);
        int256 delta0;
        int256 delta1;
        for (uint256 i = 0; i < logs.length; i++) {
            if (logs[i].topics[0] == SWAP) {
                (delta0, delta1,,,) =
                    abi.decode(logs[i].data, (int256, int256, uint160, uint128, int24));
            } else if (logs[i].topics[0] == REBALANCED) {
                assertEq(logs[i].topics[1], keccak256("inference"));
                report = abi.decode(bytes.concat(bytes32(uint256(32)), logs[i].data), (Report));
            }
        }
        assertEq(report.zeroForOne, delta0 > 0, "direction");
        assertEq(report.swapIn, uint256(delta0 > 0 ? delta0 : delta1), "paid");
        assertEq(report.swapOut, uint256(-(delta0 > 0 ? delta1 : delta0)), "received");
        assertLe(report.swapIn, plan.swapAmountIn, "never more than the plan");
        if (report.swapIn > 0) assertEq(report.zeroForOne, plan.zeroForOne);
        amount0 = uint256(int256(amount0) - delta0);
        amount1 = uint256(int256(amount1) - delta1);
    }

    function checkPositions(
        Plan memory plan,
        Report memory report,
        uint256 amount0,
        uint256 amount1,
        uint256 reserve
    ) private view {
        bool inToken1 = vault.assetIsToken1();
        reserve = Math.min(reserve, inToken1 ? amount1 : amount0);
        Position[] memory expected = IRangePolicy(vault.rangePolicy())
            .fill(
                plan.ranges,
                sqrtPriceNow(),
                amount0 - (inToken1 ? 0 : reserve),
                amount1 - (inToken1 ? reserve : 0)
            );
        assertEq(abi.encode(vault.positions()), abi.encode(expected), "positions held");
        assertEq(abi.encode(report.positions), abi.encode(expected), "positions reported");
        assertGe(inToken1 ? report.idle1 : report.idle0, reserve, "idle target");
        for (uint256 i = 0; i < expected.length; i++) {
            assertEq(recorded(expected[i]), expected[i].liquidity, "liquidity in the pool");
        }
    }

    /// Liquidity that the pool's record of a position of the vault has.
    function recorded(Position memory position) internal view returns (uint128 liquidity) {
        (liquidity,,,,) = pool.positions(
            keccak256(abi.encodePacked(address(vault), position.tickLower, position.tickUpper))
        );
    }
}
