// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {Expected} from "./base/Expected.sol";

contract MintTest is Expected {
    address private dave = makeAddr("dave");

    function setUp() public {
        createVault();
        arrange(Situation.HalfPlacedTraded);
        vault.accrueFees();
        give(dave, type(uint120).max);
    }

    function mints(uint256 shares, address receiver) private view returns (bytes memory) {
        return abi.encodeCall(vault.mint, (shares, receiver));
    }

    /// The least deposit that would get them.
    function test_costsTheLeastThatBuysTheShares() public {
        uint256 shares = 1_000 * whole * 1e12;
        vm.prank(dave);
        uint256 least = vault.previewMint(shares);
        assertGe(expectedDeposit(least), shares);
        assertLt(expectedDeposit(least - 1), shares);
        vm.prank(dave);
        assertEq(vault.mint(shares, dave), least);
        assertEq(vault.balanceOf(dave), shares, "exactly those shares");
        assertEq(asset.balanceOf(dave), type(uint120).max - least);
    }

    function test_goesToIdle_whole() public {
        uint256 before = idleAsset();
        vm.prank(dave);
        uint256 assets = vault.mint(1e18, dave);
        assertEq(idleAsset(), before + assets);
    }

    function test_givesTheReceiverTheShares_andSaysSo() public {
        uint256 assets = vault.previewMint(1e18);
        vm.expectEmit(address(vault));
        emit IERC4626.Deposit(dave, bob, assets, 1e18);
        vm.prank(dave);
        vault.mint(1e18, bob);
        assertEq(vault.balanceOf(dave), 0);
    }

    function test_upToTheCap_andNoShareMore() public {
        uint256 max = vault.maxMint(dave);
        refused(
            dave,
            mints(max + 1, dave),
            abi.encodeWithSelector(ERC4626.ERC4626ExceededMaxMint.selector, dave, max + 1, max)
        );
        vm.prank(dave);
        vault.mint(max, dave);
        // One unit may be left that buys no share.
        assertEq(vault.maxMint(dave), 0);
    }

    function test_ofNothing_ZeroShares() public {
        refused(dave, mints(0, dave), abi.encodeWithSelector(IVaultErrors.ZeroShares.selector));
    }

    /// One share of 10^18 decimals costs a unit and the fee on it.
    function test_ofASingleShare_costsTwoUnits() public {
        vm.prank(dave);
        assertEq(vault.mint(1, dave), 2);
    }

    function test_notApproved_ERC20InsufficientAllowance() public {
        uint256 assets = vault.previewMint(1e18);
        vm.prank(dave);
        asset.approve(address(vault), assets - 1);
        refused(
            dave,
            mints(1e18, dave),
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientAllowance.selector, address(vault), assets - 1, assets
            )
        );
    }

    function test_forNobody_ERC20InvalidReceiver() public {
        refused(
            dave,
            mints(1e18, address(0)),
            abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(0))
        );
    }
}
