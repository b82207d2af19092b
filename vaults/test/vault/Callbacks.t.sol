// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {VaultFixture} from "./base/VaultFixture.sol";

/// Who may make the vault pay, and when.
contract CallbacksTest is VaultFixture {
    function setUp() public {
        createVault();
        arrange(Situation.HalfPlacedTraded);
    }

    function pays(bool forMint) private view returns (bytes memory) {
        return forMint
            ? abi.encodeCall(vault.uniswapV3MintCallback, (1, 1, ""))
            : abi.encodeCall(vault.uniswapV3SwapCallback, (1, -1, ""));
    }

    function test_anyoneElse_NotPool() public {
        bytes memory reason = abi.encodeWithSelector(IVaultErrors.NotPool.selector, alice);
        refused(alice, pays(true), reason);
        refused(alice, pays(false), reason);
    }

    function test_thePoolUnasked_UnexpectedCallback() public {
        bytes memory reason = abi.encodeWithSelector(IVaultErrors.UnexpectedCallback.selector);
        refused(address(pool), pays(true), reason);
        refused(address(pool), pays(false), reason);
    }

    /// What a rebalance or a sale allowed in this transaction is over when it is.
    function test_thePoolAfterACallOfTheVault_UnexpectedCallback() public {
        skipTime(1 hours);
        rebalance();
        vm.prank(bob);
        vault.redeemToAsset(1e20, bob, bob, 0, block.timestamp);
        test_thePoolUnasked_UnexpectedCallback();
    }

    /// Minting for the vault is paid by who mints.
    function test_mintForTheVault_isPaidByTheGiver() public {
        bytes32 before = everythingOf(alice);
        actor.mintFor(pool, address(vault), -spacing, spacing, 1e18);
        assertEq(everythingOf(alice), before);
    }
}
