// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {NaiveLpVault} from "../naive/NaiveLpVault.sol";
import {NaivePayTwiceVault} from "../naive/NaiveUsers.sol";
import {Incident} from "./support/Incident.sol";
import {OnNaive} from "./support/OnNaive.sol";
import {OnOurs} from "./support/OnOurs.sol";

/// Incidents 2, 3 and 8: value that arrives beside the books. Counted and paid twice (Vault4626 on Base,
/// 2026-06); minted into the vault's own position, which the pool allows anyone; credited to NAV at once
/// (Summer.fi, 2026-07).
abstract contract DonationAttack is Incident {
    int24 internal lower;
    int24 internal upper;

    function _arrange() internal override {
        _arrangeMarket();
        _depositAndInvest();
        (lower, upper) = _targetRange();
    }

    function _targetRange() internal view virtual returns (int24, int24);

    /// The share price as everyone sees it, and what a seller of shares would be paid.
    function _prices() internal view returns (uint256 mid, uint256 bid) {
        uint256 shares = target.balanceOf(victim) / 1000;
        return (target.convertToAssets(shares), target.previewRedeem(shares));
    }

    function _donateTokens() internal {
        vm.startPrank(address(attacker));
        require(token0.transfer(address(target), TVL));
        require(token1.transfer(address(target), TVL));
        vm.stopPrank();
    }

    function _donateLiquidity() internal {
        attacker.mint(address(target), lower, upper, 10_000_000e18);
    }

    /// Nine tenths of the vault, flash-lent: most of a gift of the other token comes back with the exit.
    function _depositDonateExit() internal {
        address who = address(attacker);
        uint256 shares = _deposit(who, 9 * TVL);
        vm.startPrank(who);
        require(_other().transfer(address(target), TVL / 2));
        target.redeem(Math.min(target.maxRedeem(who), shares * 9 / 10), who, who);
        vm.stopPrank();
        _exitInKind(who);
    }
}

contract DonationNaiveTest is DonationAttack, OnNaive {
    function _newNaive() internal override returns (NaiveLpVault) {
        return new NaivePayTwiceVault(pool, _assetIsToken1());
    }

    function _targetRange() internal view override returns (int24, int24) {
        NaiveLpVault naive = NaiveLpVault(address(target));
        return (naive.tickLower(), naive.tickUpper());
    }

    function test_naive_donateToken0_movesNav() external {
        (uint256 mid,) = _prices();
        _donateTokens();
        (uint256 midAfter,) = _prices();
        assertGt(midAfter, mid * 2);
    }

    function test_naive_donateToken0_isPaidTwice() external {
        _depositDonateExit();
        assertGt(_gain(), int256(TVL / 10));
    }

    function test_naive_thirdPartyMint_movesNav() external {
        (uint256 mid,) = _prices();
        _donateLiquidity();
        (uint256 midAfter,) = _prices();
        assertGt(midAfter, mid * 3 / 2);
    }

    function test_naive_navJumpsUpInOneBlock_onBid() external {
        (, uint256 bid) = _prices();
        _donateTokens();
        _donateLiquidity();
        (, uint256 bidAfter) = _prices();
        assertGt(bidAfter, bid * 2);
    }
}

contract DonationTest is DonationAttack, OnOurs {
    function _targetRange() internal view override returns (int24, int24) {
        return (target.positions()[0].tickLower, target.positions()[0].tickUpper);
    }

    function test_donateToken0_noNavChange() external {
        (uint256 mid, uint256 bid) = _prices();
        _donateTokens();
        (uint256 midAfter, uint256 bidAfter) = _prices();
        assertEq(midAfter, mid);
        assertEq(bidAfter, bid);
    }

    function test_donateToken0_isNotPaidTwice() external {
        _depositDonateExit();
        assertLe(_gain(), -int256(TVL / 2 - 1), "the gift is lost to the giver");
    }

    function test_thirdPartyMint_noNavChange() external {
        (uint256 mid, uint256 bid) = _prices();
        _donateLiquidity();
        (uint256 midAfter, uint256 bidAfter) = _prices();
        assertEq(midAfter, mid);
        assertEq(bidAfter, bid);
    }

    /// The gift is booked when the position is closed, and is its holders' from then on.
    function test_thirdPartyMint_isBookedAtClose() external {
        _donateLiquidity();
        uint256 before = target.totalAssets();
        _invest();
        assertGt(target.totalAssets(), before * 3 / 2);
    }

    function test_navCannotJumpUpInOneBlock_onBid() external {
        (, uint256 bid) = _prices();
        _donateTokens();
        _donateLiquidity();
        attacker.swapIn(true, 100_000e18);
        attacker.swapIn(false, 50_000e18);
        (, uint256 bidAfter) = _prices();
        // Fees of the swaps are real income: 0.3 % of what was swapped, and that is all.
        assertLe(bidAfter, bid * (TVL + 450e18) / TVL);
    }

    /// Flash fees are income too, paid in full by who gives them: to give them is not a way to gain.
    function test_navByFlashFees_costsTheGiver() external {
        _deposit(address(attacker), 10 * TVL);
        attacker.donateFees(TVL / 100, TVL / 100);
        _exit(address(attacker));
        assertLe(_gain(), 0);
    }
}
