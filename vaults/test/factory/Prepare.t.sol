// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {RiskTimelock} from "../../src/RiskTimelock.sol";
import {StrategyVault} from "../../src/StrategyVault.sol";
import {VaultFactory} from "../../src/VaultFactory.sol";
import {IVaultFactory, TimelockTerms} from "../../src/interfaces/IVaultFactory.sol";
import {VaultConfig} from "../../src/types/VaultTypes.sol";
import {TestToken} from "../base/TestToken.sol";
import {FactoryFixture} from "./base/FactoryFixture.sol";

/// The pool's oracle before a vault, and the address of one.
contract PrepareTest is FactoryFixture {
    function setUp() public override {
        super.setUp();
        usePool(address(new TestToken("A", 18)), address(new TestToken("B", 18)));
    }

    function test_anyoneGrowsTheOracle() public {
        vm.expectEmit(address(vaultFactory));
        emit IVaultFactory.PoolPrepared(address(pool), CARDINALITY);
        assertEq(vaultFactory.prepare(address(pool)), CARDINALITY);
        (,,,, uint16 next,,) = pool.slot0();
        assertEq(next, CARDINALITY);
        assertEq(vaultFactory.prepare(address(pool)), CARDINALITY, "nothing is left to do");
    }

    function test_manySlotsTakeSeveralCalls() public {
        VaultFactory fast = new VaultFactory(
            address(uniswap), address(envelope), policy, keccak256(creationCode), 1801
        );
        uint16[5] memory steps = [uint16(401), 801, 1201, 1601, 1801];
        for (uint256 i = 0; i < 5; ++i) {
            uint256 gas = gasleft();
            assertEq(fast.prepare(address(pool)), steps[i]);
            assertLt(gas - gasleft(), 10_000_000);
        }
    }

    function testFuzz_addressesAreThoseThatCreate2Gives(bytes32 salt, address anyone) public {
        VaultConfig memory config = configFor(pool.token0());
        TimelockTerms memory t = terms();
        vm.prank(anyone);
        (address vault, address timelock) =
            vaultFactory.predictAddress(creationCode, config, t, salt);
        bytes32 timelockHash = keccak256(
            abi.encodePacked(
                type(RiskTimelock).creationCode,
                abi.encode(t.delaySeconds, t.proposers, t.executors, address(0))
            )
        );
        bytes32 timelockSalt = keccak256(abi.encode(config, salt));
        assertEq(
            timelock, vm.computeCreate2Address(timelockSalt, timelockHash, address(vaultFactory))
        );
        config.timelock = timelock;
        bytes32 initHash = keccak256(abi.encodePacked(creationCode, abi.encode(config)));
        assertEq(vault, vm.computeCreate2Address(salt, initHash, address(vaultFactory)));
    }

    function test_vaultsOfOtherSaltsLieElsewhereAndHaveTimelocksOfTheirOwn() public {
        useReadyPool(address(new TestToken("A", 18)), address(new TestToken("B", 18)));
        VaultConfig memory config = configFor(pool.token0());
        bytes32[2] memory salts = [bytes32("one"), "two"];
        address[2] memory timelocks;
        for (uint256 i = 0; i < 2; ++i) {
            (address predicted, address timelock) =
                vaultFactory.predictAddress(creationCode, config, terms(), salts[i]);
            vm.prank(creator);
            assertEq(vaultFactory.createVault(creationCode, config, terms(), salts[i]), predicted);
            assertEq(StrategyVault(predicted).timelock(), timelock);
            timelocks[i] = timelock;
        }
        assertTrue(timelocks[0] != timelocks[1]);
    }
}
