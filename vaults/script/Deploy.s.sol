// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {Script, console} from "forge-std/Script.sol";
import {PriceEnvelope} from "../src/PriceEnvelope.sol";
import {RangePolicy} from "../src/RangePolicy.sol";
import {StrategyVault} from "../src/StrategyVault.sol";
import {VaultFactory} from "../src/VaultFactory.sol";
import {TimelockTerms} from "../src/interfaces/IVaultFactory.sol";
import {Limits, PolicyParameters, VaultConfig} from "../src/types/VaultTypes.sol";

/// Deploys whatever is missing of envelope, policies and factory, prepares the pool's oracle, and creates a
/// vault with its timelock once that reaches back 30 minutes.
///
///     CONFIG="$(cat my-vault.json)" node vaults/scripts/forge.mjs script vaults/script/Deploy.s.sol \
///       --rpc-url $RPC --private-key $KEY --broadcast
///
/// `CONFIG` is the text of a JSON file like `vaults/script/example.json`. Addresses that are left out of
/// it (`envelope`, `rangePolicy`, `factory`) are deployed. Everything else is needed; a share
/// of anything is in the unit its name ends with, `depositCap` is a decimal string in raw units.
///
/// While the oracle is too young, the script stops before the vault and says so. Write the addresses it
/// printed into the file, wait for trades and 30 minutes, and run it again: it goes on from there. The
/// sender pays the seed and lends the probes of both tokens (`VaultFactory`), and approves just that much.
contract Deploy is Script {
    using SafeERC20 for IERC20;

    struct Deployment {
        address envelope;
        address rangePolicy;
        address factory;
        /// Both zero while the oracle is too young.
        address timelock;
        address vault;
    }

    function run() external returns (Deployment memory deployment) {
        string memory json = vm.envString("CONFIG");
        vm.startBroadcast();
        deployment = deploy(json);
        vm.stopBroadcast();
        print(deployment);
    }

    function deploy(string memory json) public returns (Deployment memory d) {
        d.envelope = optional(json, ".envelope");
        if (d.envelope == address(0)) d.envelope = address(new PriceEnvelope());
        d.rangePolicy = optional(json, ".rangePolicy");
        if (d.rangePolicy == address(0)) d.rangePolicy = address(new RangePolicy());
        d.factory = optional(json, ".factory");
        if (d.factory == address(0)) d.factory = deployFactory(json, d.envelope, d.rangePolicy);

        address pool = vm.parseJsonAddress(json, ".pool");
        if (prepare(VaultFactory(d.factory), PriceEnvelope(d.envelope), pool)) {
            d.vault = createVault(json, d);
            d.timelock = StrategyVault(d.vault).timelock();
        }
    }

    function deployFactory(string memory json, address envelope, address rangePolicy)
        private
        returns (address)
    {
        return address(
            new VaultFactory(
                vm.parseJsonAddress(json, ".uniswapFactory"),
                envelope,
                rangePolicy,
                keccak256(type(StrategyVault).creationCode),
                uint16(vm.parseJsonUint(json, ".minCardinality"))
            )
        );
    }

    function termsOf(string memory json) private pure returns (TimelockTerms memory) {
        return TimelockTerms({
            delaySeconds: vm.parseJsonUint(json, ".timelockDelaySeconds"),
            proposers: vm.parseJsonAddressArray(json, ".proposers"),
            executors: vm.parseJsonAddressArray(json, ".executors")
        });
    }

    /// Whether the factory would accept the pool's oracle.
    function prepare(VaultFactory factory, PriceEnvelope envelope, address pool)
        private
        returns (bool)
    {
        (,,, uint16 cardinality, uint16 next,,) = IUniswapV3Pool(pool).slot0();
        while (next < factory.minCardinality()) next = factory.prepare(pool);
        return cardinality >= factory.minCardinality() && envelope.read(pool).complete;
    }

    function createVault(string memory json, Deployment memory d) private returns (address) {
        VaultConfig memory config = configOf(json, d);
        VaultFactory factory = VaultFactory(d.factory);
        address[2] memory tokens =
            [IUniswapV3Pool(config.pool).token0(), IUniswapV3Pool(config.pool).token1()];
        for (uint256 i = 0; i < 2; ++i) {
            uint256 amount = factory.probeAmountOf(tokens[i]);
            if (tokens[i] == config.asset) amount += factory.seedFor(config.asset);
            IERC20(tokens[i]).forceApprove(address(factory), amount);
        }
        return factory.createVault(
            type(StrategyVault).creationCode,
            config,
            termsOf(json),
            vm.parseJsonBytes32(json, ".salt")
        );
    }

    function configOf(string memory json, Deployment memory d)
        private
        pure
        returns (VaultConfig memory)
    {
        return VaultConfig({
            pool: vm.parseJsonAddress(json, ".pool"),
            asset: vm.parseJsonAddress(json, ".asset"),
            envelope: d.envelope,
            rangePolicy: d.rangePolicy,
            name: vm.parseJsonString(json, ".name"),
            symbol: vm.parseJsonString(json, ".symbol"),
            timelock: address(0),
            guardian: vm.parseJsonAddress(json, ".guardian"),
            registry: vm.parseJsonAddress(json, ".registry"),
            feeRecipient: vm.parseJsonAddress(json, ".feeRecipient"),
            limits: limitsOf(json),
            policy: policyOf(json)
        });
    }

    function limitsOf(string memory json) private pure returns (Limits memory) {
        return Limits({
            maxDeviationTicks: uint16(number(json, ".limits.maxDeviationTicks", 16)),
            maxLossBps: uint16(number(json, ".limits.maxLossBps", 16)),
            dailyTurnoverBps: uint16(number(json, ".limits.dailyTurnoverBps", 16)),
            idleTargetBps: uint16(number(json, ".limits.idleTargetBps", 16)),
            entryFeeBps: uint16(number(json, ".limits.entryFeeBps", 16)),
            performanceFeeBps: uint16(number(json, ".limits.performanceFeeBps", 16)),
            managementFeePpm: uint16(number(json, ".limits.managementFeePpm", 16)),
            cooldownSeconds: uint32(number(json, ".limits.cooldownSeconds", 32)),
            depositCap: uint112(number(json, ".limits.depositCap", 112))
        });
    }

    function policyOf(string memory json) private pure returns (PolicyParameters memory) {
        return PolicyParameters({
            policyId: uint8(number(json, ".policy.policyId", 8)),
            minHalfWidthTicks: uint24(number(json, ".policy.minHalfWidthTicks", 24)),
            maxHalfWidthTicks: uint24(number(json, ".policy.maxHalfWidthTicks", 24)),
            widthMilliSigmas: uint16(number(json, ".policy.widthMilliSigmas", 16)),
            horizonEpochs: uint16(number(json, ".policy.horizonEpochs", 16)),
            baseHalfWidthTicks: uint24(number(json, ".policy.baseHalfWidthTicks", 24)),
            limitWidthTicks: uint24(number(json, ".policy.limitWidthTicks", 24))
        });
    }

    /// A number that would lose bits on the way into its field stops everything.
    function number(string memory json, string memory key, uint256 bits)
        private
        pure
        returns (uint256 value)
    {
        value = vm.parseJsonUint(json, key);
        require(value >> bits == 0, string.concat(key, " is too large"));
    }

    function optional(string memory json, string memory key) private view returns (address) {
        return vm.keyExistsJson(json, key) ? vm.parseJsonAddress(json, key) : address(0);
    }

    function print(Deployment memory d) private view {
        console.log("envelope   ", d.envelope);
        console.log("rangePolicy", d.rangePolicy);
        console.log("factory    ", d.factory);
        if (d.vault == address(0)) {
            console.log("vault       not created: the pool's oracle is too young");
        } else {
            console.log("timelock   ", d.timelock);
            console.log("vault      ", d.vault);
            console.log("queue      ", StrategyVault(d.vault).queue());
        }
    }
}
