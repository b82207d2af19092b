// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {StrategyVault} from "../../src/StrategyVault.sol";
import {TokenProbe} from "../../src/factory/TokenProbe.sol";
import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {IVaultFactory} from "../../src/interfaces/IVaultFactory.sol";
import {TestToken} from "../base/TestToken.sol";
import {FactoryFixture} from "./base/FactoryFixture.sol";
import {
    BareToken,
    FalseToken,
    FeeToken,
    GenerousToken,
    HookToken,
    LateToken,
    OneWayToken,
    Registry1820,
    RegistryHookToken,
    ScaledToken,
    ShareToken,
    WhimsicalToken
} from "./base/StrangeTokens.sol";

/// Each strange token is tried as the asset and as the other token.
contract RefusedTokensTest is FactoryFixture {
    address private constant REGISTRY = 0x1820a4B7618BdE71Dce8cdc73aAB6C95905faD24;

    function test_feeOnTransfer_rejected() public {
        expectRefusal(address(new FeeToken(18, 1)), IVaultFactory.TokenTransferInexact.selector);
    }

    function test_feeOfOnePerCentOnATokenWithoutDecimals_rejected() public {
        expectRefusal(address(new FeeToken(0, 100)), IVaultFactory.TokenTransferInexact.selector);
    }

    function test_tokenThatMovesMoreThanTold_rejected() public {
        expectRefusal(address(new GenerousToken()), IVaultFactory.TokenTransferInexact.selector);
    }

    function test_balancesInRoundedShares_rejected() public {
        expectRefusal(address(new ShareToken()), IVaultFactory.TokenTransferInexact.selector);
    }

    /// Whatever a share is worth, but a whole number of units.
    function testFuzz_balancesInRoundedShares_rejected(uint256 supply) public {
        ShareToken token = new ShareToken();
        supply = bound(supply, 1.000001e24, 1.9e24) | 1;
        token.rebase(supply);
        expectRefusal(address(token), IVaultFactory.TokenTransferInexact.selector);
    }

    function test_tokenThatAnswersARebasingTokensQuestion_rejected() public {
        expectRefusal(address(new ScaledToken()), IVaultFactory.TokenRebases.selector);
    }

    function test_tokenThatCallsReceivers_rejected() public {
        expectRefusal(address(new HookToken(false)), IVaultFactory.TokenCallsBack.selector);
    }

    function test_tokenThatCallsSenders_rejected() public {
        expectRefusal(address(new HookToken(true)), IVaultFactory.TokenCallsBack.selector);
    }

    function test_erc777Hooks_rejected() public {
        vm.etch(REGISTRY, type(Registry1820).runtimeCode);
        vaultFactory = createFactory();
        expectRefusal(address(new RegistryHookToken()), IVaultFactory.TokenCallsBack.selector);
    }

    function test_erc777Announced_rejected() public {
        vm.etch(REGISTRY, type(Registry1820).runtimeCode);
        RegistryHookToken token = new RegistryHookToken();
        token.announce();
        expectRefusal(address(token), IVaultFactory.TokenCallsBack.selector);
    }

    function test_falseOnTransferFrom_rejected() public {
        expectRefusal(address(new FalseToken()), IVaultFactory.TokenTransferFailed.selector);
    }

    function test_falseOnTransfer_rejected() public {
        expectRefusal(address(new OneWayToken()), IVaultFactory.TokenTransferFailed.selector);
    }

    function test_noDecimals_rejected() public {
        expectRefusal(address(new BareToken()), IVaultFactory.TokenDecimalsUnreadable.selector);
    }

    function test_creatorWithoutTheOtherTokenIsTold() public {
        TestToken asset = new TestToken("ASSET", 6);
        TestToken other = new TestToken("OTHER", 18);
        useReadyPool(address(asset), address(other));
        vm.prank(creator);
        other.transfer(address(1), 1e27);
        vm.prank(creator);
        vm.expectRevert(
            abi.encodeWithSelector(IVaultFactory.TokenTransferFailed.selector, address(other))
        );
        vaultFactory.createVault(creationCode, configFor(address(asset)), terms(), 0);
    }

    function test_creatorWhoCanLendButNotPayTheSeedIsTold() public {
        TestToken asset = new TestToken("ASSET", 6);
        useReadyPool(address(asset), address(new TestToken("OTHER", 18)));
        uint256 probe = vaultFactory.probeAmountOf(address(asset));
        vm.prank(creator);
        asset.approve(address(vaultFactory), probe);
        vm.prank(creator);
        vm.expectRevert(
            abi.encodeWithSelector(IVaultFactory.TokenTransferFailed.selector, address(asset))
        );
        vaultFactory.createVault(creationCode, configFor(address(asset)), terms(), 0);
    }

    /// Amounts that the probe does not try are tried by the seed.
    function test_seedThatArrivesAsAnotherAmount_rejected() public {
        TestToken asset = new WhimsicalToken(1e16);
        useReadyPool(address(asset), address(new TestToken("OTHER", 18)));
        bytes memory call = abi.encodeCall(
            vaultFactory.createVault, (creationCode, configFor(address(asset)), terms(), 0)
        );
        expectFailure(call, IVaultFactory.SeedNotDeposited.selector);
    }

    function test_onlyTheFactoryMovesWhatTheProbeHolds() public {
        TestToken token = new TestToken("ASSET", 6);
        TokenProbe probe = TokenProbe(vm.computeCreateAddress(address(vaultFactory), 1));
        token.mint(address(probe), 1);
        vm.prank(creator);
        vm.expectRevert(abi.encodeWithSelector(TokenProbe.NotFactory.selector, creator));
        probe.giveBack(token, creator, 1);
    }

    /// What no probe can see: the vault notices at the next entry and shares what is there.
    function test_tokenThatRebasesLaterClosesEntriesButNotTheWayOut() public {
        LateToken asset = new LateToken(18);
        useReadyPool(address(asset), address(new TestToken("OTHER", 18)));
        StrategyVault vault = create(configFor(address(asset)));
        vm.startPrank(creator);
        asset.approve(address(vault), type(uint256).max);
        uint256 shares = vault.deposit(1e20, creator);

        asset.rebase(9_000);
        uint256 held = asset.balanceOf(address(vault));
        vm.expectRevert(
            abi.encodeWithSelector(
                IVaultErrors.TokenBalanceShort.selector,
                address(asset),
                1e20 + 1e16 + 1e18,
                held + 0.9e18
            )
        );
        vault.deposit(1e18, creator);
        vault.recogniseShortfall();
        (uint256 amount0, uint256 amount1) = vault.redeemInKind(shares, creator, creator, 0, 0);
        assertApproxEqRel(amount0 + amount1, 0.9e20, 1e15);
    }

    function expectRefusal(address token, bytes4 reason) private {
        address plain = address(new TestToken("PLAIN", 18));
        useReadyPool(token, plain);
        bytes memory call =
            abi.encodeCall(vaultFactory.createVault, (creationCode, configFor(token), terms(), 0));
        expectFailure(call, reason);
        call =
            abi.encodeCall(vaultFactory.createVault, (creationCode, configFor(plain), terms(), 0));
        expectFailure(call, reason);
    }

    function expectFailure(bytes memory call, bytes4 reason) private {
        vm.prank(creator);
        (bool ok, bytes memory answer) = address(vaultFactory).call(call);
        assertFalse(ok);
        assertEq(bytes4(answer), reason);
    }
}
