// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IRangePolicy} from "../../src/interfaces/IRangePolicy.sol";
import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {IVaultEvents} from "../../src/interfaces/IVaultEvents.sol";
import {PolicyParameters} from "../../src/types/VaultTypes.sol";
import {VaultFixture} from "./base/VaultFixture.sol";

contract RolesTest is VaultFixture {
    function setUp() public {
        createVault();
        arrange(Situation.AllIdle);
        vault.accrueFees();
    }

    function onlyTimelock(bytes memory call) private {
        address[4] memory callers = [alice, guardian, registry, feeRecipient];
        for (uint256 i = 0; i < 4; i++) {
            refused(
                callers[i],
                call,
                abi.encodeWithSelector(IVaultErrors.NotTimelock.selector, callers[i])
            );
        }
    }

    // Policy

    function test_policy_isTheTimelocks() public {
        onlyTimelock(abi.encodeCall(vault.setPolicy, (band())));
        vm.expectEmit(address(vault));
        emit IVaultEvents.PolicySet(band());
        setPolicy(band());
        assertEq(abi.encode(vault.policyParameters()), abi.encode(band()));
    }

    function test_policy_withoutAPlan_isRefused() public {
        PolicyParameters memory parameters = band();
        parameters.policyId = 3;
        refused(
            timelock,
            abi.encodeCall(vault.setPolicy, (parameters)),
            abi.encodeWithSelector(IRangePolicy.UnknownPolicy.selector, 3)
        );
        parameters.policyId = 1;
        parameters.horizonEpochs = 0;
        refused(
            timelock,
            abi.encodeCall(vault.setPolicy, (parameters)),
            abi.encodeWithSelector(
                IRangePolicy.ParameterOutOfRange.selector, "horizonEpochs", 0, 1, 10_000
            )
        );
    }

    // Registry

    function test_registry_isTheTimelocks() public {
        vm.expectEmit(address(vault));
        emit IVaultEvents.RegistrySet(timelock, bob);
        vm.prank(timelock);
        vault.setRegistry(bob);
        assertEq(vault.registry(), bob);
    }

    function test_registry_theGuardianMayOnlyRevoke() public {
        refused(
            guardian,
            abi.encodeCall(vault.setRegistry, (bob)),
            abi.encodeWithSelector(IVaultErrors.GuardianCannotRaise.selector, "registry")
        );
        vm.expectEmit(address(vault));
        emit IVaultEvents.RegistrySet(guardian, address(0));
        vm.prank(guardian);
        vault.setRegistry(address(0));
        assertEq(vault.registry(), address(0));
    }

    function test_registry_anyoneElse_NotGuardian() public {
        refused(
            registry,
            abi.encodeCall(vault.setRegistry, (registry)),
            abi.encodeWithSelector(IVaultErrors.NotGuardian.selector, registry)
        );
    }

    // Guardian

    function test_guardian_isTheTimelocks() public {
        onlyTimelock(abi.encodeCall(vault.setGuardian, (bob)));
        vm.expectEmit(address(vault));
        emit IVaultEvents.GuardianSet(bob);
        vm.prank(timelock);
        vault.setGuardian(bob);
        assertEq(vault.guardian(), bob);
        refused(
            guardian,
            abi.encodeCall(vault.pause, ()),
            abi.encodeWithSelector(IVaultErrors.NotGuardian.selector, guardian)
        );
    }

    function test_guardian_nobody_ZeroAddress() public {
        refused(
            timelock,
            abi.encodeCall(vault.setGuardian, (address(0))),
            abi.encodeWithSelector(IVaultErrors.ZeroAddress.selector, "guardian")
        );
    }

    // Fee recipient

    function test_feeRecipient_isTheTimelocks() public {
        onlyTimelock(abi.encodeCall(vault.setFeeRecipient, (bob)));
        vm.expectEmit(address(vault));
        emit IVaultEvents.FeeRecipientSet(bob);
        vm.prank(timelock);
        vault.setFeeRecipient(bob);
        assertEq(vault.feeRecipient(), bob);
    }

    function test_feeRecipient_nobody_ZeroAddress() public {
        refused(
            timelock,
            abi.encodeCall(vault.setFeeRecipient, (address(0))),
            abi.encodeWithSelector(IVaultErrors.ZeroAddress.selector, "feeRecipient")
        );
    }

    function test_feeRecipient_theVault_FeeRecipientIsVault() public {
        refused(
            timelock,
            abi.encodeCall(vault.setFeeRecipient, (address(vault))),
            abi.encodeWithSelector(IVaultErrors.FeeRecipientIsVault.selector)
        );
    }

    // Anyone

    function test_anyone_accruesAndRecognises() public {
        vm.startPrank(makeAddr("passer-by"));
        vault.accrueFees();
        vault.recogniseShortfall();
    }
}
