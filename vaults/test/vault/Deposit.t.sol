// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {IVaultEvents} from "../../src/interfaces/IVaultEvents.sol";
import {Limits, VaultConfig} from "../../src/types/VaultTypes.sol";
import {Expected} from "./base/Expected.sol";

contract DepositTest is Expected {
    address private dave = makeAddr("dave");

    function setUp() public {
        createVault();
        arrange(Situation.HalfPlacedTraded);
        vault.accrueFees();
    }

    function deposits(uint256 assets, address receiver) private view returns (bytes memory) {
        return abi.encodeCall(vault.deposit, (assets, receiver));
    }

    function test_buysSharesAtTheAsk_lessTheEntryFee() public {
        uint256 expected = expectedDeposit(1_000 * whole);
        assertEq(deposit(dave, 1_000 * whole), expected);
        assertEq(vault.balanceOf(dave), expected);
    }

    function test_goesToIdle_whole() public {
        (uint256 idle0, uint256 idle1) = vault.idle();
        uint256 balance = asset.balanceOf(address(vault));
        bytes32 positions = keccak256(abi.encode(vault.positions()));
        deposit(dave, 1_000 * whole);
        (uint256 after0, uint256 after1) = vault.idle();
        assertEq(after0, idle0);
        assertEq(after1, idle1 + 1_000 * whole);
        assertEq(asset.balanceOf(address(vault)), balance + 1_000 * whole);
        assertEq(asset.balanceOf(dave), 0);
        assertEq(keccak256(abi.encode(vault.positions())), positions);
    }

    function test_givesTheReceiverTheShares_andSaysSo() public {
        give(dave, 1_000 * whole);
        uint256 expected = expectedDeposit(1_000 * whole);
        vm.expectEmit(address(asset));
        emit IERC20.Transfer(dave, address(vault), 1_000 * whole);
        vm.expectEmit(address(vault));
        emit IERC20.Transfer(address(0), bob, expected);
        vm.expectEmit(address(vault));
        emit IERC4626.Deposit(dave, bob, 1_000 * whole, expected);
        vm.prank(dave);
        vault.deposit(1_000 * whole, bob);
        assertEq(vault.balanceOf(dave), 0);
    }

    /// Fees that are due are shares before the newcomer's are counted.
    function test_accruesFeesFirst() public {
        skipTime(30 days);
        uint256 supply = vault.totalSupply();
        uint256 due = supply * 10_000 * 30 days / (1_000_000 * uint256(365 days));
        give(dave, whole);
        vm.prank(dave);
        uint256 shares = vault.deposit(whole, dave);
        assertEq(vault.totalSupply(), supply + shares, "accrued, not minted");
        assertEq(vault.valuation().supply, supply + due + shares);
        vm.expectEmit(address(vault));
        emit IVaultEvents.FeeSharesMinted(feeRecipient, due, vault.highWaterMarkX96());
        vault.accrueFees();
        assertEq(vault.totalSupply(), supply + due + shares);
    }

    /// Else the difference would count as a gain and be billed: one share is one raw unit's
    /// 10^offset-th part, as the mark says.
    function test_theFirst_buysAtThePriceTheHighWaterMarkBeginsWith() public {
        VaultConfig memory config = defaultConfig();
        config.limits.entryFeeBps = 0;
        vault = newVault(config);
        assertEq(deposit(dave, 1_000 * whole), 1_000 * whole * 1e12);
        vault.accrueFees();
        assertEq(vault.balanceOf(feeRecipient), 0, "nothing was gained");
        assertEq(vault.highWaterMarkX96(), (1 << 96) / uint256(1e12));
    }

    function test_upToTheCap_andNoUnitMore() public {
        give(dave, type(uint120).max);
        uint256 max = vault.maxDeposit(dave);
        assertEq(max, vault.limits().depositCap - expectedAsk());
        refused(
            dave,
            deposits(max + 1, dave),
            abi.encodeWithSelector(ERC4626.ERC4626ExceededMaxDeposit.selector, dave, max + 1, max)
        );
        vm.prank(dave);
        vault.deposit(max, dave);
        assertEq(vault.maxDeposit(dave), 0);
        assertEq(vault.maxMint(dave), 0);
    }

    /// The entry fee, rounded up, would take all of the last unit below the cap.
    function test_roomForLessThanAShare_isNoRoom() public {
        Limits memory limits = vault.limits();
        limits.depositCap = uint112(expectedAsk() + 1);
        setLimits(limits);
        assertEq(vault.maxDeposit(dave), 0);
        assertEq(vault.maxMint(dave), 0);
        give(dave, 1);
        refused(dave, deposits(1, dave), abi.encodeWithSelector(IVaultErrors.ZeroShares.selector));
    }

    function test_ofNothing_ZeroShares() public {
        refused(dave, deposits(0, dave), abi.encodeWithSelector(IVaultErrors.ZeroShares.selector));
    }

    function test_ofDustThatTheFeeTakes_ZeroShares() public {
        give(dave, 1);
        refused(dave, deposits(1, dave), abi.encodeWithSelector(IVaultErrors.ZeroShares.selector));
    }

    function test_notApproved_ERC20InsufficientAllowance() public {
        asset.mint(dave, whole);
        refused(
            dave,
            deposits(whole, dave),
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientAllowance.selector, address(vault), 0, whole
            )
        );
    }

    function test_notOwned_ERC20InsufficientBalance() public {
        give(dave, whole - 1);
        refused(
            dave,
            deposits(whole, dave),
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientBalance.selector, dave, whole - 1, whole
            )
        );
    }

    function test_forNobody_ERC20InvalidReceiver() public {
        give(dave, whole);
        refused(
            dave,
            deposits(whole, address(0)),
            abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(0))
        );
    }

    /// Donated tokens are nobody's: they neither pay for a deposit nor raise the price.
    function test_tokensSentToTheVault_changeNothing() public {
        uint256 expected = expectedDeposit(whole);
        asset.mint(address(vault), 500_000 * whole);
        other.mint(address(vault), 500_000e18);
        assertEq(deposit(dave, whole), expected);
    }
}
