// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {RangePolicy} from "../../src/RangePolicy.sol";
import {MarketState, Placeable} from "../../src/interfaces/IRangePolicy.sol";
import {PolicyParameters} from "../../src/types/VaultTypes.sol";

contract RangePolicyGasTest is Test {
    RangePolicy private policy;
    PolicyParameters private band = PolicyParameters(1, 10, 20_000, 2000, 24, 0, 0);
    PolicyParameters private passive = PolicyParameters(2, 0, 0, 0, 0, 1200, 600);
    /// 1 WETH = 3000 USDC at 0.3 %, a pool of a hundred times the vault.
    MarketState private market =
        MarketState(4_339_505_179_874_779_489_431_521_786_945_536, 218_249, 60, 1e19, 3000);
    uint256 private constant VARIANCE_X32 = 2500 << 32;

    function setUp() public {
        policy = new RangePolicy();
    }

    function test_bandThatSwaps() public {
        policy.plan(band, VARIANCE_X32, market, Placeable(1e12, 0, 1e10, 0));
        vm.snapshotGasLastCall("plan, volatility-band, swap");
    }

    function test_bandThatBuysAReserve() public {
        policy.plan(band, VARIANCE_X32, market, Placeable(1e12, 0, 0, 1e20));
        vm.snapshotGasLastCall("plan, volatility-band, reserve bought");
    }

    function test_bandWithoutSwap() public {
        policy.plan(band, VARIANCE_X32, market, Placeable(0, 0, 0, 0));
        vm.snapshotGasLastCall("plan, volatility-band, no swap");
    }

    function test_passive() public {
        policy.plan(passive, 0, market, Placeable(1e12, 1e20, 0, 0));
        vm.snapshotGasLastCall("plan, passive");
    }
}
