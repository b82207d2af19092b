// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {QuantizedModel} from "../../src/QuantizedModel.sol";
import {ModelFiles} from "../model/support/ModelFiles.sol";

/// Gas of one inference. The snapshot has what the call uses on the inside, with the weights' code not read
/// before in the transaction (2,600 gas for each 24,575 bytes); the ceilings that are asserted hold for what
/// the caller pays from before the call to after it, 2,600 more for a model not called before. Neither has
/// the 21,000 of a transaction.
contract ModelGasTest is Test {
    QuantizedModel private linear4;
    QuantizedModel private small;
    QuantizedModel private middle;
    QuantizedModel private large;

    function setUp() public {
        linear4 = deploy(4, 0, 0);
        small = deploy(16, 8, 0);
        middle = deploy(32, 32, 16);
        large = deploy(64, 64, 32);
    }

    function test_linear() public {
        gasOf(linear4, 4);
        vm.snapshotGasLastCall("infer, linear with 4 inputs");
    }

    function test_small() public {
        assertLe(gasOf(small, 16), 12_000);
        vm.snapshotGasLastCall("infer, 16-8-1");
    }

    function test_middle() public {
        assertLe(gasOf(middle, 32), 40_000);
        vm.snapshotGasLastCall("infer, 32-32-16-1");
    }

    function test_large() public {
        gasOf(large, 64);
        vm.snapshotGasLastCall("infer, 64-64-32-1");
    }

    /// What the caller pays.
    function gasOf(QuantizedModel model, uint256 width) private view returns (uint256 used) {
        int16[] memory inputs = new int16[](width);
        for (uint256 i; i < width; ++i) {
            inputs[i] = int16(int256(i * 1009) - 16_000);
        }
        bytes memory call = abi.encodeCall(model.infer, (inputs));
        used = gasleft();
        (bool ok,) = address(model).staticcall(call);
        used -= gasleft();
        assertTrue(ok);
    }

    function deploy(uint256 inputs, uint256 first, uint256 second)
        private
        returns (QuantizedModel)
    {
        uint256 layers = first == 0 ? 1 : second == 0 ? 2 : 3;
        uint256[] memory widths = new uint256[](layers + 1);
        widths[0] = inputs;
        if (layers > 1) widths[1] = first;
        if (layers > 2) widths[2] = second;
        widths[layers] = 1;
        uint256[] memory shifts = new uint256[](layers);
        return new QuantizedModel(ModelFiles.random(widths, shifts, 7));
    }
}
