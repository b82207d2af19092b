// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {QuantizedModel} from "../../src/QuantizedModel.sol";
import {IFeatureOracle} from "../../src/interfaces/IFeatureOracle.sol";
import {IInferenceErrors} from "../../src/interfaces/IInferenceErrors.sol";
import {IVaultErrors} from "../../src/interfaces/IVaultErrors.sol";
import {Inference, ModelStatus, Outcome, Output, Tier} from "../../src/types/InferenceTypes.sol";
import {RegistryFixture} from "../base/registry/RegistryFixture.sol";
import {TestModels} from "../base/registry/TestModels.sol";

/// What a keeper can always do: reveal what it committed to, whatever timelock, guardian or vault do meanwhile.
contract RevealAnywayTest is RegistryFixture {
    function setUp() public {
        createRegistry();
    }

    function test_revokedKeeper_revealsWithoutATrade() public {
        Output memory output = honest();
        Inference memory inference = committed(keeper, recomputed, output);
        vm.prank(guardian);
        inferences.revokeKeeper(address(vault), keeper);
        refuseReveal(
            inference,
            output,
            true,
            abi.encodeWithSelector(IInferenceErrors.NotKeeper.selector, address(vault), keeper)
        );
        reveal(inference, output, false);
        vm.prank(keeper);
        inferences.withdrawBond(address(vault), 10_000 * WHOLE, keeper);
        assertEq(token1.balanceOf(keeper), 10_000 * WHOLE);
    }

    function test_revokedModel_revealsWithoutATrade() public {
        Output memory output = honest();
        Inference memory inference = committed(keeper, recomputed, output);
        vm.prank(guardian);
        inferences.revokeModel(recomputed);
        refuseReveal(
            inference,
            output,
            true,
            abi.encodeWithSelector(
                IInferenceErrors.ModelNotActive.selector, recomputed, ModelStatus.Revoked
            )
        );
        assertEq(uint8(reveal(inference, output, false)), uint8(Outcome.Withheld));
    }

    function test_revokedRegistry_revealsWithoutATrade() public {
        Output memory output = honest();
        Inference memory inference = committed(keeper, recomputed, output);
        vm.prank(guardian);
        vault.setRegistry(address(0));
        refuseReveal(
            inference,
            output,
            true,
            abi.encodeWithSelector(
                IInferenceErrors.NotItsRegistry.selector, address(vault), address(0)
            )
        );
        reveal(inference, output, false);
    }

    /// The vault's own guard refuses the whole call, and the commitment is as live as before.
    function test_pausedVault_refusesTheTrade_notTheReveal() public {
        Output memory output = honest();
        Inference memory inference = committed(keeper, recomputed, output);
        vm.prank(guardian);
        vault.pause();
        refuseReveal(
            inference, output, true, abi.encodeWithSelector(IVaultErrors.VaultPaused.selector)
        );
        assertTrue(accountOf(keeper).live);
        reveal(inference, output, false);
    }

    /// An optimistic reveal without a trade locks what its commitment had locked, so it always can.
    function test_optimistic_withNoBondLeft_holds() public {
        Output memory output = honest();
        Inference memory inference = committed(keeper, optimistic, output);
        vm.prank(keeper);
        inferences.withdrawBond(address(vault), 10_000 * WHOLE - PENALTY, keeper);
        uint256 tradeBond = (vault.totalAssets() * 50 + 6_999) / 7_000;
        refuseReveal(
            inference,
            output,
            true,
            abi.encodeWithSelector(
                IInferenceErrors.BondTooSmall.selector, PENALTY, tradeBond + PENALTY
            )
        );
        reveal(inference, output, false);
        assertEq(accountOf(keeper).bondFree, 0);
        assertEq(accountOf(keeper).bondLocked, PENALTY);
    }

    function test_optimistic_trade_locksTenSeventhsOfWhatItMayLose() public {
        Output memory output = honest();
        Inference memory inference = committed(keeper, optimistic, output);
        uint256 tradeBond = (vault.totalAssets() * 50 + 6_999) / 7_000;
        reveal(inference, output, true);
        assertEq(accountOf(keeper).bondLocked, tradeBond + PENALTY);
        assertEq(entryOf(inference).bond, tradeBond + PENALTY);
    }

    /// What could never be disputed is not revealed: eleven hours are recorded, twelve are needed.
    function test_optimistic_withoutTheRecordsToDisputeIt() public {
        uint16[] memory windows = new uint16[](1);
        windows[0] = 12;
        QuantizedModel deep = new QuantizedModel(TestModels.linear(windows, 1, 1, 0));
        vm.startPrank(timelock);
        uint32 id = add(Tier.Optimistic, address(deep), deep.modelHash());
        vm.stopPrank();
        Output memory output = Output(1, false);
        Inference memory inference = committed(keeper, id, output);
        uint256 last = epochNow() - 1;
        refuseReveal(
            inference,
            output,
            false,
            abi.encodeWithSelector(
                IFeatureOracle.EpochHistoryTooShort.selector, last, oracle.epochsThere(last), 12
            )
        );
    }
}
