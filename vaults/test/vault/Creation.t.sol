// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IRangePolicy} from "../../src/interfaces/IRangePolicy.sol";
import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {RedemptionQueue} from "../../src/RedemptionQueue.sol";
import {StrategyVault} from "../../src/StrategyVault.sol";
import {VaultConfig} from "../../src/types/VaultTypes.sol";
import {Expected} from "./base/Expected.sol";

contract CreationTest is Expected {
    function setUp() public {
        createMarket(3000, 18, 6, true);
    }

    function create(VaultConfig memory config) external returns (StrategyVault) {
        return newVault(config);
    }

    function isRefused(VaultConfig memory config, bytes memory reason) private {
        vm.expectRevert(reason);
        this.create(config);
    }

    function isZero(VaultConfig memory config, string memory what) private {
        isRefused(config, abi.encodeWithSelector(IVaultErrors.ZeroAddress.selector, what));
    }

    function test_remembersWhatItWasGiven() public {
        VaultConfig memory config = defaultConfig();
        vault = newVault(config);
        assertEq(vault.pool(), config.pool);
        assertEq(vault.token0(), address(token0));
        assertEq(vault.token1(), address(token1));
        assertEq(vault.asset(), config.asset);
        assertTrue(vault.assetIsToken1());
        assertEq(vault.envelope(), config.envelope);
        assertEq(vault.rangePolicy(), config.rangePolicy);
        assertEq(vault.timelock(), timelock);
        assertEq(vault.guardian(), guardian);
        assertEq(vault.registry(), registry);
        assertEq(vault.feeRecipient(), feeRecipient);
        assertEq(abi.encode(vault.limits()), abi.encode(config.limits));
        assertEq(abi.encode(vault.policyParameters()), abi.encode(config.policy));
        assertFalse(vault.paused());
        assertEq(vault.lastRebalanceAt(), 0);
        assertEq(vault.turnoverAvailableBps(), 10_000);
        assertEq(address(RedemptionQueue(vault.queue()).vault()), address(vault));
    }

    /// Holds nothing, is worth nothing, and answers.
    function test_empty_answersEverything() public {
        vault = newVault(defaultConfig());
        assertEq(vault.totalAssets(), 0);
        assertEq(vault.convertToShares(whole), whole * 1e12);
        assertEq(vault.convertToAssets(1e18), whole);
        assertEq(vault.maxRedeem(alice), 0);
        assertEq(vault.positions().length, 0);
        (uint256 held0, uint256 held1) = vault.holdings();
        assertEq(held0 + held1, 0);
    }

    /// Rebalances wait until there is a registry.
    function test_withoutARegistry() public {
        VaultConfig memory config = defaultConfig();
        config.registry = address(0);
        assertEq(newVault(config).registry(), address(0));
    }

    function test_assetOfAnotherPool_AssetNotInPool() public {
        VaultConfig memory config = defaultConfig();
        config.asset = address(factory);
        isRefused(
            config,
            abi.encodeWithSelector(
                IVaultErrors.AssetNotInPool.selector, address(factory), address(pool)
            )
        );
    }

    function test_withoutSomebody_ZeroAddress() public {
        VaultConfig memory config = defaultConfig();
        config.envelope = address(0);
        isZero(config, "envelope");
        config = defaultConfig();
        config.rangePolicy = address(0);
        isZero(config, "rangePolicy");
        config = defaultConfig();
        config.timelock = address(0);
        isZero(config, "timelock");
        config = defaultConfig();
        config.guardian = address(0);
        isZero(config, "guardian");
        config = defaultConfig();
        config.feeRecipient = address(0);
        isZero(config, "feeRecipient");
    }

    function test_feesToItself_FeeRecipientIsVault() public {
        VaultConfig memory config = defaultConfig();
        config.feeRecipient = vm.computeCreateAddress(address(this), vm.getNonce(address(this)));
        isRefused(config, abi.encodeWithSelector(IVaultErrors.FeeRecipientIsVault.selector));
    }

    function test_limitsBeyondTheirBounds_areRefused() public {
        VaultConfig memory config = defaultConfig();
        config.limits.entryFeeBps = 51;
        isRefused(
            config,
            abi.encodeWithSelector(IVaultErrors.LimitAboveCeiling.selector, "entryFeeBps", 51, 50)
        );
        config.limits.entryFeeBps = 50;
        config.limits.cooldownSeconds = 59;
        isRefused(
            config,
            abi.encodeWithSelector(IVaultErrors.LimitBelowFloor.selector, "cooldownSeconds", 59, 60)
        );
    }

    function test_aPolicyWithoutAPlan_isRefused() public {
        VaultConfig memory config = defaultConfig();
        config.policy.policyId = 0;
        isRefused(config, abi.encodeWithSelector(IRangePolicy.UnknownPolicy.selector, 0));
    }
}
