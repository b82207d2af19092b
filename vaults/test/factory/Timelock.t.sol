// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Vm} from "forge-std/Vm.sol";
import {RiskTimelock} from "../../src/RiskTimelock.sol";
import {StrategyVault} from "../../src/StrategyVault.sol";
import {IVaultFactory, TimelockTerms} from "../../src/interfaces/IVaultFactory.sol";
import {VaultConfig} from "../../src/types/VaultTypes.sol";
import {TestToken} from "../base/TestToken.sol";
import {FactoryFixture} from "./base/FactoryFixture.sol";

/// The very code of `RiskTimelock`, without its constructor having run: no delay, no event, and whoever
/// made it proposes and executes.
contract ForgedTimelock {
    constructor(address owner) {
        bytes32[2] memory roles = [keccak256("PROPOSER_ROLE"), keccak256("EXECUTOR_ROLE")];
        for (uint256 i = 0; i < 2; ++i) {
            bytes32 members = keccak256(abi.encode(roles[i], uint256(0)));
            bytes32 slot = keccak256(abi.encode(owner, members));
            assembly ("memory-safe") {
                sstore(slot, 1)
            }
        }
        bytes memory code = type(RiskTimelock).runtimeCode;
        assembly ("memory-safe") {
            return(add(code, 0x20), mload(code))
        }
    }
}

/// Who governs a vault of the factory: a timelock that it made itself.
contract VaultTimelockTest is FactoryFixture {
    TestToken private asset;

    function setUp() public override {
        super.setUp();
        asset = new TestToken("USDC", 6);
        useReadyPool(address(asset), address(new TestToken("WETH", 18)));
    }

    /// The forged one has the code of the true one, so no look at code could refuse it.
    function test_timelockFromElsewhereIsRefused_whateverItsCode() public {
        RiskTimelock forged = RiskTimelock(payable(address(new ForgedTimelock(creator))));
        address[] memory none = new address[](0);
        RiskTimelock honest = new RiskTimelock(2 days, none, none, address(0));
        assertEq(address(forged).codehash, address(honest).codehash, "the very code");
        assertEq(forged.getMinDelay(), 0);
        assertTrue(forged.hasRole(keccak256("PROPOSER_ROLE"), creator));

        address[4] memory timelocks = [
            address(forged),
            address(honest),
            creator,
            address(new TimelockController(2 days, none, none, address(0)))
        ];
        VaultConfig memory config = configFor(address(asset));
        for (uint256 i = 0; i < 4; ++i) {
            config.timelock = timelocks[i];
            bytes memory refusal =
                abi.encodeWithSelector(IVaultFactory.TimelockGiven.selector, timelocks[i]);
            vm.expectRevert(refusal);
            create(config);
            vm.expectRevert(refusal);
            vaultFactory.predictAddress(creationCode, config, terms(), 0);
            assertFalse(vaultFactory.isTimelock(timelocks[i]));
        }
    }

    /// Nor one that the factory made, for another vault.
    function test_timelockOfAnotherVaultIsRefused() public {
        VaultConfig memory config = configFor(address(asset));
        config.timelock = create(config).timelock();
        vm.expectRevert(
            abi.encodeWithSelector(IVaultFactory.TimelockGiven.selector, config.timelock)
        );
        create(config);
    }

    function test_timelockIsWhatItsTermsSay_andNobodyAdministersIt() public {
        RiskTimelock timelock = RiskTimelock(payable(create(configFor(address(asset))).timelock()));
        assertEq(timelock.getMinDelay(), 3 days);
        assertTrue(timelock.hasRole(timelock.PROPOSER_ROLE(), creator));
        assertTrue(timelock.hasRole(timelock.CANCELLER_ROLE(), creator));
        assertTrue(timelock.hasRole(timelock.EXECUTOR_ROLE(), address(0)));
        address[4] memory others = [creator, address(vaultFactory), guardian, address(0)];
        for (uint256 i = 0; i < 4; ++i) {
            assertFalse(timelock.hasRole(timelock.DEFAULT_ADMIN_ROLE(), others[i]));
            if (others[i] != creator) {
                assertFalse(timelock.hasRole(timelock.PROPOSER_ROLE(), others[i]));
            }
        }
        assertTrue(timelock.hasRole(timelock.DEFAULT_ADMIN_ROLE(), address(timelock)));
    }

    function test_creationSaysWhoGoverns() public {
        VaultConfig memory config = configFor(address(asset));
        TimelockTerms memory t = terms();
        (address vault, address timelock) = vaultFactory.predictAddress(creationCode, config, t, 0);
        vm.expectEmit(address(vaultFactory));
        emit IVaultFactory.TimelockCreated(
            timelock, vault, t.delaySeconds, t.proposers, t.executors
        );
        create(config);
    }

    function test_delayBelowTwoDaysIsRefused() public {
        TimelockTerms memory t = terms();
        t.delaySeconds = 2 days - 1;
        vm.expectRevert(
            abi.encodeWithSelector(RiskTimelock.DelayTooShort.selector, 2 days - 1, 2 days)
        );
        vm.prank(creator);
        vaultFactory.createVault(creationCode, configFor(address(asset)), t, 0);
    }

    /// What a proposer wants of a vault waits for two days after the vault has come to be: before, there is
    /// no timelock to propose to.
    function test_nothingCanBeReadyWhenTheVaultIsMade() public {
        VaultConfig memory config = configFor(address(asset));
        (address predicted, address lock) =
            vaultFactory.predictAddress(creationCode, config, terms(), 0);
        assertEq(lock.code.length, 0);
        StrategyVault vault = create(config);
        assertEq(address(vault), predicted);
        RiskTimelock timelock = RiskTimelock(payable(lock));

        bytes memory call = abi.encodeCall(vault.setRegistry, (creator));
        uint256 delay = timelock.getMinDelay();
        vm.startPrank(creator);
        timelock.schedule(predicted, 0, call, 0, 0, delay);
        skip(delay - 1);
        vm.expectPartialRevert(TimelockController.TimelockUnexpectedOperationState.selector);
        timelock.execute(predicted, 0, call, 0, 0);
        skip(1);
        timelock.execute(predicted, 0, call, 0, 0);
        assertEq(vault.registry(), creator);
    }

    /// Whoever sends somebody's creation first makes what that one wanted, and can make nothing else there.
    function test_creationThatIsSentAheadMakesTheSameVault() public {
        VaultConfig memory config = configFor(address(asset));
        (address vault, address timelock) =
            vaultFactory.predictAddress(creationCode, config, terms(), 0);
        address stranger = makeAddr("stranger");
        fundFor(stranger);
        TimelockTerms memory theirs = terms();
        theirs.proposers[0] = stranger;
        vm.startPrank(stranger);
        address other = vaultFactory.createVault(creationCode, config, theirs, 0);
        assertTrue(other != vault && StrategyVault(other).timelock() != timelock);
        assertEq(vaultFactory.createVault(creationCode, config, terms(), 0), vault);
        vm.stopPrank();
        assertEq(StrategyVault(vault).timelock(), timelock);
        assertTrue(RiskTimelock(payable(timelock)).hasRole(keccak256("PROPOSER_ROLE"), creator));
        assertFalse(RiskTimelock(payable(timelock)).hasRole(keccak256("PROPOSER_ROLE"), stranger));
        vm.expectRevert(abi.encodeWithSelector(IVaultFactory.VaultExists.selector, vault));
        create(config);
    }

    function fundFor(address who) private {
        address[2] memory tokens = [pool.token0(), pool.token1()];
        for (uint256 i = 0; i < 2; ++i) {
            TestToken(tokens[i]).mint(who, 1e27);
            vm.prank(who);
            TestToken(tokens[i]).approve(address(vaultFactory), type(uint256).max);
        }
    }
}
