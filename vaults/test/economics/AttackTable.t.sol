// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {console2} from "forge-std/console2.sol";
import {NaiveLab} from "./NaiveLab.sol";
import {OurLab} from "./OurLab.sol";
import {Attack, Scenario, Scenarios} from "./Scenario.sol";
import {WorstCase} from "./WorstCase.sol";

/// Prints the worst case found for each attack and fee tier, a line of JSON each. `report.mjs` makes the
/// table of docs/security.md of them.
abstract contract AttackTable is WorstCase {
    string private constant TRIES = "ATTACK_TRIES";

    function printRows(string memory vaultName, bool isOurs) internal {
        uint256 tries = vm.envOr(TRIES, uint256(1));
        uint24[4] memory fees = [uint24(100), 500, 3000, 10_000];
        for (uint256 a; a < Scenarios.ATTACKS; a++) {
            for (uint256 f; f < fees.length; f++) {
                Worst memory worst = searchWorst(Attack(a), fees[f], tries, 1);
                console2.log(row(vaultName, Attack(a), fees[f], tries, worst));
                if (isOurs && a <= uint256(Attack.Push)) assertLe(worst.profitPpm, 0, vaultName);
            }
        }
    }

    function row(
        string memory vaultName,
        Attack attack,
        uint24 fee,
        uint256 tries,
        Worst memory worst
    ) private pure returns (string memory) {
        string memory head = string.concat(
            '{"vault":"',
            vaultName,
            '","attack":"',
            Scenarios.name(attack),
            '","fee":',
            vm.toString(fee),
            ',"tries":',
            vm.toString(tries),
            ',"refused":',
            vm.toString(worst.refused)
        );
        return string.concat(
            head,
            ',"profitPpm":',
            worst.refused == tries ? "null" : vm.toString(worst.profitPpm),
            ",",
            describe(worst.scenario),
            "}"
        );
    }

    function describe(Scenario memory s) private pure returns (string memory) {
        string memory market = string.concat(
            '"moveTicks":',
            vm.toString(s.moveTicks),
            ',"waitSeconds":',
            vm.toString(s.waitSeconds),
            ',"pushTicks":',
            vm.toString(s.pushTicks),
            ',"halfWidthTicks":',
            vm.toString(s.halfWidthTicks),
            ',"placementTicks":',
            vm.toString(s.placementTicks)
        );
        return string.concat(
            market,
            ',"depositMilli":',
            vm.toString(s.depositMilli),
            ',"depthMilli":',
            vm.toString(s.depthMilli),
            ',"exit":',
            vm.toString(uint256(s.exit)),
            ',"order":',
            vm.toString(uint256(s.order)),
            s.assetIsToken1 ? ',"asset":1' : ',"asset":0'
        );
    }
}

contract NaiveAttackTable is AttackTable, NaiveLab {
    function test_table() external {
        string[3] memory names =
            ["naive: TWAP", "naive: spot + TWAP", "naive: spot + TWAP + block start"];
        for (uint256 i; i < names.length; i++) {
            pricing = Pricing(i);
            printRows(names[i], false);
        }
    }
}

contract OurAttackTable is AttackTable, OurLab {
    function test_table() external {
        entryFeeBps = 0;
        printRows("StrategyVault, entry fee 0", true);
        entryFeeBps = 5;
        printRows("StrategyVault, entry fee 5 bps", true);
        (maxDeviationTicks, maxLossBps) = (100, 30);
        printRows("StrategyVault, entry fee 5 bps, spread 100, loss 30 bps", true);
    }
}
