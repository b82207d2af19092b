// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {NaiveRegisterVault} from "../naive/NaiveUsers.sol";
import {NaiveLpVault} from "../naive/NaiveLpVault.sol";
import {Incident} from "./support/Incident.sol";
import {OnNaive} from "./support/OnNaive.sol";
import {OnOurs} from "./support/OnOurs.sol";

/// vault that owned it, and so more than once.
abstract contract RegisterAttack is Incident {
    function _arrange() internal override {
        _arrangeMarket();
        _depositAndInvest();
    }

    function _range() internal view virtual returns (int24, int24);

    /// The same liquidity, minted once into the vault's position, brings shares again and again.
    function _registerTwice() internal returns (uint256 cost) {
        (int24 lower, int24 upper) = _range();
        attacker.mint(address(target), lower, upper, 1_000_000e18);
        cost = uint256(-_gain());
        for (uint256 i; i < 4; i++) {
            _callAs(
                address(attacker),
                abi.encodeCall(NaiveRegisterVault.registerLiquidity, (1_000_000e18, cost))
            );
        }
        if (target.balanceOf(address(attacker)) > 0) _exitInKind(address(attacker));
    }
}

contract RegisterNaiveTest is RegisterAttack, OnNaive {
    function _newNaive() internal override returns (NaiveLpVault) {
        return new NaiveRegisterVault(pool, _assetIsToken1());
    }

    function _range() internal view override returns (int24, int24) {
        NaiveLpVault naive = NaiveLpVault(address(target));
        return (naive.tickLower(), naive.tickUpper());
    }

    function test_naive_positionCountedFourTimes() external {
        uint256 cost = _registerTwice();
        assertGt(_gain(), int256(cost / 2));
    }
}

contract RegisterTest is RegisterAttack, OnOurs {
    function _range() internal view override returns (int24, int24) {
        return (target.positions()[0].tickLower, target.positions()[0].tickUpper);
    }

    function test_positionCountedOnce() external {
        uint256 nav = target.totalAssets();
        uint256 cost = _registerTwice();
        assertEq(_gain(), -int256(cost), "a gift");
        assertEq(target.totalAssets(), nav);
    }
}
