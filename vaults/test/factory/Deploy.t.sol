// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {RiskTimelock} from "../../src/RiskTimelock.sol";
import {StrategyVault} from "../../src/StrategyVault.sol";
import {VaultFactory} from "../../src/VaultFactory.sol";
import {Deploy} from "../../script/Deploy.s.sol";
import {TestToken} from "../base/TestToken.sol";
import {FactoryFixture} from "./base/FactoryFixture.sol";

/// The deploy script, run without a chain.
contract DeployTest is FactoryFixture {
    TestToken private asset = new TestToken("USDC", 6);
    TestToken private other = new TestToken("WETH", 18);
    Deploy private script = new Deploy();

    function test_everythingIsDeployedInOneRunWhenTheOracleIsOldEnough() public {
        useReadyPool(address(asset), address(other));
        fundScript();
        Deploy.Deployment memory d = script.deploy(json(""));

        StrategyVault vault = StrategyVault(d.vault);
        assertTrue(VaultFactory(d.factory).isVault(d.vault));
        assertEq(vault.pool(), address(pool));
        assertEq(vault.asset(), address(asset));
        assertEq(vault.timelock(), d.timelock);
        assertEq(vault.guardian(), guardian);
        assertEq(vault.limits().depositCap, 1e12);
        assertEq(vault.policyParameters().widthMilliSigmas, 2_000);
        assertEq(RiskTimelock(payable(d.timelock)).getMinDelay(), 3 days);
        assertTrue(RiskTimelock(payable(d.timelock)).hasRole(keccak256("PROPOSER_ROLE"), creator));
        assertEq(asset.allowance(address(script), d.factory), 0, "no approval is left");
        assertEq(other.allowance(address(script), d.factory), 0, "no approval is left");
    }

    function test_runStopsBeforeTheVaultAndGoesOnLater() public {
        usePool(address(asset), address(other));
        fundScript();
        Deploy.Deployment memory first = script.deploy(json(""));
        assertEq(first.vault, address(0));
        assertEq(first.timelock, address(0));

        vaultFactory = VaultFactory(first.factory);
        growOld();
        Deploy.Deployment memory second = script.deploy(json(addresses(first)));
        assertEq(second.factory, first.factory);
        assertTrue(vaultFactory.isVault(second.vault));
    }

    function test_numberThatDoesNotFitStopsEverything() public {
        useReadyPool(address(asset), address(other));
        fundScript();
        string memory text = vm.replace(json(""), '"maxLossBps": 30', '"maxLossBps": 65566');
        vm.expectRevert(bytes(".limits.maxLossBps is too large"));
        script.deploy(text);
    }

    function fundScript() private {
        asset.mint(address(script), 1e12);
        other.mint(address(script), 1e24);
    }

    function addresses(Deploy.Deployment memory d) private pure returns (string memory) {
        return string.concat(
            field("envelope", d.envelope),
            field("rangePolicy", d.rangePolicy),
            field("factory", d.factory)
        );
    }

    function json(string memory more) private view returns (string memory text) {
        text = string.concat("{", more, field("uniswapFactory", address(uniswap)));
        text = string.concat(text, field("pool", address(pool)), field("asset", address(asset)));
        text = string.concat(text, field("guardian", guardian), field("registry", address(0)));
        text = string.concat(text, field("feeRecipient", feeRecipient), '"proposers": ["');
        text = string.concat(text, vm.toString(creator), '"], "executors": [],');
        return string.concat(
            text,
            '"timelockDelaySeconds": 259200, "minCardinality": 151, "name": "V", "symbol": "V",'
            '"salt": "0x0000000000000000000000000000000000000000000000000000000000000001",'
            '"limits": {"maxDeviationTicks": 100, "maxLossBps": 30, "dailyTurnoverBps": 10000,'
            '"idleTargetBps": 500, "entryFeeBps": 5, "performanceFeeBps": 1000,'
            '"managementFeePpm": 10000, "cooldownSeconds": 3600, "depositCap": "1000000000000"},'
            '"policy": {"policyId": 1, "minHalfWidthTicks": 100, "maxHalfWidthTicks": 20000,'
            '"widthMilliSigmas": 2000, "horizonEpochs": 24, "baseHalfWidthTicks": 0,'
            '"limitWidthTicks": 0}}'
        );
    }

    function field(string memory name, address value) private pure returns (string memory) {
        return string.concat('"', name, '": "', vm.toString(value), '",');
    }
}
