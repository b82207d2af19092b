// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IInferenceErrors} from "../../src/interfaces/IInferenceErrors.sol";
import {IInferenceRegistry} from "../../src/interfaces/IInferenceRegistry.sol";
import {IVaultEvents} from "../../src/interfaces/IVaultEvents.sol";
import {Inference, Output, Terms} from "../../src/types/InferenceTypes.sol";
import {RegistryFixture} from "../base/registry/RegistryFixture.sol";

contract BondsTest is RegistryFixture {
    function setUp() public {
        createRegistry();
    }

    function test_addBond_byAnyone_forAnyKeeper() public {
        token1.mint(stranger, 70);
        vm.startPrank(stranger);
        token1.approve(address(inferences), 70);
        vm.expectEmit(address(inferences));
        emit IInferenceRegistry.BondAdded(address(vault), keeper, 70);
        inferences.addBond(address(vault), keeper, 70);
        vm.expectRevert(abi.encodeWithSelector(IInferenceErrors.ZeroAmount.selector));
        inferences.addBond(address(vault), keeper, 0);
        vm.stopPrank();
        assertEq(accountOf(keeper).bondFree, 10_000 * WHOLE + 70);
        address other = address(newVault());
        vm.expectRevert(abi.encodeWithSelector(IInferenceErrors.VaultNotEnrolled.selector, other));
        inferences.addBond(other, keeper, 1);
        vm.expectRevert(abi.encodeWithSelector(IInferenceErrors.VaultNotEnrolled.selector, other));
        inferences.withdrawBond(other, 1, keeper);
    }

    /// What a live commitment locked is what its end frees, whatever the terms are when bond is added.
    function test_addBond_whileCommitted_leavesWhatIsLocked() public {
        Terms memory terms = defaultTerms();
        terms.missPenalty = 0;
        setTerms(terms);
        Output memory output = honest();
        Inference memory inference = committed(keeper, recomputed, output);
        setTerms(defaultTerms());
        addBond(keeper, 70);
        reveal(inference, output, false);
        assertEq(accountOf(keeper).bondLocked, 0);
        assertEq(accountOf(keeper).bondFree, 10_000 * WHOLE + 70);
    }

    function test_withdrawBond_whatIsFree_anywhere() public {
        committed(keeper, recomputed, honest());
        uint256 free = 10_000 * WHOLE - PENALTY;
        vm.startPrank(keeper);
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceErrors.BondTooSmall.selector, free, free + 1)
        );
        inferences.withdrawBond(address(vault), free + 1, keeper);
        vm.expectRevert(abi.encodeWithSelector(IInferenceErrors.ZeroAmount.selector));
        inferences.withdrawBond(address(vault), 0, keeper);
        vm.expectEmit(address(inferences));
        emit IInferenceRegistry.BondWithdrawn(address(vault), keeper, free);
        inferences.withdrawBond(address(vault), free, stranger);
        vm.stopPrank();
        assertEq(token1.balanceOf(stranger), free);
        assertEq(token1.balanceOf(address(inferences)), 10_000 * WHOLE + PENALTY);
    }

    function test_withdrawBond_ofAnother() public {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IInferenceErrors.BondTooSmall.selector, 0, 1));
        inferences.withdrawBond(address(vault), 1, stranger);
    }

    /// Tokens that are sent here are nobody's bond.
    function test_gift_isNobodys() public {
        token1.mint(address(inferences), 1_000);
        vm.prank(keeper);
        vm.expectRevert();
        inferences.withdrawBond(address(vault), 10_000 * WHOLE + 1, keeper);
    }

    // Settlement

    function test_settle_givesTheHoldersWhatWasForfeited() public {
        missed();
        refuseSettlement();
        skipTime(HOUR);
        uint256 assets = vault.totalAssets();
        (, uint256 idle) = vault.idle();
        // 25 dollars · 3600 / 86,400, rounded up.
        uint256 part = 1_041_667;
        assertEq(inferences.releasable(address(vault)), part);
        vm.expectEmit(address(vault));
        emit IVaultEvents.Contributed(part);
        vm.expectEmit(address(inferences));
        emit IInferenceRegistry.Settled(address(vault), part);
        vm.prank(stranger);
        inferences.settle(address(vault));
        (, uint256 idleAfter) = vault.idle();
        assertEq(idleAfter, idle + part);
        assertEq(vault.totalAssets(), assets + part);
        assertEq(inferences.owed(address(vault)), PENALTY - part);
        assertEq(inferences.releasable(address(vault)), 0);
        assertEq(token1.allowance(address(inferences), address(vault)), 0);
        refuseSettlement();
    }

    /// To the last unit.
    function test_settle_isOverAfterADayOfPayments() public {
        missed();
        uint256 held = token1.balanceOf(address(inferences));
        (, uint256 idle) = vault.idle();
        for (uint256 i; i < 24; ++i) {
            skipTime(HOUR + i);
            inferences.settle(address(vault));
        }
        (, uint256 idleAfter) = vault.idle();
        assertEq(idleAfter, idle + PENALTY);
        assertEq(token1.balanceOf(address(inferences)), held - PENALTY);
        assertEq(inferences.owed(address(vault)), 0);
        skipTime(HOUR);
        refuseSettlement();
    }

    function refuseSettlement() private {
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceErrors.NothingOwed.selector, address(vault))
        );
        inferences.settle(address(vault));
    }

    /// A vault that has left the registry takes its money when it comes back; nothing else waits for that.
    function test_settle_withAnotherRegistry() public {
        missed();
        skipTime(HOUR);
        vm.prank(guardian);
        vault.setRegistry(address(0));
        vm.expectRevert(
            abi.encodeWithSelector(
                IInferenceErrors.NotItsRegistry.selector, address(vault), address(0)
            )
        );
        inferences.settle(address(vault));
        vm.prank(keeper);
        inferences.withdrawBond(address(vault), 10_000 * WHOLE - PENALTY, keeper);
        vm.prank(timelock);
        vault.setRegistry(address(inferences));
        inferences.settle(address(vault));
    }

    function test_settle_ofNoEnrolledVault() public {
        address other = address(newVault());
        vm.expectRevert(abi.encodeWithSelector(IInferenceErrors.VaultNotEnrolled.selector, other));
        inferences.settle(other);
    }

    function missed() private {
        committed(keeper, recomputed, honest());
        passHours(1);
        inferences.expire(address(vault), keeper);
    }

    // Several optimistic trades lock as many bonds

    function test_bondsAddUp_andComeBackOneByOne() public {
        Inference[2] memory two;
        for (uint256 i; i < 2; ++i) {
            Output memory output = honest();
            two[i] = committed(keeper, optimistic, output);
            reveal(two[i], output, true);
            if (i == 0) passHours(1);
        }
        uint256 first = entryOf(two[0]).bond;
        uint256 second = entryOf(two[1]).bond;
        assertEq(accountOf(keeper).bondLocked, first + second);
        passHours(2);
        inferences.finalise(inferences.digestOf(two[0]));
        assertEq(accountOf(keeper).bondLocked, second);
        passHours(1);
        inferences.finalise(inferences.digestOf(two[1]));
        assertEq(accountOf(keeper).bondLocked, 0);
        assertEq(accountOf(keeper).bondFree, 10_000 * WHOLE);
    }
}
