// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {Test} from "forge-std/Test.sol";
import {RangePolicy} from "../../src/RangePolicy.sol";
import {IRangePolicy, MarketState, Placeable} from "../../src/interfaces/IRangePolicy.sol";
import {PolicyParameters} from "../../src/types/VaultTypes.sol";

/// What the policy refuses, and by which name.
contract RangePolicyRefusalsTest is Test {
    RangePolicy private policy;
    PolicyParameters private band = PolicyParameters(1, 10, 5000, 2000, 24, 0, 0);
    PolicyParameters private passive = PolicyParameters(2, 0, 0, 0, 0, 1200, 600);
    MarketState private market = MarketState(2 ** 96, 0, 60, 1e18, 3000);
    Placeable private held = Placeable(1e18, 1e18, 0, 0);

    function setUp() public {
        policy = new RangePolicy();
        policy.checkParameters(band);
        policy.checkParameters(passive);
    }

    function test_unknownPolicy() public {
        band.policyId = 3;
        vm.expectRevert(abi.encodeWithSelector(IRangePolicy.UnknownPolicy.selector, 3));
        policy.checkParameters(band);
        band.policyId = 0;
        vm.expectRevert(abi.encodeWithSelector(IRangePolicy.UnknownPolicy.selector, 0));
        policy.plan(band, 0, market, held);
    }

    function test_narrowestAboveWidest() public {
        band.minHalfWidthTicks = 5001;
        expectRefusal(band, "minHalfWidthTicks", 5001, 1, 5000);
        band.minHalfWidthTicks = 0;
        expectRefusal(band, "minHalfWidthTicks", 0, 1, 5000);
    }

    function test_widestBeyondAllTicks() public {
        band.maxHalfWidthTicks = 887_273;
        expectRefusal(band, "maxHalfWidthTicks", 887_273, 1, 887_272);
    }

    function test_widthOutsideATenthToTwentySigmas() public {
        band.widthMilliSigmas = 99;
        expectRefusal(band, "widthMilliSigmas", 99, 100, 20_000);
        band.widthMilliSigmas = 20_001;
        expectRefusal(band, "widthMilliSigmas", 20_001, 100, 20_000);
    }

    function test_horizonOfNoOrTooManyEpochs() public {
        band.horizonEpochs = 0;
        expectRefusal(band, "horizonEpochs", 0, 1, 10_000);
        band.horizonEpochs = 10_001;
        expectRefusal(band, "horizonEpochs", 10_001, 1, 10_000);
    }

    function test_passiveWidths() public {
        passive.limitWidthTicks = 0;
        expectRefusal(passive, "limitWidthTicks", 0, 1, 887_272);
        passive.baseHalfWidthTicks = 887_273;
        expectRefusal(passive, "baseHalfWidthTicks", 887_273, 1, 887_272);
    }

    function test_marketsThatNoPoolCanBeIn() public {
        market.sqrtPriceX96 = TickMath.MIN_SQRT_PRICE - 1;
        expectRefusal("sqrtPriceX96");
        market.sqrtPriceX96 = TickMath.MAX_SQRT_PRICE;
        expectRefusal("sqrtPriceX96");
        market.sqrtPriceX96 = 2 ** 96;
        market.tick = TickMath.MAX_TICK;
        expectRefusal("tick");
        market.tick = 0;
        market.tickSpacing = 0;
        expectRefusal("tickSpacing");
        market.tickSpacing = 16_384;
        expectRefusal("tickSpacing");
        market.tickSpacing = 60;
        market.fee = 1_000_000;
        expectRefusal("fee");
    }

    function test_amountsThatNoPoolCanPay() public {
        uint256 tooMuch = 1 << 128;
        held.amount0 = tooMuch;
        expectRefusal("amount0");
        held = Placeable(0, tooMuch, 0, 0);
        expectRefusal("amount1");
        held = Placeable(0, 0, tooMuch, 0);
        expectRefusal("reserve0");
        held = Placeable(0, 0, 0, type(uint256).max);
        expectRefusal("reserve1");
    }

    function expectRefusal(
        PolicyParameters memory parameters,
        string memory parameter,
        uint256 value,
        uint256 lowest,
        uint256 highest
    ) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IRangePolicy.ParameterOutOfRange.selector, parameter, value, lowest, highest
            )
        );
        policy.checkParameters(parameters);
    }

    /// Both policies refuse, the passive one although it looks at neither liquidity nor fee.
    function expectRefusal(string memory field) private {
        bytes memory refusal = abi.encodeWithSelector(IRangePolicy.InputOutOfRange.selector, field);
        vm.expectRevert(refusal);
        policy.plan(band, 0, market, held);
        vm.expectRevert(refusal);
        policy.plan(passive, 0, market, held);
    }
}
