// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IStrategyVault} from "../../src/interfaces/IStrategyVault.sol";
import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {IDelegatedTransfer, NaiveDelegatedDepositVault} from "../naive/NaiveUsers.sol";
import {NaiveLpVault} from "../naive/NaiveLpVault.sol";
import {Incident} from "./support/Incident.sol";
import {OnNaive} from "./support/OnNaive.sol";
import {OnOurs} from "./support/OnOurs.sol";
import {HookToken, ITransferHook} from "./support/Tokens.sol";

/// Holds shares, and answers the transfer of a token by calling the vault again.
contract Reenterer is ITransferHook, IDelegatedTransfer {
    IStrategyVault private immutable target;
    bytes[] private calls;
    bool private entered;
    uint256 public succeeded;
    /// The price of the shares, as seen from inside; 0 when the view refuses.
    uint256 public priceInside;
    bytes4 public refusal;

    constructor(IStrategyVault target_) {
        target = target_;
    }

    function arm(bytes calldata call) external {
        calls.push(call);
    }

    function act(address to, bytes calldata data) external {
        (bool ok, bytes memory why) = to.call(data);
        if (!ok) {
            // forge-lint: disable-next-line(unsafe-typecast)
            refusal = bytes4(why);
        }
    }

    function onTransfer(address, address, address, uint256) external {
        if (entered) return;
        entered = true;
        try target.convertToAssets(1e24) returns (uint256 assets) {
            priceInside = assets;
        } catch {}
        for (uint256 i; i < calls.length; i++) {
            (bool ok, bytes memory why) = address(target).call(calls[i]);
            if (ok) succeeded++;
            // forge-lint: disable-next-line(unsafe-typecast)
            else refusal = bytes4(why);
        }
        entered = false;
    }

    /// Called by a vault that lets its caller say who pays. Does not pay.
    function delegatedTransferERC20(address, address, uint256) external {}
}

/// Incidents 9, 21 (ERC-777) and 22: Visor, December 2021, and every vault that calls out before its
/// books are whole.
abstract contract ReentranceAttack is Incident {
    Reenterer internal thief;

    function _arrange() internal override {
        _openMarketOf(new HookToken(), new HookToken(), START_TICK, MARKET_LIQUIDITY);
        _begin();
        _deposit(victim, TVL);
        thief = new Reenterer(target);
        _deposit(address(thief), TVL);
    }

    function _subscribe() internal {
        thief.act(address(_asset()), abi.encodeCall(HookToken.subscribe, (true)));
    }

    /// Half out, and in again while the money has left and the shares are still there.
    function _depositInsideRedeem() internal {
        thief.act(address(_asset()), abi.encodeCall(_asset().approve, (address(target), TVL)));
        thief.arm(abi.encodeCall(target.deposit, (TVL / 2, address(thief))));
        _subscribe();
        uint256 shares = target.balanceOf(address(thief)) / 2;
        thief.act(
            address(target), abi.encodeCall(target.redeem, (shares, address(thief), address(thief)))
        );
    }

    /// What the thief has brought home, and what it can still get.
    function _thiefWorth() internal view returns (uint256) {
        return _asset().balanceOf(address(thief))
            + target.convertToAssets(target.balanceOf(address(thief)));
    }
}

contract ReentranceNaiveTest is ReentranceAttack, OnNaive {
    function _newNaive() internal override returns (NaiveLpVault) {
        return new NaiveDelegatedDepositVault(pool, _assetIsToken1());
    }

    function test_naive_reenterVia_token() external {
        _depositInsideRedeem();
        assertEq(thief.succeeded(), 1);
        assertGt(_thiefWorth(), TVL * 107 / 100);
    }

    function test_naive_reenterVia_poolCallback() external {
        thief.act(address(target), abi.encodeCall(target.uniswapV3MintCallback, (0, TVL, "")));
        assertEq(_asset().balanceOf(address(thief)), TVL, "pays whoever calls back");
    }

    function test_naive_reenterVia_permitRouter() external {
        uint256 shares = target.balanceOf(address(thief));
        thief.act(
            address(target),
            abi.encodeCall(
                NaiveDelegatedDepositVault.depositFrom, (TVL, address(thief), address(thief))
            )
        );
        assertEq(target.balanceOf(address(thief)), 2 * shares, "shares for nothing");
    }

    function test_naive_viewsDuringCallback_lie() external {
        uint256 before = target.convertToAssets(1e24);
        _depositInsideRedeem();
        assertLt(thief.priceInside(), before * 8 / 10);
    }
}

contract ReentranceTest is ReentranceAttack, OnOurs {
    bytes4 private immutable REENTERED =
        ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector;

    function test_reenterVia_token() external {
        _depositInsideRedeem();
        assertEq(thief.succeeded(), 0);
        assertEq(thief.refusal(), REENTERED);
        assertLe(_thiefWorth(), TVL);
    }

    /// Every function that moves value or changes the books, from inside a deposit, a withdrawal and both
    /// exits in kind.
    function test_erc777Reenter() external {
        _invest();
        skipTime(3600);
        address me = address(thief);
        thief.arm(abi.encodeCall(target.deposit, (1e18, me)));
        thief.arm(abi.encodeCall(target.mint, (1e18, me)));
        thief.arm(abi.encodeCall(target.withdraw, (1, me, me)));
        thief.arm(abi.encodeCall(target.redeem, (1e18, me, me)));
        thief.arm(abi.encodeCall(target.redeemInKind, (1e18, me, me, 0, 0)));
        thief.arm(abi.encodeCall(target.redeemToAsset, (1e18, me, me, 0, block.timestamp)));
        thief.arm(abi.encodeCall(target.accrueFees, ()));
        thief.arm(abi.encodeCall(target.recogniseShortfall, ()));
        thief.arm(abi.encodeCall(target.rebalance, (bytes32(0), 1 << 32)));
        vm.prank(admin);
        target.setRegistry(me);
        _asset().mint(me, TVL);
        _subscribe();

        thief.act(address(_asset()), abi.encodeCall(_asset().approve, (address(target), TVL)));
        thief.act(address(target), abi.encodeCall(target.deposit, (TVL / 10, me)));
        _expectNothingReentered();
        thief.act(address(target), abi.encodeCall(target.withdraw, (TVL / 100, me, me)));
        _expectNothingReentered();
        thief.act(address(target), abi.encodeCall(target.redeemInKind, (1e24, me, me, 0, 0)));
        _expectNothingReentered();
        thief.act(
            address(target),
            abi.encodeCall(target.redeemToAsset, (1e24, me, me, 0, block.timestamp))
        );
        _expectNothingReentered();
        assertGt(_asset().balanceOf(me), 0);
    }

    function _expectNothingReentered() private view {
        assertEq(thief.succeeded(), 0);
        assertEq(thief.refusal(), REENTERED);
    }

    function test_reenterVia_poolCallback() external {
        thief.act(address(target), abi.encodeCall(target.uniswapV3MintCallback, (0, TVL, "")));
        assertEq(thief.refusal(), IVaultErrors.NotPool.selector);
        thief.act(
            address(target),
            abi.encodeCall(target.uniswapV3SwapCallback, (int256(TVL), int256(TVL), ""))
        );
        assertEq(thief.refusal(), IVaultErrors.NotPool.selector);
        assertEq(_asset().balanceOf(address(thief)), 0);
    }

    /// Nobody can make the pool call back a vault that did not call it; if somebody could, it would not pay.
    function test_reenterVia_poolCallback_unasked() external {
        vm.expectRevert(IVaultErrors.UnexpectedCallback.selector);
        vm.prank(address(pool));
        target.uniswapV3MintCallback(0, TVL, "");
        vm.expectRevert(IVaultErrors.UnexpectedCallback.selector);
        vm.prank(address(pool));
        target.uniswapV3SwapCallback(1, 1, "");
    }

    /// There is no way to name another payer than the caller.
    function test_reenterVia_permitRouter() external {
        uint256 shares = target.balanceOf(address(thief));
        thief.act(
            address(target),
            abi.encodeCall(
                NaiveDelegatedDepositVault.depositFrom, (TVL, address(thief), address(thief))
            )
        );
        assertEq(target.balanceOf(address(thief)), shares);
    }

    function test_viewsDuringCallback_areLatched() external {
        _depositInsideRedeem();
        assertEq(thief.priceInside(), 0, "the view refused");
        assertGt(target.convertToAssets(1e24), 0);
    }
}
