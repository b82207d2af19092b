// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {KeeperPay} from "../../src/KeeperPay.sol";
import {IKeeperPay} from "../../src/interfaces/IKeeperPay.sol";
import {Inference, Output} from "../../src/types/InferenceTypes.sol";
import {RegistryFixture} from "../base/registry/RegistryFixture.sol";

/// The vault's fees, shared between those who reveal and a beneficiary.
contract KeeperPayTest is RegistryFixture {
    uint128 private constant RATE = 1e18;

    KeeperPay private keeperPay;
    address private beneficiary = makeAddr("beneficiary");

    function setUp() public {
        createRegistry();
        keeperPay = new KeeperPay(address(inferences));
        vm.startPrank(timelock);
        vault.setFeeRecipient(address(keeperPay));
        keeperPay.setPay(address(vault), beneficiary, 4_000, RATE);
        vm.stopPrank();
    }

    function revealed(address by) private returns (Inference memory inference) {
        Output memory output = Output(honest().forecastX16, false);
        inference = committed(by, recomputed, output);
        reveal(inference, output, false);
    }

    /// Fees of a month, minted.
    function month() private returns (uint256 minted) {
        uint256 before = vault.balanceOf(address(keeperPay));
        skipTime(30 days);
        vault.accrueFees();
        minted = vault.balanceOf(address(keeperPay)) - before;
        assertGt(minted, 0);
    }

    function setPay(address to, uint16 bps, uint128 rate) private {
        vm.prank(timelock);
        keeperPay.setPay(address(vault), to, bps, rate);
    }

    function test_setPay_byTheTimelock_withinTheCeiling() public {
        assertEq(keeperPay.registry(), address(inferences));
        vm.prank(guardian);
        vm.expectRevert(
            abi.encodeWithSelector(IKeeperPay.NotTimelock.selector, address(vault), guardian)
        );
        keeperPay.setPay(address(vault), beneficiary, 1, 1);
        vm.startPrank(timelock);
        vm.expectRevert(
            abi.encodeWithSelector(IKeeperPay.KeepersPartTooLarge.selector, 5_001, 5_000)
        );
        keeperPay.setPay(address(vault), beneficiary, 5_001, 1);
        vm.expectRevert(abi.encodeWithSelector(IKeeperPay.ZeroAddress.selector, "beneficiary"));
        keeperPay.setPay(address(vault), address(0), 5_000, 1);
        vm.expectEmit(address(keeperPay));
        emit IKeeperPay.PaySet(address(vault), stranger, 5_000, 7);
        keeperPay.setPay(address(vault), stranger, 5_000, 7);
        vm.stopPrank();
        (address to, uint16 bps, uint128 rate) = keeperPay.pay(address(vault));
        assertEq(to, stranger);
        assertEq(bps, 5_000);
        assertEq(rate, 7);
        vm.expectRevert(abi.encodeWithSelector(IKeeperPay.ZeroAddress.selector, "registry"));
        new KeeperPay(address(0));
    }

    function test_payNotSet() public {
        address other = address(newVault());
        bytes memory reason = abi.encodeWithSelector(IKeeperPay.PayNotSet.selector, other);
        vm.expectRevert(reason);
        keeperPay.payKeeper(other, keeper);
        vm.expectRevert(reason);
        keeperPay.payBeneficiary(other);
    }

    function test_payKeeper_byReveal() public {
        revealed(keeper);
        passHours(1);
        revealed(keeper);
        uint256 minted = month();
        (uint256 pot, uint256 rest) = keeperPay.pots(address(vault));
        assertEq(pot, minted * 4 / 10);
        assertEq(rest, minted - pot);
        (uint256 shares, uint256 reveals) = keeperPay.due(address(vault), keeper);
        assertEq(shares, 2 * RATE);
        assertEq(reveals, 2);
        vm.expectEmit(address(keeperPay));
        emit IKeeperPay.KeeperPaid(address(vault), keeper, 2 * RATE, 2);
        vm.prank(stranger);
        assertEq(keeperPay.payKeeper(address(vault), keeper), 2 * RATE);
        assertEq(vault.balanceOf(keeper), 2 * RATE);
        assertEq(keeperPay.payKeeper(address(vault), keeper), 0);
        (uint256 left,) = keeperPay.pots(address(vault));
        assertEq(left, pot - 2 * RATE);
    }

    function test_payBeneficiary_theRest() public {
        uint256 minted = month();
        vm.expectEmit(address(keeperPay));
        emit IKeeperPay.BeneficiaryPaid(address(vault), beneficiary, minted - minted * 4 / 10);
        assertEq(keeperPay.payBeneficiary(address(vault)), minted - minted * 4 / 10);
        assertEq(vault.balanceOf(beneficiary), minted - minted * 4 / 10);
        assertEq(keeperPay.payBeneficiary(address(vault)), 0);
    }

    /// Fees that are due are minted first: nobody has to know of `accrueFees`.
    function test_pay_accrues() public {
        skipTime(30 days);
        assertGt(keeperPay.payBeneficiary(address(vault)), 0);
    }

    function test_miss_earnsNothing() public {
        committed(keeper, recomputed, honest());
        passHours(1);
        inferences.expire(address(vault), keeper);
        month();
        (uint256 shares, uint256 reveals) = keeperPay.due(address(vault), keeper);
        assertEq(shares + reveals, 0);
        assertEq(keeperPay.payKeeper(address(vault), keeper), 0);
    }

    /// One that is slashed is taken off, also after it was paid for.
    function test_slashed_isTakenOff() public {
        Output memory wrong = Output(1, false);
        Inference memory inference = committed(keeper, optimistic, wrong);
        reveal(inference, wrong, false);
        passHours(1);
        revealed(keeper);
        uint256 snapshot = vm.snapshotState();
        inferences.dispute(inference, wrong);
        month();
        assertEq(keeperPay.payKeeper(address(vault), keeper), RATE);
        assertTrue(vm.revertToState(snapshot));
        setPay(beneficiary, 4_000, 1);
        vault.accrueFees();
        assertEq(keeperPay.payKeeper(address(vault), keeper), 2);
        inferences.dispute(inference, wrong);
        vm.prank(timelock);
        inferences.allowKeeper(address(vault), keeper);
        passHours(1);
        revealed(keeper);
        assertEq(keeperPay.payKeeper(address(vault), keeper), 0);
        passHours(1);
        revealed(keeper);
        assertEq(keeperPay.payKeeper(address(vault), keeper), 1);
    }

    /// As many whole reveals as the pot pays for; the rest waits.
    function test_potTooSmall() public {
        revealed(keeper);
        passHours(1);
        revealed(keeper);
        vault.accrueFees();
        (uint256 pot,) = keeperPay.pots(address(vault));
        setPay(beneficiary, 0, uint128(pot * 2 / 3));
        assertEq(keeperPay.payKeeper(address(vault), keeper), pot * 2 / 3);
        assertEq(keeperPay.payKeeper(address(vault), keeper), 0);
        setPay(beneficiary, 5_000, uint128(pot * 2 / 3));
        month();
        assertEq(keeperPay.payKeeper(address(vault), keeper), pot * 2 / 3);
    }

    /// At a rate of nothing no reveal is used up.
    function test_rateOfNothing() public {
        revealed(keeper);
        setPay(beneficiary, 4_000, 0);
        month();
        assertEq(keeperPay.payKeeper(address(vault), keeper), 0);
        setPay(beneficiary, 4_000, 5);
        assertEq(keeperPay.payKeeper(address(vault), keeper), 5);
    }

    /// What arrived in its time is the beneficiary's that is replaced; the part changes for what comes.
    function test_newTerms_areForWhatComes() public {
        uint256 first = month();
        setPay(stranger, 1_000, RATE);
        assertEq(vault.balanceOf(beneficiary), first - first * 4 / 10);
        uint256 second = month();
        (uint256 pot, uint256 rest) = keeperPay.pots(address(vault));
        assertEq(pot, first * 4 / 10 + second / 10);
        assertEq(rest, second - second / 10);
    }

    /// Whatever arrives, when and at whichever part: the two pots are what is there.
    /// forge-config: default.fuzz.runs = 64
    function testFuzz_split_isExact(uint128 a, uint128 b, uint16 bps, uint16 next) public {
        uint256 supply = vault.balanceOf(holder);
        a = uint128(bound(a, 0, supply / 2));
        b = uint128(bound(b, 0, supply / 2));
        bps = uint16(bound(bps, 0, 5_000));
        next = uint16(bound(next, 0, 5_000));
        setPay(beneficiary, bps, RATE);
        vm.prank(holder);
        vault.transfer(address(keeperPay), a);
        setPay(beneficiary, next, RATE);
        vm.prank(holder);
        vault.transfer(address(keeperPay), b);
        (uint256 pot, uint256 rest) = keeperPay.pots(address(vault));
        assertEq(pot + rest, uint256(a) + b);
        assertEq(pot, uint256(a) * bps / 10_000 + uint256(b) * next / 10_000);
        uint256 paid = keeperPay.payBeneficiary(address(vault));
        assertGe(paid, rest);
        (pot, rest) = keeperPay.pots(address(vault));
        assertEq(rest, 0);
        assertEq(vault.balanceOf(address(keeperPay)), pot);
    }
}
