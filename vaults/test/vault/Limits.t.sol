// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {IVaultEvents} from "../../src/interfaces/IVaultEvents.sol";
import {Limits} from "../../src/types/VaultTypes.sol";
import {Expected} from "./base/Expected.sol";

/// Who may set limits, and what each of them holds back. Ceilings one by one are in LimitRules.t.sol.
contract LimitsTest is Expected {
    function setUp() public {
        createVault();
        arrange(Situation.HalfPlacedTraded);
    }

    function sets(Limits memory limits) private view returns (bytes memory) {
        return abi.encodeCall(vault.setLimits, (limits));
    }

    function test_theTimelockSetsAll_andTheVaultSaysSo() public {
        Limits memory limits = Limits(300, 100, 20_000, 0, 50, 2_000, 20_000, 60, 1);
        vault.accrueFees();
        vm.expectEmit(address(vault));
        emit IVaultEvents.LimitsSet(timelock, limits);
        setLimits(limits);
        assertEq(abi.encode(vault.limits()), abi.encode(limits));
    }

    function test_theGuardianLowersRisk_atOnce() public {
        Limits memory limits = vault.limits();
        (limits.maxDeviationTicks, limits.maxLossBps, limits.dailyTurnoverBps) = (1, 1, 1);
        (limits.performanceFeeBps, limits.managementFeePpm, limits.depositCap) = (0, 0, 0);
        limits.cooldownSeconds = 30 days;
        vm.expectEmit(address(vault));
        emit IVaultEvents.LimitsSet(guardian, limits);
        vm.prank(guardian);
        vault.setLimits(limits);
        assertEq(abi.encode(vault.limits()), abi.encode(limits));
    }

    function test_theGuardianCannotRaise() public {
        Limits memory limits = vault.limits();
        limits.depositCap++;
        refused(
            guardian,
            sets(limits),
            abi.encodeWithSelector(IVaultErrors.GuardianCannotRaise.selector, "depositCap")
        );
    }

    function test_anyoneElse_NotGuardian() public {
        address[3] memory callers = [alice, registry, feeRecipient];
        for (uint256 i = 0; i < 3; i++) {
            refused(
                callers[i],
                sets(vault.limits()),
                abi.encodeWithSelector(IVaultErrors.NotGuardian.selector, callers[i])
            );
        }
    }

    function test_notEvenTheTimelockPassesACeiling() public {
        Limits memory limits = vault.limits();
        limits.maxLossBps = 101;
        refused(
            timelock,
            sets(limits),
            abi.encodeWithSelector(IVaultErrors.LimitAboveCeiling.selector, "maxLossBps", 101, 100)
        );
    }

    function test_whileTheOracleIsDead_riskCanBeLowered() public {
        killOracle();
        Limits memory limits = vault.limits();
        limits.depositCap = 0;
        vm.prank(guardian);
        vault.setLimits(limits);
        assertEq(vault.limits().depositCap, 0);
    }

    /// Nobody comes in, everybody may leave.
    function test_aCapBelowTheValue_closesEntries() public {
        Limits memory limits = vault.limits();
        limits.depositCap = uint112(1_000 * whole);
        setLimits(limits);
        assertEq(vault.maxDeposit(alice), 0);
        assertEq(vault.maxMint(alice), 0);
        give(alice, whole);
        refused(
            alice,
            abi.encodeCall(vault.deposit, (whole, alice)),
            abi.encodeWithSelector(ERC4626.ERC4626ExceededMaxDeposit.selector, alice, whole, 0)
        );
        refused(
            alice,
            abi.encodeCall(vault.mint, (1, alice)),
            abi.encodeWithSelector(ERC4626.ERC4626ExceededMaxMint.selector, alice, 1, 0)
        );
        redeem(bob, 1e20);
    }

    /// The cap counts at the ask: exactly at it there is no room.
    function test_aCapAtTheAsk_isNoRoom() public {
        vault.accrueFees();
        Limits memory limits = vault.limits();
        limits.depositCap = uint112(expectedAsk());
        setLimits(limits);
        assertEq(vault.maxDeposit(alice), 0);
    }
}
