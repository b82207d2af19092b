// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {RangePolicy} from "../../src/RangePolicy.sol";

/// RangePolicy answers what libs/strategies reckoned, bit for bit, refusals included.
contract RangePolicyVectorsTest is Test {
    string private constant VECTORS = "vaults/cache/policy-vectors.txt";

    RangePolicy private policy;
    uint256 private plans;
    uint256 private refusals;

    function setUp() public {
        policy = new RangePolicy();
        require(vm.exists(VECTORS), "run: node vaults/scripts/policy-vectors.mjs");
    }

    function test_answersWhatTheTypeScriptAnswers() public {
        uint256 count;
        for (; this.checkNextLine(); ++count) {}
        assertGe(count, 15_000, "vectors");
        assertGt(plans, 10_000, "answers");
        assertGt(refusals, 300, "refusals");
    }

    /// A call of its own for each line: memory that a line takes is given back. False at the end.
    function checkNextLine() external returns (bool) {
        string[] memory parts = vm.split(vm.readLine(VECTORS), " ");
        if (parts.length != 3) return false;
        (bool ok, bytes memory result) = address(policy).staticcall(vm.parseBytes(parts[0]));
        bool expectedOk = bytes(parts[1]).length == 2;
        assertEq(ok, expectedOk, parts[0]);
        assertEq(result, vm.parseBytes(parts[2]), parts[0]);
        if (ok) ++plans;
        else ++refusals;
        return true;
    }
}
