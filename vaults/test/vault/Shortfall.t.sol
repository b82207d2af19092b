// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IVaultEvents} from "../../src/interfaces/IVaultEvents.sol";
import {Expected} from "./base/Expected.sol";
import {HostileToken} from "./base/HostileToken.sol";

/// Balances smaller than the books, booked.
contract ShortfallTest is Expected {
    function setUp() public {
        createVault();
        arrange(Situation.HalfPlacedTraded);
        vm.etch(address(asset), address(new HostileToken(6)).code);
        vm.etch(address(other), address(new HostileToken(18)).code);
        other.mint(address(vault), 7);
        vault.accrueFees();
    }

    function test_isBooked_andSaid() public {
        uint256 booked = idleAsset();
        HostileToken(address(asset)).shrink(address(vault), 1_000 * whole);
        vm.expectEmit(address(vault));
        emit IVaultEvents.ShortfallRecognised(address(asset), booked, booked - 1_000 * whole);
        vm.prank(carol);
        vault.recogniseShortfall();
        assertEq(idleAsset(), booked - 1_000 * whole);
        assertEq(idleAsset(), asset.balanceOf(address(vault)));
    }

    function test_ofBothTokens() public {
        (uint256 idle0, uint256 idle1) = vault.idle();
        HostileToken(address(token0)).shrink(address(vault), 10);
        HostileToken(address(token1)).shrink(address(vault), 20);
        vm.expectEmit(address(vault));
        // Seven of token0 were never booked.
        emit IVaultEvents.ShortfallRecognised(address(token0), idle0, idle0 - 3);
        vm.expectEmit(address(vault));
        emit IVaultEvents.ShortfallRecognised(address(token1), idle1, idle1 - 20);
        vault.recogniseShortfall();
        (uint256 after0, uint256 after1) = vault.idle();
        assertEq(after0, idle0 - 3);
        assertEq(after1, idle1 - 20);
    }

    /// More than is booked is nobody's and stays so.
    function test_aGainIsNotBooked() public {
        asset.mint(address(vault), 1_000 * whole);
        bytes32 before = everythingOf(alice);
        vm.recordLogs();
        vault.recogniseShortfall();
        assertEq(vm.getRecordedLogs().length, 0);
        assertEq(everythingOf(alice), before);
    }

    /// Before, the last to leave would have gone empty-handed; afterwards all bear it alike.
    function test_afterwards_everybodyLeavesWithTheirPart() public {
        HostileToken(address(asset)).shrink(address(vault), idleAsset() / 2);
        vault.recogniseShortfall();
        address[4] memory holders = [alice, bob, carol, feeRecipient];
        for (uint256 i = 0; i < 4; i++) {
            uint256 shares = vault.balanceOf(holders[i]);
            (uint256 expected0, uint256 expected1) = expectedInKind(shares);
            vm.prank(holders[i]);
            (uint256 amount0, uint256 amount1) =
                vault.redeemInKind(shares, holders[i], holders[i], 0, 0);
            assertEq(amount0, expected0);
            assertEq(amount1, expected1);
        }
        assertEq(vault.totalSupply(), 0);
    }

    function test_afterwards_entriesAreOpenAgain() public {
        HostileToken(address(asset)).shrink(address(vault), 1_000 * whole);
        vault.recogniseShortfall();
        uint256 preview = vault.previewDeposit(whole);
        assertEq(deposit(alice, whole), preview);
    }
}
