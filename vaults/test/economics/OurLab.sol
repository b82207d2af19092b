// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IStrategyVault} from "../../src/interfaces/IStrategyVault.sol";
import {Limits, PolicyParameters, VaultConfig} from "../../src/types/VaultTypes.sol";
import {FreeRangePolicy} from "../incidents/support/FreeRangePolicy.sol";
import {Refusals} from "../incidents/support/Refusals.sol";
import {WorstCase} from "./WorstCase.sol";

/// The attacks on the real vault. Its policy does as it is told, so that ranges of every width can be
/// tried; its limits are the widest that can be set, unless a test narrows them.
abstract contract OurLab is WorstCase {
    uint16 internal entryFeeBps = 5;
    uint16 internal maxDeviationTicks = 300;
    uint16 internal maxLossBps = 100;

    address private immutable policy = address(new FreeRangePolicy());
    address private immutable registry = makeAddr("registry");

    function _deployVault(bool assetIsToken1) internal override returns (IStrategyVault) {
        PolicyParameters memory none;
        VaultConfig memory config = VaultConfig({
            pool: address(pool),
            asset: address(assetIsToken1 ? token1 : token0),
            envelope: address(envelope),
            rangePolicy: policy,
            name: "Vault",
            symbol: "VLT",
            timelock: address(this),
            guardian: address(this),
            registry: registry,
            feeRecipient: address(this),
            limits: Limits({
                maxDeviationTicks: maxDeviationTicks,
                maxLossBps: maxLossBps,
                dailyTurnoverBps: 20_000,
                idleTargetBps: 0,
                entryFeeBps: entryFeeBps,
                performanceFeeBps: 0,
                managementFeePpm: 0,
                cooldownSeconds: 60,
                depositCap: type(uint112).max
            }),
            policy: none
        });
        return IStrategyVault(deployCode("StrategyVault.sol:StrategyVault", abi.encode(config)));
    }

    /// Narrow limits can keep a vault from placing anything in a market: that is a refusal too.
    function _expectRefusal(bytes memory reason) internal pure override {
        if (bytes4(reason) == ArrangementFailed.selector) {
            bytes memory arguments = new bytes(reason.length - 4);
            for (uint256 i = 0; i < arguments.length; i++) {
                arguments[i] = reason[i + 4];
            }
            reason = abi.decode(arguments, (bytes));
        }
        Refusals.expect(reason);
    }

    function _rebalance(int24 halfWidthTicks) internal override {
        vm.prank(registry);
        // forge-lint: disable-next-line(unsafe-typecast)
        vault.rebalance(bytes32(0), uint24(halfWidthTicks));
    }
}
