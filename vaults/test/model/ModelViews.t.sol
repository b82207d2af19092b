// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {QuantizedModel} from "../../src/QuantizedModel.sol";
import {IQuantizedModel, LayerShape} from "../../src/interfaces/IQuantizedModel.sol";
import {ModelFiles} from "./support/ModelFiles.sol";
import {NaiveModel} from "./support/NaiveModel.sol";

contract ModelViewsTest is Test {
    QuantizedModel private model;

    function setUp() public {
        model = new QuantizedModel(ModelFiles.small());
    }

    function test_saysWhatItsFileSays() public view {
        // The hash that codec.test.ts expects of the same bytes.
        assertEq(
            model.modelHash(), 0x46ad5150226966b62b07e33f291f1b2a98813d79c49addcdbd3dfeacd466b175
        );
        assertEq(model.modelHash(), keccak256(ModelFiles.small()));
        assertEq(model.target(), 0);
        assertEq(model.cellsPerEpoch(), 12);
        assertEq(model.epochSeconds(), 3600);
        assertEq(model.horizonEpochs(), 4);
        assertEq(model.levelOffset(), 1234);
        assertEq(model.inputCount(), 2);
        (int32 offset, int32 multiplier, uint8 shift) = model.output();
        assertEq(offset, 716_800);
        assertEq(multiplier, -2);
        assertEq(shift, 40);
    }

    function test_saysItsLayersAndFeatures() public view {
        LayerShape[] memory layers = model.layers();
        assertEq(layers.length, 2);
        assertEq(layers[0].outputs, 1);
        assertEq(layers[0].shift, 7);
        assertEq(layers[1].outputs, 1);
        assertEq(layers[1].shift, 31);
        assertEq(model.featureSpec(), hex"000000000aae6089544018030018fffffffb80000011");
    }

    function test_featuresOfTheWidestModel() public {
        uint256[] memory widths = new uint256[](2);
        (widths[0], widths[1]) = (256, 1);
        QuantizedModel wide =
            new QuantizedModel(ModelFiles.random(widths, new uint256[](1), uint256(1)));
        bytes memory spec = wide.featureSpec();
        assertEq(spec.length, 256 * 11);
        for (uint256 i; i < spec.length; ++i) {
            assertEq(spec[i], bytes(hex"000000000aae6089544018")[i % 11]);
        }
    }

    function test_refusesAnotherNumberOfInputs() public {
        for (uint256 given; given < 5; ++given) {
            if (given == 2) continue;
            vm.expectRevert(
                abi.encodeWithSelector(IQuantizedModel.WrongInputCount.selector, given, 2)
            );
            model.infer(new int16[](given));
        }
    }

    /// Calldata that no int16 has: the ABI's own check comes with the first read, which is ours.
    /// forge-config: default.fuzz.runs = 64
    function testFuzz_refusesWhatIsNoInt16(int256 value, uint256 place, uint256 width) public {
        vm.assume(value > type(int16).max || value < type(int16).min);
        width = 1 + width % 20;
        uint256[] memory widths = new uint256[](2);
        (widths[0], widths[1]) = (width, 1);
        QuantizedModel wide = new QuantizedModel(ModelFiles.random(widths, new uint256[](1), 3));
        int256[] memory inputs = new int256[](width);
        inputs[place % width] = value;
        (bool ok, bytes memory reason) =
            address(wide).staticcall(abi.encodeWithSelector(wide.infer.selector, inputs));
        assertFalse(ok);
        assertEq(reason, abi.encodeWithSelector(IQuantizedModel.InputNotInt16.selector));
    }

    /// Four contracts are full of code, and a word more is refused.
    function test_refusesMoreThanItCanStore() public {
        uint256[] memory widths = new uint256[](4);
        (widths[0], widths[1], widths[2], widths[3]) = (64, 154, 80, 1);
        uint256[] memory shifts = new uint256[](3);
        uint256 size = 17 + 9 + 13 + 11 * 64 + 32 * (154 * 9 + 80 * 21 + 11);
        vm.expectRevert(
            abi.encodeWithSelector(IQuantizedModel.ModelTooLarge.selector, size, 98_300)
        );
        new QuantizedModel(ModelFiles.random(widths, shifts, 1));

        widths[2] = 78;
        new QuantizedModel(ModelFiles.random(widths, shifts, 1));
    }

    /// The widest model that fits, with shifts that keep its forecasts from saturating.
    function test_runsOnWeightsOutOfFourContracts() public {
        uint256[] memory widths = new uint256[](4);
        (widths[0], widths[1], widths[2], widths[3]) = (64, 154, 78, 1);
        uint256[] memory shifts = new uint256[](3);
        (shifts[0], shifts[1], shifts[2]) = (10, 10, 10);
        bytes memory file = ModelFiles.random(widths, shifts, 5);
        QuantizedModel wide = new QuantizedModel(file);
        for (uint256 nonce = 1; nonce <= 4; ++nonce) {
            assertGt(vm.computeCreateAddress(address(wide), nonce).code.length, 24_000);
        }
        int16[] memory inputs = new int16[](64);
        for (uint256 i; i < 64; ++i) {
            inputs[i] = int16(int256(i * 9973 % 65_536) - 32_768);
        }
        int32 forecast = wide.infer(inputs);
        assertEq(forecast, NaiveModel.infer(file, inputs));
        assertTrue(forecast > -32_768 && forecast < 32_767 && forecast != 0);
    }

    /// By hand: a weight of 1 takes the bias 32,768 lower and 32,767 higher.
    function test_biasesAreBoundedToTheLastUnit() public {
        new QuantizedModel(oneWeight(type(int32).min + 32_768));
        new QuantizedModel(oneWeight(type(int32).max - 32_767));
        refuseOverflow(type(int32).min + 32_767, -2_147_483_649, -2_147_418_114);
        refuseOverflow(type(int32).max - 32_766, 2_147_418_113, 2_147_483_648);
    }

    function refuseOverflow(int32 bias, int256 lowest, int256 highest) private {
        vm.expectRevert(
            abi.encodeWithSelector(IQuantizedModel.ModelOverflow.selector, 0, 0, lowest, highest)
        );
        new QuantizedModel(oneWeight(bias));
    }

    function oneWeight(int32 bias) private pure returns (bytes memory) {
        uint256[] memory widths = new uint256[](2);
        (widths[0], widths[1]) = (1, 1);
        return abi.encodePacked(ModelFiles.head(widths, new uint256[](1)), int8(1), bias);
    }

    function test_whatItsWeightsAreKeptInCannotBeCalled() public {
        address chunk = vm.computeCreateAddress(address(model), 1);
        assertEq(chunk.code[0], bytes1(0));
        assertEq(chunk.code.length, 1 + 58 + 32 * 4);
        (bool ok, bytes memory answer) = chunk.call(hex"ff");
        assertTrue(ok);
        assertEq(answer.length, 0);
    }
}
