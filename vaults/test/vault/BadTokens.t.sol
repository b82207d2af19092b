// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {Expected} from "./base/Expected.sol";
import {HostileToken} from "./base/HostileToken.sol";

/// An asset that turns out to be none of what the factory examined it for.
contract BadTokensTest is Expected {
    HostileToken private hostile;
    bytes private call;
    bytes private answer;
    uint256[4] private maxima;

    function setUp() public {
        createVault();
        arrange(Situation.HalfPlacedTraded);
        vm.etch(address(asset), address(new HostileToken(6)).code);
        hostile = HostileToken(address(asset));
        give(alice, 10_000 * whole);
        vault.accrueFees();
    }

    function short(uint256 expected, uint256 actual) private view returns (bytes memory) {
        return abi.encodeWithSelector(
            IVaultErrors.TokenBalanceShort.selector, address(asset), expected, actual
        );
    }

    // Fee on transfer

    function test_feeOnTransfer_deposit_TokenBalanceShort() public {
        hostile.setFee(100);
        uint256 held = asset.balanceOf(address(vault));
        refused(
            alice,
            abi.encodeCall(vault.deposit, (1_000 * whole, alice)),
            short(held + 1_000 * whole, held + 990 * whole)
        );
    }

    function test_feeOnTransfer_mint_TokenBalanceShort() public {
        hostile.setFee(100);
        uint256 held = asset.balanceOf(address(vault));
        uint256 assets = vault.previewMint(1e21);
        refused(
            alice,
            abi.encodeCall(vault.mint, (1e21, alice)),
            short(held + assets, held + assets - assets / 100)
        );
    }

    /// Who leaves bears the token's fee. What the pool pays arrives short, for which there is a remedy.
    function test_feeOnTransfer_exitsBearIt() public {
        hostile.setFee(100);
        vm.startPrank(bob);
        uint256 paid = vault.redeem(1e21, bob, bob);
        assertEq(asset.balanceOf(bob), paid - paid / 100);
        assertEq(asset.balanceOf(address(vault)), idleAsset());
        (, uint256 amount1) = vault.redeemInKind(1e21, carol, bob, 0, 0);
        assertEq(asset.balanceOf(carol), amount1 - amount1 / 100);
        vault.recogniseShortfall();
        assertEq(asset.balanceOf(address(vault)), idleAsset());
        vm.stopPrank();
    }

    // Rebasing

    /// Nobody enters a vault that has lost what it booked.
    function test_shrunk_entries_TokenBalanceShort() public {
        hostile.shrink(address(vault), 5);
        uint256 booked = idleAsset();
        refused(
            alice,
            abi.encodeCall(vault.deposit, (whole, alice)),
            short(booked + whole, booked + whole - 5)
        );
        uint256 assets = vault.previewMint(1e18);
        refused(
            alice,
            abi.encodeCall(vault.mint, (1e18, alice)),
            short(booked + assets, booked + assets - 5)
        );
    }

    /// What would pay out more than there is reverts in the token; what is there can be had.
    function test_shrunk_exitsPayWhatIsThere() public {
        uint256 booked = idleAsset();
        hostile.shrink(address(vault), booked / 2);
        uint256 there = booked - booked / 2;
        refused(
            alice,
            abi.encodeCall(vault.withdraw, (there + 1, alice, alice)),
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientBalance.selector, address(vault), there, there + 1
            )
        );
        vm.prank(alice);
        vault.withdraw(there, alice, alice);
    }

    /// A token that grows gives to nobody: only what was moved is booked.
    function test_grown_changesNothing() public {
        uint256 before = vault.totalAssets();
        asset.mint(address(vault), 12_345 * whole);
        assertEq(vault.totalAssets(), before);
        vm.prank(alice);
        vault.deposit(whole, alice);
        assertEq(vault.totalAssets(), before + whole);
    }

    // Hooks

    function tokensToSend() external {
        (, answer) = address(vault).call(call);
        maxima = [
            vault.maxDeposit(alice),
            vault.maxMint(alice),
            vault.maxWithdraw(alice),
            vault.maxRedeem(alice)
        ];
    }

    /// Calls the vault again while a deposit of Alice is under way. The deposit goes through.
    function reenters(bytes memory call_) private {
        call = call_;
        hostile.setHook(address(this));
        uint256 preview = vault.previewDeposit(whole);
        vm.prank(alice);
        assertEq(vault.deposit(whole, alice), preview);
        assertEq(
            answer,
            abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector)
        );
        assertEq(abi.encode(maxima), new bytes(128), "every max is 0 meanwhile");
    }

    function test_hook_noCallGetsIn() public {
        reenters(abi.encodeCall(vault.deposit, (1, alice)));
        reenters(abi.encodeCall(vault.mint, (1, alice)));
        reenters(abi.encodeCall(vault.withdraw, (1, alice, alice)));
        reenters(abi.encodeCall(vault.redeem, (1, alice, alice)));
        reenters(abi.encodeCall(vault.redeemInKind, (1, alice, alice, 0, 0)));
        reenters(abi.encodeCall(vault.redeemToAsset, (1, alice, alice, 0, type(uint256).max)));
        reenters(abi.encodeCall(vault.rebalance, (0, 0)));
        reenters(abi.encodeCall(vault.accrueFees, ()));
        reenters(abi.encodeCall(vault.recogniseShortfall, ()));
        reenters(abi.encodeCall(vault.setLimits, (vault.limits())));
    }

    function test_hook_noPriceIsTold() public {
        reenters(abi.encodeCall(vault.totalAssets, ()));
        reenters(abi.encodeCall(vault.convertToShares, (1)));
        reenters(abi.encodeCall(vault.convertToAssets, (1)));
        reenters(abi.encodeCall(vault.previewDeposit, (1)));
        reenters(abi.encodeCall(vault.previewMint, (1)));
        reenters(abi.encodeCall(vault.previewWithdraw, (1)));
        reenters(abi.encodeCall(vault.previewRedeem, (1)));
        reenters(abi.encodeCall(vault.valuation, ()));
        reenters(abi.encodeCall(vault.holdings, ()));
    }

    /// Nor while the vault is being paid out of the pool.
    function test_hook_duringAnExit() public {
        call = abi.encodeCall(vault.redeem, (1, alice, alice));
        hostile.setHook(address(this));
        (uint256 expected0, uint256 expected1) = expectedInKind(1e21);
        vm.prank(bob);
        (uint256 amount0, uint256 amount1) = vault.redeemInKind(1e21, bob, bob, 0, 0);
        assertEq(amount0, expected0);
        assertEq(amount1, expected1);
        assertEq(
            answer,
            abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector)
        );
    }
}
