// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {QueueFixture} from "./base/QueueFixture.sol";

contract PermitTest is QueueFixture {
    bytes32 private constant PERMIT_TYPEHASH = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );

    address private signer;
    uint256 private key;

    function setUp() public override {
        super.setUp();
        (signer, key) = makeAddrAndKey("signer");
        vault.mint(signer, 10 * ONE);
    }

    function test_signatureReplacesTheApproval() public {
        (uint8 v, bytes32 r, bytes32 s) = sign(ONE);
        vm.prank(signer);
        uint256 id = queue.requestRedeemWithPermit(ONE, signer, block.timestamp, v, r, s);
        assertEq(queue.pendingRedeemRequest(id, signer), ONE);
    }

    function test_signatureThatSomebodySubmittedFirstStillWorks() public {
        (uint8 v, bytes32 r, bytes32 s) = sign(ONE);
        vm.prank(bob);
        vault.permit(signer, address(queue), ONE, block.timestamp, v, r, s);
        vm.prank(signer);
        queue.requestRedeemWithPermit(ONE, signer, block.timestamp, v, r, s);
    }

    function test_replayedSignatureGivesNothing() public {
        (uint8 v, bytes32 r, bytes32 s) = sign(ONE);
        vm.startPrank(signer);
        queue.requestRedeemWithPermit(ONE, signer, block.timestamp, v, r, s);
        expectNoAllowance();
        queue.requestRedeemWithPermit(ONE, signer, block.timestamp, v, r, s);
    }

    function test_signatureOfAnotherAmountGivesNothing() public {
        (uint8 v, bytes32 r, bytes32 s) = sign(ONE);
        vm.prank(signer);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientAllowance.selector, address(queue), 0, 2 * ONE
            )
        );
        queue.requestRedeemWithPermit(2 * ONE, signer, block.timestamp, v, r, s);
    }

    function test_strangerCannotUseTheSignature() public {
        (uint8 v, bytes32 r, bytes32 s) = sign(ONE);
        address thief = makeAddr("thief");
        vm.prank(thief);
        expectNoAllowance();
        queue.requestRedeemWithPermit(ONE, thief, block.timestamp, v, r, s);
    }

    function expectNoAllowance() private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientAllowance.selector, address(queue), 0, ONE
            )
        );
    }

    function sign(uint256 shares) private view returns (uint8 v, bytes32 r, bytes32 s) {
        bytes32 inner = keccak256(
            abi.encode(
                PERMIT_TYPEHASH,
                signer,
                address(queue),
                shares,
                vault.nonces(signer),
                block.timestamp
            )
        );
        return
            vm.sign(key, keccak256(abi.encodePacked("\x19\x01", vault.DOMAIN_SEPARATOR(), inner)));
    }
}
