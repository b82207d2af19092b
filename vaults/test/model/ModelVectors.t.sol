// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {QuantizedModel} from "../../src/QuantizedModel.sol";
import {ModelWords} from "./support/ModelWords.sol";

/// QuantizedModel answers what libs/forecast reckoned, bit for bit, refusals included.
contract ModelVectorsTest is Test {
    string private constant FRESH = "vaults/cache/model-vectors.txt";
    string private constant GOLDEN = "libs/forecast/src/qmlp/testing/golden-vectors.txt";

    uint256 private models;
    uint256 private inferences;
    uint256 private refusals;

    /// Pauses the metering: together the deployments take more gas than a test is given.
    function test_answersWhatTheTypeScriptAnswers() public {
        vm.pauseGasMetering();
        require(vm.exists(FRESH), "run: node vaults/scripts/model-vectors.mjs");
        while (this.checkNextLine(FRESH)) {}
        assertGt(models, 300, "models");
        assertGt(inferences, 12_000, "inferences");
        assertGt(refusals, 200, "refusals");
    }

    function test_answersTheCommittedVectors() public {
        vm.pauseGasMetering();
        while (this.checkNextLine(GOLDEN)) {}
        assertGt(models, 30, "models");
        assertGt(refusals, 20, "refusals");
    }

    /// A call of its own for each line: memory that a line takes is given back. False at the end.
    function checkNextLine(string memory path) external returns (bool) {
        string[] memory parts = vm.split(vm.readLine(path), " ");
        if (parts.length == 5) checkModel(parts);
        else if (parts.length == 3) checkRefusal(vm.parseBytes(parts[1]), vm.parseBytes(parts[2]));
        else return false;
        return true;
    }

    function checkModel(string[] memory parts) private {
        bytes memory file = vm.parseBytes(parts[1]);
        QuantizedModel model = new QuantizedModel(file);
        assertEq(model.modelHash(), vm.parseBytes32(parts[2]), "hash");
        bytes memory vectors = vm.parseBytes(parts[3]);
        bytes memory forecasts = vm.parseBytes(parts[4]);
        uint256 width = model.inputCount();
        uint256 count = forecasts.length / 4;
        assertEq(vectors.length, count * width * 2, "vectors");
        int16[] memory inputs = new int16[](width);
        for (uint256 i; i < count; ++i) {
            for (uint256 j; j < width; ++j) {
                inputs[j] = ModelWords.int16At(vectors, 2 * (i * width + j));
            }
            assertEq(model.infer(inputs), ModelWords.int32At(forecasts, 4 * i), "forecast");
        }
        ++models;
        inferences += count;
    }

    function checkRefusal(bytes memory file, bytes memory expected) private {
        try new QuantizedModel(file) {
            revert("a damaged file is taken");
        } catch (bytes memory reason) {
            assertEq(reason, expected, "reason");
        }
        ++refusals;
    }
}
