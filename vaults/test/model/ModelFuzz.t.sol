// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {QuantizedModel} from "../../src/QuantizedModel.sol";
import {ModelFiles} from "./support/ModelFiles.sol";
import {NaiveModel} from "./support/NaiveModel.sol";

/// Eight products at a time are the same as one by one.
contract ModelFuzzTest is Test {
    /// forge-config: default.fuzz.runs = 64
    function testFuzz_equalsTheNaiveModel(uint256 seed, uint256[4] memory sizes, uint8 layers)
        public
    {
        uint256[] memory widths = new uint256[](2 + layers % 4);
        uint256[] memory shifts = new uint256[](widths.length - 1);
        for (uint256 i; i < shifts.length; ++i) {
            widths[i] = 1 + sizes[i] % 40;
            shifts[i] = draw(seed, i) % 8 == 0 ? 31 : draw(seed, i + 8) % 12;
        }
        widths[shifts.length] = 1;
        check(ModelFiles.random(widths, shifts, seed), widths[0], seed);
    }

    /// All 256 lanes of a row, where sums are largest.
    /// forge-config: default.fuzz.runs = 16
    function testFuzz_equalsTheNaiveModelAtItsWidest(uint256 seed) public {
        uint256[] memory widths = new uint256[](3);
        (widths[0], widths[1], widths[2]) = (256, 1 + seed % 3, 1);
        uint256[] memory shifts = new uint256[](2);
        shifts[0] = 15;
        bytes memory file = ModelFiles.random(widths, shifts, seed);
        uint256 from = 17 + 6 + 13 + 11 * 256;
        for (uint256 i; i < 256 * widths[1]; ++i) {
            file[from + i] = draw(seed, i) % 8 == 0 ? bytes1(0x7f) : bytes1(0x80);
        }
        check(file, 256, seed);
    }

    function check(bytes memory file, uint256 width, uint256 seed) private {
        QuantizedModel model = new QuantizedModel(file);
        assertEq(model.modelHash(), keccak256(file));
        int16[] memory inputs = new int16[](width);
        for (uint256 round; round < 4; ++round) {
            for (uint256 i; i < width; ++i) {
                inputs[i] = inputOf(round, i, draw(seed, 1000 * (1 + round) + i));
            }
            assertEq(model.infer(inputs), NaiveModel.infer(file, inputs));
        }
    }

    /// Small ones, so that not all saturates and the last bit shows; any; and extremes.
    function inputOf(uint256 round, uint256 i, uint256 drawn) private pure returns (int16) {
        if (round == 0) return int8(uint8(drawn));
        if (round == 1) return int16(uint16(drawn));
        bool most = round == 2 ? i % 2 == 0 : drawn % 5 == 0;
        return most ? type(int16).max : type(int16).min;
    }

    function draw(uint256 seed, uint256 i) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, i)));
    }
}
