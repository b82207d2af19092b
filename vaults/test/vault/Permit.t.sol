// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {VaultFixture} from "./base/VaultFixture.sol";

contract PermitTest is VaultFixture {
    bytes32 private constant PERMIT = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant DOMAIN = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );

    address private signer;
    uint256 private key;

    function setUp() public {
        createVault();
        arrange(Situation.AllIdle);
        (signer, key) = makeAddrAndKey("signer");
        deposit(signer, 1_000 * whole);
    }

    /// Reckoned from the standard, not from what the vault says its domain is.
    function signed(uint256 value, uint256 nonce, uint256 deadline)
        private
        view
        returns (bytes memory)
    {
        bytes32 domain = keccak256(
            abi.encode(
                DOMAIN, keccak256("Tickwise vault"), keccak256("1"), block.chainid, address(vault)
            )
        );
        bytes32 content = keccak256(abi.encode(PERMIT, signer, bob, value, nonce, deadline));
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(key, keccak256(abi.encodePacked("\x19\x01", domain, content)));
        return abi.encodeCall(vault.permit, (signer, bob, value, deadline, v, r, s));
    }

    function submit(bytes memory call) private {
        (bool accepted,) = address(vault).call(call);
        assertTrue(accepted);
    }

    function test_allowsAnExitOfAnothersShares() public {
        submit(signed(1e20, 0, block.timestamp));
        assertEq(vault.allowance(signer, bob), 1e20);
        assertEq(vault.nonces(signer), 1);
        uint256 preview = vault.previewRedeem(1e20);
        vm.prank(bob);
        assertEq(vault.redeem(1e20, bob, signer), preview);
    }

    function test_replayed_ERC2612InvalidSigner() public {
        bytes memory call = signed(1e20, 0, block.timestamp);
        submit(call);
        bytes32 before = everythingOf(signer);
        (bool accepted, bytes memory answer) = address(vault).call(call);
        assertFalse(accepted);
        assertEq(bytes4(answer), ERC20Permit.ERC2612InvalidSigner.selector);
        assertEq(everythingOf(signer), before);
        assertEq(vault.allowance(signer, bob), 1e20);
    }

    function test_inAnotherVault_ERC2612InvalidSigner() public {
        bytes memory call = signed(1e20, 0, block.timestamp);
        vault = newVault(defaultConfig());
        (bool accepted, bytes memory answer) = address(vault).call(call);
        assertFalse(accepted);
        assertEq(bytes4(answer), ERC20Permit.ERC2612InvalidSigner.selector);
    }

    function test_afterItsDeadline_ERC2612ExpiredSignature() public {
        uint256 deadline = block.timestamp;
        bytes memory call = signed(1e20, 0, deadline);
        skipTime(1);
        refused(
            bob,
            call,
            abi.encodeWithSelector(ERC20Permit.ERC2612ExpiredSignature.selector, deadline)
        );
    }
}
