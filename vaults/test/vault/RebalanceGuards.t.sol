// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {stdError} from "forge-std/Test.sol";
import {Portfolio, PriceReading} from "../../src/interfaces/IPriceEnvelope.sol";
import {Plan, Range} from "../../src/interfaces/IRangePolicy.sol";
import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {PositionMath} from "../../src/libraries/PositionMath.sol";
import {Limits, Position, VaultConfig} from "../../src/types/VaultTypes.sol";
import {Expected} from "./base/Expected.sol";
import {HostileToken} from "./base/HostileToken.sol";
import {ScriptedPolicy} from "./base/ScriptedPolicy.sol";

/// The guards around a rebalance, against a policy that wants whatever it likes.
contract RebalanceGuardsTest is Expected {
    ScriptedPolicy private policy;

    function setUp() public {
        createMarket(3000, 18, 6, true);
        policy = new ScriptedPolicy(rangePolicy);
        policy.setPlan(Plan(false, 0, new Range[](0)));
        VaultConfig memory config = defaultConfig();
        config.rangePolicy = address(policy);
        vault = newVault(config);
        arrange(Situation.AllIdle);
        skipTime(1 hours);
        vault.accrueFees();
    }

    function refusedWith(bytes memory reason) private {
        refused(registry, abi.encodeCall(vault.rebalance, (keccak256("inference"), 0)), reason);
    }

    function wantSwap(bool zeroForOne, uint256 amountIn) private {
        policy.setPlan(Plan(zeroForOne, amountIn, new Range[](0)));
    }

    /// Ranges below the price, which take the asset alone.
    function below(uint256 index) private view returns (Position memory) {
        int24 tickUpper = tickNow() / spacing * spacing - int24(uint24(index + 1)) * spacing;
        return Position(tickUpper - spacing, tickUpper, 1e15);
    }

    // Ranges

    function test_fourRanges_areAsManyAsThereMayBe() public {
        Position[] memory filled = new Position[](4);
        for (uint256 i = 0; i < 4; i++) {
            filled[i] = below(i);
        }
        policy.setFilled(filled);
        rebalance();
        assertEq(abi.encode(vault.positions()), abi.encode(filled));
    }

    function test_five_TooManyRanges() public {
        Position[] memory filled = new Position[](5);
        for (uint256 i = 0; i < 5; i++) {
            filled[i] = below(i);
        }
        policy.setFilled(filled);
        refusedWith(abi.encodeWithSelector(IVaultErrors.TooManyRanges.selector, 5));
    }

    function test_theSameRangeTwice_RangeRepeated() public {
        Position[] memory filled = new Position[](3);
        (filled[0], filled[1], filled[2]) = (below(0), below(1), below(0));
        filled[2].liquidity = 7;
        policy.setFilled(filled);
        refusedWith(
            abi.encodeWithSelector(
                IVaultErrors.RangeRepeated.selector, filled[0].tickLower, filled[0].tickUpper
            )
        );
    }

    /// The same lower or the same upper bound is another range.
    function test_rangesThatShareABound_areTwo() public {
        Position[] memory filled = new Position[](3);
        filled[0] = below(1);
        filled[1] = Position(below(2).tickLower, below(1).tickUpper, 1e15);
        filled[2] = Position(below(2).tickLower, below(2).tickUpper, 1e15);
        policy.setFilled(filled);
        rebalance();
        assertEq(vault.positions().length, 3);
    }

    function test_placingTheBuffer_IdleBelowTarget() public {
        (uint256 held, uint256 target) = (idleAsset(), expectedBid() - 1);
        target = target * 500 / 10_000;
        Position[] memory filled = new Position[](1);
        filled[0] = below(0);
        filled[0].liquidity = PositionMath.liquidityForAmounts(
            sqrtPriceNow(), filled[0].tickLower, filled[0].tickUpper, 0, held - target + whole
        );
        policy.setFilled(filled);
        (, uint256 cost) = PositionMath.amountsUp(
            sqrtPriceNow(), filled[0].tickLower, filled[0].tickUpper, filled[0].liquidity
        );
        refusedWith(
            abi.encodeWithSelector(IVaultErrors.IdleBelowTarget.selector, held - cost, target)
        );
    }

    /// Tokens that somebody sent to the vault are there, but not in its books.
    function test_placingWhatIsNotBooked_underflows() public {
        asset.mint(address(vault), 1_000_000 * whole);
        Position[] memory filled = new Position[](1);
        filled[0] = below(0);
        filled[0].liquidity = PositionMath.liquidityForAmounts(
            sqrtPriceNow(), filled[0].tickLower, filled[0].tickUpper, 0, idleAsset() + whole
        );
        policy.setFilled(filled);
        refusedWith(stdError.arithmeticError);
    }

    function test_sellingWhatIsNotBooked_underflows() public {
        asset.mint(address(vault), 1_000_000 * whole);
        Limits memory limits = vault.limits();
        limits.dailyTurnoverBps = 20_000;
        (limits.maxDeviationTicks, limits.maxLossBps) = (300, 100);
        setLimits(limits);
        wantSwap(false, idleAsset() + 1);
        refusedWith(stdError.arithmeticError);
    }

    // The swap

    function test_beyondTheAllowance_isCutToIt() public {
        Limits memory limits = vault.limits();
        limits.dailyTurnoverBps = 999;
        setLimits(limits);
        uint256 before = idleAsset();
        wantSwap(false, before / 10);
        rebalance();
        assertEq(vault.turnoverAvailableBps(), 0);
        assertApproxEqAbs(before - idleAsset(), before * 999 / 10_000, 1);
    }

    function test_withoutAnAllowance_goesOnWithoutTheSwap() public {
        Limits memory limits = vault.limits();
        limits.dailyTurnoverBps = 0;
        setLimits(limits);
        wantSwap(false, idleAsset() / 10);
        uint256 before = idleAsset();
        rebalance();
        assertEq(idleAsset(), before);
        assertEq(vault.lastRebalanceAt(), block.timestamp);
    }

    /// A tenth is used; a day's allowance of a tenth comes back over a day.
    function test_theAllowanceComesBackOverADay() public {
        Limits memory limits = vault.limits();
        limits.dailyTurnoverBps = 1_000;
        setLimits(limits);
        wantSwap(false, idleAsset() / 10);
        rebalance();
        assertEq(vault.turnoverAvailableBps(), 0);
        skipTime(12 hours - 1);
        assertEq(vault.turnoverAvailableBps(), 499);
        wantSwap(false, vault.totalAssets() / 20);
        rebalance();
        assertEq(vault.turnoverAvailableBps(), 0);
        skipTime(1 days - 1);
        assertEq(vault.turnoverAvailableBps(), 999);
    }

    /// Sold tokens count at the long TWAP: 20,000 of 100,000, both ways.
    function test_theOtherTokenCountsAtItsValue() public {
        wantSwap(false, 20_000 * whole);
        rebalance();
        assertApproxEqAbs(vault.turnoverAvailableBps(), 8_000, 2);
        skipTime(1 hours);
        (uint256 other0,) = vault.idle();
        uint256 before = vault.turnoverAvailableBps();
        wantSwap(true, other0);
        rebalance();
        assertApproxEqAbs(before - vault.turnoverAvailableBps(), 2_000, 10);
    }

    /// The pool is so thin that the swap ends at the price limit, 1.5 % worse on average than allowed.
    function test_atAWorsePriceThanTheEnvelopeAllows_SwapOutBelowMinimum() public {
        Limits memory limits = vault.limits();
        limits.maxDeviationTicks = 300;
        setLimits(limits);
        actor.burn(pool, -887_220, 887_220, 9_000_000 * 1e12);
        int24 tick = tickNow();
        uint160 limitX96 = envelope.sqrtPriceAtTick(tick + 299);
        wantSwap(false, 90_000 * whole);

        uint256 snapshot = vm.snapshotState();
        (int256 delta0, int256 delta1) = actor.swap(pool, false, int256(90_000 * whole), limitX96);
        vm.revertToStateAndDelete(snapshot);
        uint256 worst = envelope.valueAtTick(
            Portfolio(address(0), false, 0, uint256(delta1), new Position[](0)), tick + 1
        );
        uint256 minimum = worst * (997_000 * 9_950) / (1_000_000 * 10_000);
        refusedWith(
            abi.encodeWithSelector(
                IVaultErrors.SwapOutBelowMinimum.selector, uint256(-delta0), minimum
            )
        );
    }

    /// Where selling moves the price upwards, spot on the limit leaves no room: no swap, no failure.
    function test_spotExactlyOnTheUpperLimit_goesOnWithoutTheSwap() public {
        swapToSqrtPrice(envelope.sqrtPriceAtTick(tickNow() + 99));
        skipTime(12);
        assertEq(expectedAppraisal().prices.spreadTicks, 99);
        wantSwap(false, 1_000 * whole);
        uint256 before = idleAsset();
        rebalance();
        assertEq(idleAsset(), before);
    }

    function test_spotExactlyOnTheLowerLimit_goesOnWithoutTheSwap() public {
        wantSwap(false, 20_000 * whole);
        rebalance();
        skipTime(2 hours);
        swapToSqrtPrice(envelope.sqrtPriceAtTick(expectedAppraisal().prices.longTwapTick - 99));
        wantSwap(true, 1e18);
        uint256 before = idleAsset();
        rebalance();
        assertEq(idleAsset(), before);
    }

    function test_spotBeyondTheLimit_goesOnWithoutTheSwap() public {
        moveBy(100);
        skipTime(12);
        wantSwap(false, 1_000 * whole);
        uint256 before = idleAsset();
        rebalance();
        assertEq(idleAsset(), before);
    }

    /// The fee of 0.3 % on what is swapped is within what the swap may cost, but not the vault.
    function test_losingMoreThanAllowed_LossExceeded() public {
        moveBy(60);
        skipTime(12);
        wantSwap(false, 50_000 * whole);
        uint256 snapshot = vm.snapshotState();
        (uint256 valueBefore, uint256 valueAfter) = rebalance();
        vm.revertToStateAndDelete(snapshot);
        uint256 lossBps = (valueBefore - valueAfter) * 10_000 / valueBefore;
        assertGt(lossBps, 0);
        Limits memory limits = vault.limits();
        limits.maxLossBps = uint16(lossBps);
        setLimits(limits);
        refusedWith(
            abi.encodeWithSelector(
                IVaultErrors.LossExceeded.selector, valueBefore, valueAfter, lossBps
            )
        );
        limits.maxLossBps++;
        setLimits(limits);
        rebalance();
    }

    /// Where the mean lags the market it shows less of a loss than the block's first price does.
    function test_losingMoreThanAllowedAtTheFirstPriceOfTheBlock_LossExceeded() public {
        moveBy(-60);
        skipTime(12);
        wantSwap(false, 50_000 * whole);
        uint256 snapshot = vm.snapshotState();
        (uint256 valueBefore, uint256 valueAfter) = rebalance();
        vm.revertToStateAndDelete(snapshot);
        Limits memory limits = vault.limits();
        limits.maxLossBps = uint16((valueBefore - valueAfter) * 10_000 / valueBefore + 1);
        setLimits(limits);
        vm.expectPartialRevert(IVaultErrors.LossExceeded.selector);
        rebalance();
    }

    /// A pool that remembers one observation has forgotten the block's first price after a swap in it.
    function test_whereTheSwapErasesTheHistory_PriceHistoryMissing() public {
        createPool(3000, 18, 6, -276_324);
        addFullRange(10_000_000 * 1e12);
        chooseAsset(true);
        VaultConfig memory config = defaultConfig();
        config.rangePolicy = address(policy);
        vault = newVault(config);
        skipTime(1 hours);
        deposit(alice, 100_000 * whole);
        wantSwap(false, 20_000 * whole);
        refusedWith(abi.encodeWithSelector(IVaultErrors.PriceHistoryMissing.selector));
    }

    /// The price limit keeps an honest envelope from ever seeing it: this one says otherwise.
    function test_pricesTooFarApartAfterTheSwap_PriceUnsettled() public {
        PriceReading memory apart = envelope.read(address(pool));
        apart.spreadTicks = 101;
        vm.mockCall(
            address(envelope), abi.encodeCall(envelope.read, (address(pool))), abi.encode(apart)
        );
        wantSwap(false, 1_000 * whole);
        refusedWith(abi.encodeWithSelector(IVaultErrors.PriceUnsettled.selector, 101, 100));
    }

    // The supply

    /// No honest token can change it. This one overwrites it while the pool is being paid.
    function test_supplyOverwrittenMeanwhile_SupplyChanged() public {
        vm.etch(address(asset), address(new HostileToken(6)).code);
        HostileToken(address(asset)).setHook(address(this));
        wantSwap(false, 1_000 * whole);
        uint256 supply = vault.totalSupply();
        refusedWith(abi.encodeWithSelector(IVaultErrors.SupplyChanged.selector, supply, supply - 1));
    }

    /// Slot 2 of OpenZeppelin's ERC20 is the supply.
    function tokensToSend() external {
        uint256 supply = vault.totalSupply();
        assertEq(uint256(vm.load(address(vault), bytes32(uint256(2)))), supply);
        vm.store(address(vault), bytes32(uint256(2)), bytes32(supply - 1));
    }
}
