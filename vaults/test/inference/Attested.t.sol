// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IInferenceErrors} from "../../src/interfaces/IInferenceErrors.sol";
import {IStrategyVault} from "../../src/interfaces/IStrategyVault.sol";
import {Inference, Outcome, Output, Terms} from "../../src/types/InferenceTypes.sol";
import {RegistryFixture} from "../base/registry/RegistryFixture.sol";

/// An output that nobody can check trades within tighter limits, and can always be revealed without.
contract AttestedTest is RegistryFixture {
    int256 private constant BAND = 1 << 16;

    function setUp() public {
        createRegistry();
    }

    /// On the edge of the band it trades, a unit beyond it does not, to either side.
    function test_band() public {
        for (int256 side = -1; side <= 1; side += 2) {
            uint256 snapshot = vm.snapshotState();
            int256 averageX16 = average().forecastX16;
            Output memory output = Output(int32(averageX16 + side * (BAND + 1)), true);
            Inference memory inference = committed(keeper, attested, output);
            refuseReveal(
                inference,
                output,
                true,
                abi.encodeWithSelector(
                    IInferenceErrors.AttestedOutOfBand.selector,
                    output.forecastX16,
                    averageX16,
                    uint256(BAND)
                )
            );
            assertEq(uint8(reveal(inference, output, false)), uint8(Outcome.Withheld));
            output.forecastX16 = int32(averageX16 + side * BAND);
            inference = committed(rival, attested, output);
            assertEq(uint8(reveal(inference, output, true)), uint8(Outcome.Traded));
            assertTrue(vm.revertToState(snapshot));
        }
    }

    /// By whomever and whatever the trade before was.
    function test_cooldown() public {
        Output memory output = honest();
        reveal(committed(rival, recomputed, output), output, true);
        uint256 availableAt = vm.getBlockTimestamp() + 3 hours;
        passHours(2);
        output = average();
        Inference memory inference = committed(keeper, attested, output);
        refuseReveal(
            inference,
            output,
            true,
            abi.encodeWithSelector(IInferenceErrors.AttestedTooSoon.selector, availableAt)
        );
        reveal(inference, output, false);
        passHours(1);
        output = average();
        reveal(committed(keeper, attested, output), output, true);
        // Other tiers have the vault's own cooldown alone.
        passHours(1);
        output = honest();
        reveal(committed(keeper, recomputed, output), output, true);
    }

    /// More than ten basis points lost, less than the vault's own fifty.
    function test_loss() public {
        Output memory output = average();
        Inference memory inference = committed(keeper, attested, output);
        losing(999_000);
        reveal(inference, output, true);
        Output memory next;
        passHours(3);
        next = average();
        inference = committed(keeper, attested, next);
        losing(998_999);
        refuseReveal(
            inference,
            next,
            true,
            abi.encodeWithSelector(
                IInferenceErrors.AttestedLossExceeded.selector, 1_000_000, 998_999, 10
            )
        );
        vm.clearMockedCalls();
        reveal(inference, next, true);
    }

    function losing(uint256 valueAfter) private {
        vm.mockCall(
            address(vault),
            abi.encodeWithSelector(IStrategyVault.rebalance.selector),
            abi.encode(1_000_000, valueAfter)
        );
    }

    /// Limits are those of the reveal: tightened in between, they hold.
    function test_limitsOfTheReveal() public {
        Output memory output = Output(average().forecastX16 + 1000, true);
        Inference memory inference = committed(keeper, attested, output);
        Terms memory terms = defaultTerms();
        terms.attestedBandX16 = 999;
        setTerms(terms);
        refuseReveal(
            inference,
            output,
            true,
            abi.encodeWithSelector(
                IInferenceErrors.AttestedOutOfBand.selector,
                output.forecastX16,
                int256(output.forecastX16) - 1000,
                999
            )
        );
        reveal(inference, output, false);
    }

    /// Any hash of features and of other data, and no proof of either.
    /// forge-config: default.fuzz.runs = 16
    function testFuzz_itsHashesAreItsOwn(bytes32 featureHash, bytes32 extraDataHash) public {
        Output memory output = average();
        Inference memory inference = inferenceOf(keeper, attested, output);
        (inference.featureHash, inference.extraDataHash) = (featureHash, extraDataHash);
        commit(inference);
        skipTime(DELAY);
        reveal(inference, output, true);
    }
}
