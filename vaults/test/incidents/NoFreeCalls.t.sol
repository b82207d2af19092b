// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {VmSafe} from "forge-std/Vm.sol";

/// Incident 16, structurally: no source file of the contracts has a call of its own making, nor a way to
/// run foreign code.
contract NoFreeCallsTest is Test {
    string[9] private forbidden = [
        ".call(",
        ".call{",
        " call(",
        "delegatecall",
        "callcode",
        "selfdestruct",
        "functionCall",
        "functionDelegateCall",
        "tx.origin"
    ];

    function test_noSourceFile_hasACallOfItsOwn() external view {
        uint256 files = 0;
        VmSafe.DirEntry[] memory entries = vm.readDir("vaults/src", 5);
        for (uint256 i; i < entries.length; i++) {
            if (entries[i].isDir) continue;
            files++;
            string memory source = vm.readFile(entries[i].path);
            for (uint256 j; j < forbidden.length; j++) {
                assertFalse(
                    contains(source, forbidden[j]),
                    string.concat(entries[i].path, " has ", forbidden[j])
                );
            }
        }
        assertGt(files, 20, "the folder was read");
    }

    function test_naive_hasACallOfItsOwn() external view {
        assertTrue(contains(vm.readFile("vaults/test/naive/NaiveOperators.sol"), forbidden[0]));
    }

    function contains(string memory text, string memory part) private pure returns (bool) {
        return vm.indexOf(text, part) != type(uint256).max;
    }
}
