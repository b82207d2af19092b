// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {IVaultErrors} from "../../../src/interfaces/IVaultErrors.sol";
import {PositionMath} from "../../../src/libraries/PositionMath.sol";
import {Position} from "../../../src/types/VaultTypes.sol";
import {TestToken} from "../../base/TestToken.sol";
import {Invariants} from "./Invariants.sol";

/// What must be possible at the end of any history; too slow to be tried after every call.
abstract contract EveryoneLeaves is Invariants {
    address private constant DOOR = address(0xD00);

    /// The fees that the vault says it has not collected are what the pool pays it, to the wei.
    function checkFeesAreWhatTheyPay() internal {
        (uint256 said0, uint256 said1) = world.vault.holdings();
        uint256 totalAssets = world.vault.totalAssets();
        Position[] memory held = world.vault.positions();
        (uint256 real0, uint256 real1) = world.vault.idle();
        for (uint256 i = 0; i < held.length; ++i) {
            (uint256 fee0, uint256 fee1, uint256 own0, uint256 own1) = _poke(held[i]);
            real0 += fee0 + own0;
            real1 += fee1 + own1;
        }
        assertEq(said0, real0, "token0 in holdings");
        assertEq(said1, real1, "token1 in holdings");
        (uint256 poked0, uint256 poked1) = world.vault.holdings();
        assertEq(poked0, said0, "token0 after a poke");
        assertEq(poked1, said1, "token1 after a poke");
        assertEq(world.vault.totalAssets(), totalAssets, "totalAssets after a poke");
    }

    /// Taking everything out pays what holdings says, or more where others gave.
    function checkClosingPaysHoldings() internal {
        uint256 snapshot = vm.snapshotState();
        (uint256 said0, uint256 said1) = world.vault.holdings();
        (uint256 real0, uint256 real1) = world.vault.idle();
        Position[] memory held = world.vault.positions();
        for (uint256 i = 0; i < held.length; ++i) {
            vm.startPrank(address(world.vault));
            pool.burn(held[i].tickLower, held[i].tickUpper, held[i].liquidity);
            (uint128 got0, uint128 got1) = pool.collect(
                DOOR, held[i].tickLower, held[i].tickUpper, type(uint128).max, type(uint128).max
            );
            vm.stopPrank();
            real0 += got0;
            real1 += got1;
        }
        assertEq(real0, said0, "token0 of closing");
        assertEq(real1, said1, "token1 of closing");
        vm.revertToState(snapshot);
    }

    /// Every limit can be used in full, and not exceeded by one.
    function checkMaximaAreTight() internal {
        address holder = world.holders[handler.calls() % world.holders.length];
        TestToken asset = TestToken(world.vault.asset());
        uint256 snapshot = vm.snapshotState();
        asset.mint(holder, type(uint112).max);
        vm.startPrank(holder);

        uint256 max = world.vault.maxDeposit(holder);
        if (max > 0) {
            _expectOver(ERC4626.ERC4626ExceededMaxDeposit.selector, holder, max);
            world.vault.deposit(max + 1, holder);
            if (world.vault.previewDeposit(max) > 0) world.vault.deposit(max, holder);
        }
        vm.revertToState(snapshot);
        snapshot = vm.snapshotState();
        asset.mint(holder, type(uint112).max);
        vm.startPrank(holder);
        max = world.vault.maxMint(holder);
        if (max > 0) {
            _expectOver(ERC4626.ERC4626ExceededMaxMint.selector, holder, max);
            world.vault.mint(max + 1, holder);
            world.vault.mint(max, holder);
        }
        vm.revertToState(snapshot);
        snapshot = vm.snapshotState();
        vm.startPrank(holder);
        max = world.vault.maxRedeem(holder);
        if (max > 0) {
            _expectOver(ERC4626.ERC4626ExceededMaxRedeem.selector, holder, max);
            world.vault.redeem(max + 1, holder, holder);
            world.vault.redeem(max, holder, holder);
        }
        vm.revertToState(snapshot);
        snapshot = vm.snapshotState();
        vm.startPrank(holder);
        max = world.vault.maxWithdraw(holder);
        if (max > 0) {
            _expectOver(ERC4626.ERC4626ExceededMaxWithdraw.selector, holder, max);
            world.vault.withdraw(max + 1, holder, holder);
            world.vault.withdraw(max, holder, holder);
        }
        vm.stopPrank();
        vm.revertToState(snapshot);
        vm.stopPrank();
    }

    /// Claims are paid, requests are cancelled, and every share leaves in kind, from a paused vault too:
    /// together they take no more than there is, and what is left is the virtual shares' part.
    function checkEveryoneCanLeave() internal {
        if (handler.calls() % 2 == 0 && !world.vault.paused()) {
            vm.prank(world.guardian);
            world.vault.pause();
        }
        world.vault.accrueFees();
        for (uint256 i = 0; i < world.holders.length; ++i) {
            _leaveQueue(world.holders[i]);
        }
        (uint256 held0, uint256 held1) = world.vault.holdings();
        address[7] memory everyone = [
            world.holders[0],
            world.holders[1],
            world.holders[2],
            world.seedOwner,
            address(world.queue),
            world.feeRecipients[0],
            world.feeRecipients[1]
        ];
        for (uint256 i = 0; i < everyone.length; ++i) {
            _leaveVault(everyone[i]);
        }
        assertLe(token0.balanceOf(DOOR), held0, "token0 of all claims");
        assertLe(token1.balanceOf(DOOR), held1, "token1 of all claims");
    }

    function _leaveQueue(address holder) private {
        vm.startPrank(holder);
        uint256 shares = world.queue.maxRedeem(holder);
        uint256 assets = world.queue.maxWithdraw(holder);
        if (shares > 0) world.queue.redeem(shares, DOOR, holder);
        uint256 rest = world.queue.maxWithdraw(holder);
        if (rest > 0) world.queue.withdraw(rest, DOOR, holder);
        assertEq(TestToken(world.vault.asset()).balanceOf(DOOR), assets, "claimed");
        uint256[] memory ids = world.queue.requestIdsOf(holder);
        for (uint256 i = 0; i < ids.length; ++i) {
            if (world.queue.pendingRedeemRequest(ids[i], holder) == 0) continue;
            world.queue.cancelRequest(ids[i], holder, holder);
        }
        vm.stopPrank();
        TestToken asset = TestToken(world.vault.asset());
        uint256 paid = asset.balanceOf(DOOR);
        vm.prank(DOOR);
        asset.transfer(address(1), paid);
    }

    function _leaveVault(address holder) private {
        uint256 shares = world.vault.balanceOf(holder);
        if (shares == 0) return;
        vm.prank(holder);
        try world.vault.redeemInKind(shares, DOOR, holder, 0, 0) returns (uint256, uint256) {
            assertEq(world.vault.balanceOf(holder), 0, "left");
        } catch (bytes memory reason) {
            assertEq(bytes4(reason), IVaultErrors.ZeroAssets.selector, "could not leave");
        }
    }

    function _poke(Position memory position)
        private
        returns (uint256 fee0, uint256 fee1, uint256 own0, uint256 own1)
    {
        vm.prank(address(world.vault));
        pool.burn(position.tickLower, position.tickUpper, 0);
        (,,, fee0, fee1) = pool.positions(
            keccak256(
                abi.encodePacked(address(world.vault), position.tickLower, position.tickUpper)
            )
        );
        (own0, own1) = PositionMath.amountsDown(
            sqrtPriceNow(), position.tickLower, position.tickUpper, position.liquidity
        );
    }

    function _expectOver(bytes4 selector, address holder, uint256 max) private {
        vm.expectRevert(abi.encodeWithSelector(selector, holder, max + 1, max));
    }
}
