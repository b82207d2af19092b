// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {AttackLab} from "./AttackLab.sol";
import {Attack, Scenario, Scenarios} from "./Scenario.sol";

/// Searches for the scenario that pays the attacker most: half of the tries are drawn afresh, half vary
/// the best one so far.
abstract contract WorstCase is AttackLab {
    using Scenarios for Scenario;

    struct Worst {
        /// Millionths of what the vault was worth.
        int256 profitPpm;
        Scenario scenario;
        /// Of the tries, those that the vault refused.
        uint256 refused;
    }

    /// Fails unless the vault has refused.
    function _expectRefusal(bytes memory reason) internal pure virtual;

    function searchWorst(Attack attack, uint24 fee, uint256 tries, uint256 seed)
        internal
        returns (Worst memory worst)
    {
        vm.pauseGasMetering();
        // Finer than a millionth while searching, so that every improvement counts.
        int256 most = type(int256).min;
        for (uint256 i = 0; i < tries; i++) {
            uint256 draw = uint256(keccak256(abi.encode(seed, fee, attack, i)));
            Scenario memory s;
            if (i < tries / 2 || most == type(int256).min) {
                s = Scenarios.draw(draw, fee);
            } else {
                s = abi.decode(abi.encode(worst.scenario), (Scenario));
                s.mutate(draw);
            }
            s.fit(attack);
            try this.attackOnce(attack, s) returns (int256 profit) {
                // forge-lint: disable-next-line(unsafe-typecast)
                int256 relative = profit * 1e18 / int256(tvl);
                if (relative > most) (most, worst.scenario) = (relative, s);
            } catch (bytes memory reason) {
                _expectRefusal(reason);
                worst.refused++;
                this.clearUp();
            }
        }
        worst.profitPpm = most / 1e12;
    }
}
