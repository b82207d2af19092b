// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {PriceEnvelope} from "../../src/PriceEnvelope.sol";
import {RealPool} from "../base/RealPool.sol";

/// What a reading costs a transaction of its own, its 21 000 included, by how much the oracle holds.
contract EnvelopeGasTest is RealPool {
    PriceEnvelope private envelope = new PriceEnvelope();

    function setUp() public {
        createPool(500, 18, 18, 0);
        addFullRange(1e18);
    }

    function test_oneObservation() public {
        skipTime(1800);
        measure("read, 1 observation");
    }

    function test_180Observations() public {
        fillObservations(180, 12);
        measure("read, 180 observations");
    }

    function test_180Observations_afterATrade() public {
        fillObservations(180, 12);
        swapToTick(7);
        measure("read, 180 observations, after a trade");
    }

    function test_1800Observations() public {
        fillObservations(1800, 2);
        measure("read, 1800 observations");
    }

    function measure(string memory name) private {
        assertTrue(envelope.read(address(pool)).complete);
        vm.snapshotGasLastCall(name);
    }

    function fillObservations(uint256 count, uint256 secondsBetween) private {
        pool.increaseObservationCardinalityNext(uint16(count));
        for (uint256 i = 0; i < count + count / 3; i++) {
            skipTime(secondsBetween);
            swapToTick(i % 2 == 0 ? int24(1) : int24(0));
        }
        skipTime(secondsBetween);
    }
}
