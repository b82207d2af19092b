// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IInferenceErrors} from "../../src/interfaces/IInferenceErrors.sol";
import {IStrategyVault} from "../../src/interfaces/IStrategyVault.sol";
import {Inference, Outcome, Output, Terms} from "../../src/types/InferenceTypes.sol";
import {PolicyParameters} from "../../src/types/VaultTypes.sol";
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
        losing(999_000, 1_998_000);
        reveal(inference, output, true);
        Output memory next;
        passHours(3);
        next = average();
        inference = committed(keeper, attested, next);
        losing(998_999, 2_000_000);
        refuseReveal(
            inference,
            next,
            true,
            abi.encodeWithSelector(
                IInferenceErrors.AttestedLossExceeded.selector, 1_000_000, 998_999, 10
            )
        );
        losing(1_000_000, 1_997_999);
        refuseReveal(
            inference,
            next,
            true,
            abi.encodeWithSelector(
                IInferenceErrors.AttestedLossExceeded.selector, 2_000_000, 1_997_999, 10
            )
        );
        vm.clearMockedCalls();
        reveal(inference, next, true);
    }

    /// Where the mean lags, a loss hides from it by spot that was pushed back onto it: 10 bps are not to be
    /// exceeded at the block's first price either.
    function test_loss_atTheBlocksFirstPrice() public {
        placeBothTokens();
        int24 home = tickNow();
        Output memory output = average();
        Inference memory inference = committed(keeper, attested, output);
        uint256 snapshot = vm.snapshotState();
        swapToTick(home + 95);
        skipTime(12);
        for (uint256 i; i < 2; ++i) {
            // First it loses at the mean, then, on top of it, at the block's first price.
            if (i == 1) swapToTick(home);
            vm.expectPartialRevert(IInferenceErrors.AttestedLossExceeded.selector);
            vm.prank(keeper);
            inferences.reveal(inference, output, true, "");
        }
        assertTrue(vm.revertToState(snapshot));
        reveal(inference, output, true);
    }

    /// Half of each token, around the price, and a policy that leaves little of that.
    function placeBothTokens() private {
        vm.startPrank(timelock);
        vault.setPolicy(PolicyParameters(1, 1200, 1200, 1000, 1, 0, 0));
        vault.setRegistry(address(this));
        vm.stopPrank();
        vault.rebalance(0, 1 << 40);
        vm.startPrank(timelock);
        vault.setPolicy(PolicyParameters(2, 0, 0, 0, 0, 60, 60));
        vault.setRegistry(address(inferences));
        vm.stopPrank();
        passHours(4);
    }

    function losing(uint256 valueAfter, uint256 startAfter) private {
        vm.mockCall(
            address(vault),
            abi.encodeWithSelector(IStrategyVault.rebalance.selector),
            abi.encode(1_000_000, valueAfter, 2_000_000, startAfter)
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
