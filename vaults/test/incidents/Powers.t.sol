// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
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

    /// Everybody leaves in kind, fees paid, and is paid out of what there was: no claim is paid twice, and
    /// what is left is the seed's.
    function invariant_sumOfClaims_leqNav() external {
        uint256 state = vm.snapshotState();
        (uint256 idle0, uint256 idle1) = target.idle();
        assertLe(idle0, token0.balanceOf(address(target)));
        assertLe(idle1, token1.balanceOf(address(target)));
        target.accrueFees();
        (uint256 held0, uint256 held1) = target.holdings();
        uint256 supply = target.totalSupply();
        address[4] memory leavers = [admin, crowd.users(0), crowd.users(1), crowd.users(2)];
        uint256 left;
        uint256 paid0;
        uint256 paid1;
        for (uint256 i; i < leavers.length; i++) {
            uint256 shares = target.balanceOf(leavers[i]);
            if (shares == 0) continue;
            vm.prank(leavers[i]);
            try target.redeemInKind(shares, leavers[i], leavers[i], 0, 0) returns (
                uint256 amount0, uint256 amount1
            ) {
                (paid0, paid1, left) = (paid0 + amount0, paid1 + amount1, left + shares);
            } catch (bytes memory reason) {
                assertEq(bytes4(reason), IVaultErrors.ZeroAssets.selector, "nothing was due");
            }
        }
        // A unit for each of four leavers and the roundings of a position.
        assertLe(paid0 * supply, (held0 + 8) * left, "token0 paid twice");
        assertLe(paid1 * supply, (held1 + 8) * left, "token1 paid twice");
        assertEq(target.totalSupply() + left, supply, "shares are left over");
        vm.revertToState(state);
    }
}
