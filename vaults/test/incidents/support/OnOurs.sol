// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {PriceEnvelope} from "../../../src/PriceEnvelope.sol";
import {RangePolicy} from "../../../src/RangePolicy.sol";
import {IStrategyVault} from "../../../src/interfaces/IStrategyVault.sol";
import {Limits, PolicyParameters, VaultConfig} from "../../../src/types/VaultTypes.sol";
import {Incident} from "./Incident.sol";

/// The attack against the real vault, with the real envelope and policy and the widest deviation that
/// may be set. `admin` holds the timelock, the guardian and the fees at once.
abstract contract OnOurs is Incident {
    address internal registry = makeAddr("registry");

    function _limits() internal view virtual returns (Limits memory) {
        return Limits({
            maxDeviationTicks: 300,
            maxLossBps: 100,
            dailyTurnoverBps: 20_000,
            idleTargetBps: 0,
            entryFeeBps: 5,
            performanceFeeBps: 0,
            managementFeePpm: 0,
            cooldownSeconds: 60,
            depositCap: type(uint112).max
        });
    }

    /// Half-widths of 600 ticks, as the naive keeper's.
    function _policy() internal view virtual returns (PolicyParameters memory parameters) {
        parameters.policyId = 1;
        parameters.minHalfWidthTicks = 600;
        parameters.maxHalfWidthTicks = 600;
        parameters.widthMilliSigmas = 1000;
        parameters.horizonEpochs = 1;
    }

    function _newPolicy() internal virtual returns (address) {
        return address(new RangePolicy());
    }

    /// A forecast, for the real policy.
    function _investInstruction() internal pure virtual returns (uint256) {
        return 1 << 32;
    }

    function _deployTarget() internal override returns (IStrategyVault) {
        VaultConfig memory config = VaultConfig({
            pool: address(pool),
            asset: address(_asset()),
            envelope: address(new PriceEnvelope()),
            rangePolicy: _newPolicy(),
            name: "Vault",
            symbol: "VLT",
            timelock: admin,
            guardian: admin,
            registry: registry,
            feeRecipient: admin,
            limits: _limits(),
            policy: _policy()
        });
        return IStrategyVault(deployCode("StrategyVault.sol:StrategyVault", abi.encode(config)));
    }

    function _place() internal override {
        skipTime(60);
        vm.prank(registry);
        target.rebalance(bytes32("invest"), _investInstruction());
    }
}
