// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Crowd} from "./support/Crowd.sol";
import {Incident} from "./support/Incident.sol";
import {OnOurs} from "./support/OnOurs.sol";

/// Incidents 1, 10 and 11 over any sequence of calls. That a naive vault breaks each of these properties is
/// shown by a single sequence in `Inflation`, `AdminRescue` and `FeeLedger`.
///
/// Each of the three has sequences of its own.
/// forge-config: default.invariant.runs = 20
/// forge-config: default.invariant.depth = 60
contract PowersTest is Incident, OnOurs {
    uint256 private constant SEED = 1e16;

    Crowd private crowd;
    uint256 private seedShares;

    function _arrange() internal override {
        _arrangeMarket();
        seedShares = _deposit(address(0xdead), SEED);
        crowd = new Crowd(target, attacker, admin, registry);
        targetContract(address(crowd));
    }

    /// The admin is timelock, guardian and recipient of fees; the registry is his as well.
    function invariant_noAdminTransfer() external view {
        address[2] memory privileged = [admin, registry];
        for (uint256 i; i < privileged.length; i++) {
            assertEq(token0.balanceOf(privileged[i]), 0);
            assertEq(token1.balanceOf(privileged[i]), 0);
        }
    }

    function invariant_supplyFloor() external view {
        assertGe(target.totalSupply(), seedShares);
        assertEq(target.balanceOf(address(0xdead)), seedShares);
    }

    function invariant_sumOfClaims_leqNav() external view {
        uint256 claims = target.convertToAssets(target.balanceOf(address(0xdead)))
            + target.convertToAssets(target.balanceOf(admin));
        for (uint256 i; i < 3; i++) {
            claims += target.convertToAssets(target.balanceOf(crowd.users(i)));
        }
        assertLe(claims, target.totalAssets());
        (uint256 idle0, uint256 idle1) = target.idle();
        assertLe(idle0, token0.balanceOf(address(target)));
        assertLe(idle1, token1.balanceOf(address(target)));
    }
}
