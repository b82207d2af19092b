// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IInferenceErrors} from "../../src/interfaces/IInferenceErrors.sol";
import {IRedemptionQueue} from "../../src/interfaces/IRedemptionQueue.sol";
import {Inference, Outcome, Output} from "../../src/types/InferenceTypes.sol";
import {Position} from "../../src/types/VaultTypes.sol";
import {RegistryFixture} from "../base/registry/RegistryFixture.sol";

/// Between commitment and reveal anyone may do anything with the vault: the trade that was decided upon
/// stays possible. Only a rebalance is another state.
contract StateBetweenTest is RegistryFixture {
    function setUp() public {
        createRegistry();
        Output memory output = honest();
        reveal(committed(rival, recomputed, output), output, true);
        passHours(1);
    }

    /// An exit of a tenth of a cent in every epoch stops no trade.
    function test_dustExits_stopNoTrade() public {
        uint256 dust =
            vault.convertToShares(3000) + 2 * vault.totalSupply() / vault.positions()[0].liquidity;
        for (uint256 i; i < 2; ++i) {
            vm.prank(holder);
            vault.transfer(stranger, dust);
            uint128 liquidity = vault.positions()[0].liquidity;
            Output memory output = honest();
            Inference memory inference = committed(keeper, recomputed, output);
            vm.prank(stranger);
            vault.redeemInKind(dust, stranger, stranger, 0, 0);
            assertLt(vault.positions()[0].liquidity, liquidity, "not what it is about");
            assertEq(uint8(reveal(inference, output, true)), uint8(Outcome.Traded));
            passHours(1);
        }
    }

    function test_exits_inKind_leaveTheTrade() public {
        uint256 shares = vault.balanceOf(holder) / 3;
        Inference memory inference = committed(keeper, recomputed, honest());
        vm.startPrank(holder);
        vault.redeemInKind(shares, holder, holder, 0, 0);
        vault.redeemToAsset(shares, holder, holder, 0, vm.getBlockTimestamp());
        vm.stopPrank();
        checkTrade(inference);
    }

    function test_theLastExit_leavesTheTrade() public {
        uint256 shares = vault.balanceOf(holder);
        Inference memory inference = committed(keeper, recomputed, honest());
        vm.prank(holder);
        vault.redeemInKind(shares, holder, holder, 0, 0);
        checkTrade(inference);
    }

    function test_entriesAndExits_atAPrice_leaveTheTrade() public {
        Inference memory inference = committed(keeper, recomputed, honest());
        deposit(70_000 * WHOLE);
        vm.prank(stranger);
        vault.withdraw(10_000 * WHOLE, stranger, stranger);
        checkTrade(inference);
    }

    function test_gifts_leaveTheTrade() public {
        Inference memory inference = committed(keeper, recomputed, honest());
        token0.mint(address(vault), 1e18);
        token1.mint(address(vault), 1_000 * WHOLE);
        Position memory position = vault.positions()[0];
        actor.mintFor(pool, address(vault), position.tickLower, position.tickUpper, 1e12);
        checkTrade(inference);
    }

    function test_pokes_leaveTheTrade() public {
        Inference memory inference = committed(keeper, recomputed, honest());
        oracle.poke();
        vault.accrueFees();
        vault.recogniseShortfall();
        pool.increaseObservationCardinalityNext(500);
        checkTrade(inference);
    }

    function test_theQueue_leavesTheTrade() public {
        IRedemptionQueue queue = IRedemptionQueue(vault.queue());
        uint256 shares = vault.balanceOf(holder) / 2;
        Inference memory inference = committed(keeper, recomputed, honest());
        vm.startPrank(holder);
        vault.approve(address(queue), shares);
        queue.requestRedeem(shares, holder, holder);
        (uint256 filled,) = queue.fillFromIdle();
        assertGt(filled, 0, "not what it is about");
        vm.stopPrank();
        checkTrade(inference);
        queue.book();
    }

    /// What was forfeited, too.
    function test_settlement_leavesTheTrade() public {
        committed(rival, recomputed, honest());
        passHours(1);
        inferences.expire(address(vault), rival);
        skipTime(60);
        Inference memory inference = committed(keeper, recomputed, honest());
        inferences.settle(address(vault));
        checkTrade(inference);
    }

    /// What an optimistic trade locks grows with the vault: a keeper is safe from deposits whose bond is
    /// enough for the vault at its cap, 10/7 · 0.5 % of it here.
    function test_aDeposit_stopsAnOptimisticTrade_onlyAboveItsBond() public {
        // 10,000 less the penalty, times 140.
        uint256 most = 10_000 * WHOLE * 139 - vault.totalAssets();
        Output memory output = honest();
        Inference memory inference = committed(keeper, optimistic, output);
        deposit(most);
        uint256 snapshot = vm.snapshotState();
        assertEq(uint8(reveal(inference, output, true)), uint8(Outcome.Traded));
        assertTrue(vm.revertToState(snapshot));
        deposit(20_000 * WHOLE);
        vm.expectPartialRevert(IInferenceErrors.BondTooSmall.selector);
        vm.prank(keeper);
        inferences.reveal(inference, output, true, "");
        assertEq(uint8(reveal(inference, output, false)), uint8(Outcome.Withheld));
    }

    function deposit(uint256 assets) private {
        token1.mint(stranger, assets);
        vm.startPrank(stranger);
        token1.approve(address(vault), assets);
        vault.deposit(assets, stranger);
        vm.stopPrank();
    }

    /// One that places the very same ranges is a rebalance all the same.
    function test_aRebalance_stopsTheTrade() public {
        Output memory output = honest();
        Inference memory inference = committed(keeper, recomputed, output);
        Position[] memory before = vault.positions();
        setVaultRegistry(address(this));
        vault.rebalance(bytes32(0), 1 << 40);
        setVaultRegistry(address(inferences));
        Position[] memory afterwards = vault.positions();
        assertEq(before.length, afterwards.length);
        assertEq(before[0].tickLower, afterwards[0].tickLower, "not what it is about");
        refuseReveal(
            inference,
            output,
            true,
            abi.encodeWithSelector(
                IInferenceErrors.StateMismatch.selector,
                inference.stateHash,
                inferences.stateHashOf(address(vault))
            )
        );
        reveal(inference, output, false);
    }

    /// As `abi.encode` lays out an array of ranges and a number: written down word by word.
    function test_stateHash_isOfTicksAndTime() public view {
        Position[] memory positions = vault.positions();
        assertGt(positions.length, 0);
        bytes memory words = abi.encode(uint256(64), vault.lastRebalanceAt(), positions.length);
        for (uint256 i; i < positions.length; ++i) {
            words = bytes.concat(words, abi.encode(positions[i].tickLower, positions[i].tickUpper));
        }
        assertEq(inferences.stateHashOf(address(vault)), keccak256(words));
    }

    function checkTrade(Inference memory inference) private {
        assertEq(inferences.stateHashOf(address(vault)), inference.stateHash, "another state");
        assertEq(uint8(reveal(inference, honest(), true)), uint8(Outcome.Traded));
    }

    function setVaultRegistry(address next) private {
        vm.prank(timelock);
        vault.setRegistry(next);
    }
}
