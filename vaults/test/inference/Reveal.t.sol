// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Outcome, Output, Inference, KeeperAccount} from "../../src/types/InferenceTypes.sol";
import {RegistryFixture} from "./base/RegistryFixture.sol";

/// What happens when everything is as it was committed to.
contract RevealTest is RegistryFixture {
    function setUp() public {
        createRegistry();
    }

    function test_recomputed_trades() public {
        Output memory output = honest();
        Inference memory inference = committed(keeper, recomputed, output);
        assertEq(uint8(reveal(inference, output, true)), uint8(Outcome.Traded));
        assertEq(vault.positions().length, 1);
        assertEq(vault.lastRebalanceAt(), vm.getBlockTimestamp());
    }
}
