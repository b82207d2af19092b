// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {PriceEnvelope} from "../../src/PriceEnvelope.sol";
import {PriceReading} from "../../src/interfaces/IPriceEnvelope.sol";
import {RealPool} from "../base/RealPool.sol";

/// Of the cheat code that forge has and this forge-std does not name.
interface VmCool {
    /// Makes the account and its storage cost what they cost at the start of a transaction.
    function cool(address target) external;
}

/// A call with too little gas for the pool's oracle: what is left over must not be enough to answer that
/// the oracle is dead.
contract StarvationTest is RealPool {
    uint256 private constant OBSERVATIONS = 2000;

    PriceEnvelope private envelope = new PriceEnvelope();

    function setUp() public {
        createPool(500, 18, 18, 0);
        addFullRange(1e18);
        pool.increaseObservationCardinalityNext(uint16(OBSERVATIONS));
        for (uint256 i = 0; i < OBSERVATIONS; i++) {
            skipTime(1);
            swapToTick(i % 2 == 0 ? int24(1) : int24(0));
        }
    }

    function test_tooLittleGas_revertsRatherThanIncomplete() public {
        bool reverted;
        bool answered;
        for (uint256 gasSent = 5000; gasSent < 250_000; gasSent += 250) {
            VmCool(address(vm)).cool(address(pool));
            (bool ok, bytes memory answer) = address(envelope).staticcall{gas: gasSent}(
                abi.encodeCall(envelope.read, (address(pool)))
            );
            if (ok) answered = true;
            else reverted = true;
            if (ok) assertTrue(abi.decode(answer, (PriceReading)).complete);
        }
        assertTrue(reverted && answered, "both sides must be seen");
    }
}
