// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Vm} from "forge-std/Vm.sol";
import {StrategyVault} from "../../src/StrategyVault.sol";
import {RedemptionQueue} from "../../src/RedemptionQueue.sol";
import {IVaultFactory} from "../../src/interfaces/IVaultFactory.sol";
import {VaultConfig} from "../../src/types/VaultTypes.sol";
import {TestToken} from "../base/TestToken.sol";
import {FactoryFixture} from "./base/FactoryFixture.sol";
import {SilentToken} from "./base/StrangeTokens.sol";

contract CreateVaultTest is FactoryFixture {
    function test_vaultIsWhatTheConfigurationSays() public {
        TestToken asset = new TestToken("USDC", 6);
        useReadyPool(address(asset), address(new TestToken("WETH", 18)));
        StrategyVault vault = create(configFor(address(asset)));

        assertTrue(vaultFactory.isVault(address(vault)));
        assertEq(vault.asset(), address(asset));
        assertEq(vault.pool(), address(pool));
        assertTrue(vaultFactory.isTimelock(vault.timelock()));
        assertEq(vault.guardian(), guardian);
        assertEq(RedemptionQueue(vault.queue()).vault(), address(vault));
    }

    function test_creationSaysEverything() public {
        TestToken asset = new TestToken("USDC", 6);
        useReadyPool(address(asset), address(new TestToken("WETH", 18)));
        VaultConfig memory config = configFor(address(asset));
        vm.recordLogs();
        StrategyVault vault = create(config);
        config.timelock = vault.timelock();
        Vm.Log[] memory logs = vm.getRecordedLogs();
        Vm.Log memory last = logs[logs.length - 1];
        assertEq(last.emitter, address(vaultFactory));
        assertEq(last.topics[0], IVaultFactory.VaultCreated.selector);
        assertEq(last.topics[1], bytes32(uint256(uint160(address(vault)))));
        assertEq(last.topics[2], bytes32(uint256(uint160(address(pool)))));
        assertEq(last.topics[3], bytes32(uint256(uint160(address(asset)))));
        assertEq(
            last.data,
            abi.encode(
                creator,
                vault.queue(),
                bytes32(0),
                10_000,
                vault.balanceOf(vaultFactory.SEED_OWNER()),
                config
            )
        );
    }

    function test_seedBelongsToNobodyAndTheProbesComeBack() public {
        TestToken asset = new TestToken("USDC", 6);
        TestToken other = new TestToken("WETH", 18);
        useReadyPool(address(asset), address(other));
        StrategyVault vault = create(configFor(address(asset)));

        assertEq(asset.balanceOf(creator), 1e27 - 10_000, "a cent of the asset is the seed");
        assertEq(other.balanceOf(creator), 1e27);
        assertEq(vault.balanceOf(vaultFactory.SEED_OWNER()), vault.totalSupply());
        assertGt(vault.totalSupply(), 0);
        assertEq(vault.totalAssets(), 10_000);
        assertEq(asset.balanceOf(address(vaultFactory)), 0);
        assertEq(other.balanceOf(address(vaultFactory)), 0);
        assertEq(asset.allowance(address(vaultFactory), address(vault)), 0);
    }

    function test_eitherTokenCanBeTheAsset() public {
        TestToken a = new TestToken("A", 18);
        TestToken b = new TestToken("B", 18);
        useReadyPool(address(a), address(b));
        assertTrue(create(configFor(pool.token0())) != create(configFor(pool.token1())));
    }

    function test_decimals0() public {
        checkDecimals(0, 10);
    }

    function test_decimals2() public {
        checkDecimals(2, 10);
    }

    function test_decimals6() public {
        checkDecimals(6, 1e4);
    }

    function test_decimals8() public {
        checkDecimals(8, 1e6);
    }

    function test_decimals18() public {
        checkDecimals(18, 1e16);
    }

    function test_decimals24() public {
        checkDecimals(24, 1e22);
    }

    function test_moreThan24DecimalsAreRefused() public {
        TestToken asset = new TestToken("ASSET", 25);
        useReadyPool(address(asset), address(new TestToken("OTHER", 18)));
        vm.expectRevert(
            abi.encodeWithSelector(IVaultFactory.TooManyDecimals.selector, address(asset), 25, 24)
        );
        create(configFor(address(asset)));
    }

    function test_tokenThatReturnsNothingIsAccepted() public {
        address asset = address(new SilentToken());
        useReadyPool(asset, address(new TestToken("OTHER", 18)));
        assertEq(create(configFor(asset)).totalAssets(), 1e4);
    }

    function test_tokensSentToTheProbeBeforeDoNotMatter() public {
        TestToken asset = new TestToken("USDC", 6);
        useReadyPool(address(asset), address(new TestToken("WETH", 18)));
        // The factory's first creation.
        asset.mint(vm.computeCreateAddress(address(vaultFactory), 1), 12_345);
        (address predicted,) =
            vaultFactory.predictAddress(creationCode, configFor(address(asset)), terms(), 0);
        asset.mint(predicted, 77);
        assertEq(create(configFor(address(asset))).totalAssets(), 10_000);
    }

    function checkDecimals(uint8 decimals, uint256 seed) private {
        TestToken asset = new TestToken("ASSET", decimals);
        useReadyPool(address(asset), address(new TestToken("OTHER", 18)));
        assertEq(vaultFactory.seedFor(address(asset)), seed);
        StrategyVault vault = create(configFor(address(asset)));
        assertEq(vault.totalAssets(), seed);
        assertGt(vault.balanceOf(vaultFactory.SEED_OWNER()), 0);
    }
}
