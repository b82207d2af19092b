// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {IVaultEvents} from "../../src/interfaces/IVaultEvents.sol";
import {Expected} from "./base/Expected.sol";
import {HostileToken} from "./base/HostileToken.sol";

/// What the registry took from a keeper and gives to the holders.
contract ContributeTest is Expected {
    uint256 private gift;

    function setUp() public {
        createVault();
        arrange(Situation.HalfPlacedTraded);
        vault.accrueFees();
        gift = 500 * whole;
        give(registry, gift);
    }

    function contribute(uint256 assets) private {
        vm.prank(registry);
        vault.contribute(assets);
    }

    function test_contribute_raisesTheValueByAsMuch_andMintsNothing() public {
        uint256 assetsBefore = vault.totalAssets();
        uint256 supply = vault.totalSupply();
        uint256 idle = idleAsset();
        vm.expectEmit(address(vault));
        emit IVaultEvents.Contributed(gift);
        contribute(gift);
        assertEq(vault.totalAssets(), assetsBefore + gift);
        assertEq(idleAsset(), idle + gift);
        assertEq(vault.totalSupply(), supply);
        assertEq(asset.balanceOf(registry), 0);
    }

    function test_contribute_isTheHolders() public {
        noFees();
        uint256 shares = vault.balanceOf(alice);
        uint256 before = vault.convertToAssets(shares);
        contribute(gift);
        uint256 part = gift * shares / (vault.valuation().supply + expectedVirtualShares());
        assertApproxEqAbs(vault.convertToAssets(shares) - before, part, 1);
    }

    function test_contribute_worksWhilePaused_andWithoutAPrice() public {
        killOracle();
        vm.prank(guardian);
        vault.pause();
        uint256 idle = idleAsset();
        contribute(gift);
        assertEq(idleAsset(), idle + gift);
    }

    function test_contribute_byAnyoneElse_NotRegistry() public {
        address[4] memory callers = [alice, guardian, timelock, feeRecipient];
        for (uint256 i = 0; i < 4; i++) {
            refused(
                callers[i],
                abi.encodeCall(vault.contribute, (1)),
                abi.encodeWithSelector(IVaultErrors.NotRegistry.selector, callers[i])
            );
        }
    }

    function test_contribute_ofATokenThatTakesAFee_TokenBalanceShort() public {
        vm.etch(address(asset), address(new HostileToken(6)).code);
        HostileToken(address(asset)).setFee(100);
        uint256 held = asset.balanceOf(address(vault));
        refused(
            registry,
            abi.encodeCall(vault.contribute, (gift)),
            abi.encodeWithSelector(
                IVaultErrors.TokenBalanceShort.selector,
                address(asset),
                held + gift,
                held + gift - gift / 100
            )
        );
    }

    /// However much is given before it, a deposit loses less than its shares' rounding.
    function test_contribute_inflatesNoDeposit(uint256 assets, uint256 deposited) public {
        assets = bound(assets, 1, 1_000_000 * whole);
        deposited = bound(deposited, whole, 10_000 * whole);
        noFees();
        give(registry, assets);
        contribute(assets);
        uint256 shares = deposit(bob, deposited);
        uint256 oneShare = vault.totalAssets() / vault.totalSupply() + 1;
        uint256 worth = shares * expectedAsk() / expectedSupply();
        assertGe(worth + oneShare + 1, deposited);
    }
}
