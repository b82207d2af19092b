// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {RedemptionQueue} from "../../src/RedemptionQueue.sol";
import {
    IERC7540Operator,
    IERC7540Redeem,
    IERC7575Exit,
    IRedemptionQueue
} from "../../src/interfaces/IRedemptionQueue.sol";
import {QueueFixture} from "./base/QueueFixture.sol";

/// Identifiers as the ERCs print them, and as they follow from the functions' names.
contract InterfacesTest is QueueFixture {
    function test_operatorInterfaceIsTheErcs() public view {
        assertEq(type(IERC7540Operator).interfaceId, bytes4(0xe3bc4e65));
        assertTrue(queue.supportsInterface(0xe3bc4e65));
    }

    function test_redeemInterfaceIsTheErcs() public view {
        assertEq(type(IERC7540Redeem).interfaceId, bytes4(0x620ee8e4));
        assertTrue(queue.supportsInterface(0x620ee8e4));
    }

    function test_exitPartsOfErc7575AreTheErcs() public view {
        bytes4 minimal = IERC7575Exit.asset.selector ^ IERC7575Exit.share.selector
            ^ IERC7575Exit.totalAssets.selector ^ IERC7575Exit.convertToAssets.selector
            ^ IERC7575Exit.convertToShares.selector;
        bytes4 redeeming = IERC7575Exit.redeem.selector ^ IERC7575Exit.previewRedeem.selector
            ^ IERC7575Exit.maxRedeem.selector;
        bytes4 withdrawing = IERC7575Exit.withdraw.selector ^ IERC7575Exit.previewWithdraw.selector
            ^ IERC7575Exit.maxWithdraw.selector;
        assertEq(minimal, bytes4(0x50a526d6));
        assertEq(redeeming, bytes4(0x2fd7d42a));
        assertEq(withdrawing, bytes4(0x70dec094));
        assertTrue(queue.supportsInterface(minimal));
        assertTrue(queue.supportsInterface(redeeming));
        assertTrue(queue.supportsInterface(withdrawing));
    }

    function test_interfacesItDoesNotHaveAreDenied() public view {
        assertTrue(queue.supportsInterface(0x01ffc9a7));
        assertFalse(queue.supportsInterface(0xffffffff));
        assertFalse(queue.supportsInterface(0x2f0a18c5), "deposits are the vault's");
        assertFalse(queue.supportsInterface(type(IERC4626).interfaceId));
    }

    function test_previewsRevertForEveryone() public {
        vm.expectRevert(IRedemptionQueue.PreviewUnsupported.selector);
        queue.previewRedeem(1);
        vm.expectRevert(IRedemptionQueue.PreviewUnsupported.selector);
        queue.previewWithdraw(1);
    }

    function test_shareAndConversionsAreTheVaults() public view {
        assertEq(queue.share(), address(vault));
        assertEq(queue.vault(), address(vault));
        assertEq(queue.asset(), address(asset));
        assertEq(queue.totalAssets(), vault.totalAssets());
        assertEq(queue.convertToAssets(7 * ONE), vault.convertToAssets(7 * ONE));
        assertEq(queue.convertToShares(7 * PRICE), vault.convertToShares(7 * PRICE));
    }

    function test_queueOfNoVaultIsRefused() public {
        vm.expectRevert(abi.encodeWithSelector(IRedemptionQueue.ZeroAddress.selector, "vault"));
        new RedemptionQueue(address(0));
    }
}
