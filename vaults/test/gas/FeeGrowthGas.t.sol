// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {FeeGrowth, PoolGrowth} from "../../src/libraries/FeeGrowth.sol";
import {PoolActor} from "../base/PoolActor.sol";
import {RealPool} from "../base/RealPool.sol";

contract FeeReader {
    function readAll(IUniswapV3Pool pool, address owner, int24[] calldata bounds)
        external
        view
        returns (uint256 total0, uint256 total1)
    {
        (, int24 tick,,,,,) = pool.slot0();
        PoolGrowth memory growth = FeeGrowth.read(pool, tick);
        for (uint256 i = 0; i < bounds.length; i += 2) {
            (uint256 fee0, uint256 fee1) =
                FeeGrowth.uncollected(pool, growth, owner, bounds[i], bounds[i + 1]);
            total0 += fee0;
            total1 += fee1;
        }
    }
}

/// What the fees of positions without common bounds cost to read, in a transaction of their own.
contract FeeGrowthGasTest is RealPool {
    FeeReader private reader = new FeeReader();
    PoolActor private holder = new PoolActor();
    int24[] private bounds;

    function setUp() public {
        createPool(500, 18, 6, 0);
        addFullRange(1e18);
        bounds = [int24(-100), 100, -1000, 1000, 10, 40];
        for (uint256 i = 0; i < bounds.length; i += 2) {
            holder.mint(pool, bounds[i], bounds[i + 1], 1e18);
        }
        swapToTick(30);
        swapToTick(-30);
    }

    function test_noPosition() public {
        delete bounds;
        reader.readAll(pool, address(holder), bounds);
        vm.snapshotGasLastCall("uncollected, no position");
    }

    function test_threePositions() public {
        (uint256 total0, uint256 total1) = reader.readAll(pool, address(holder), bounds);
        vm.snapshotGasLastCall("uncollected, 3 positions");
        assertGt(total0, 0);
        assertGt(total1, 0);
    }
}
