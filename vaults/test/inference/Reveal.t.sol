// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IInferenceErrors} from "../../src/interfaces/IInferenceErrors.sol";
import {IInferenceRegistry} from "../../src/interfaces/IInferenceRegistry.sol";
import {IVaultEvents} from "../../src/interfaces/IVaultEvents.sol";
import {Exp2} from "../../src/libraries/Exp2.sol";
import {
    Entry,
    Inference,
    KeeperAccount,
    LatestForecast,
    Outcome,
    Output,
    VaultLog
} from "../../src/types/InferenceTypes.sol";
import {Vm} from "forge-std/Vm.sol";
import {RegistryFixture} from "../base/registry/RegistryFixture.sol";

/// What happens when everything is as it was committed to.
contract RevealTest is RegistryFixture {
    function setUp() public {
        createRegistry();
    }

    // Each tier trades

    function test_recomputed_trades() public {
        trades(recomputed, 1000);
    }

    function test_optimistic_trades() public {
        trades(optimistic, 1000);
    }

    function test_proved_trades() public {
        trades(proved, -500);
    }

    function test_attested_trades() public {
        trades(attested, 0);
    }

    function trades(uint32 modelId, int256 levelOffset) private {
        Output memory output = outputOf(modelId);
        Inference memory inference = committed(keeper, modelId, output);
        bytes32 id = inferences.digestOf(inference);
        vm.recordLogs();
        assertEq(uint8(reveal(inference, output, true)), uint8(Outcome.Traded));
        (uint256 variance, uint256 valueBefore, uint256 valueAfter) = rebalanced(id);
        assertEq(variance, Exp2.exp2X32Down(output.forecastX16 + levelOffset));
        assertEq(vault.lastRebalanceAt(), vm.getBlockTimestamp());
        assertEq(vault.positions().length, 1);
        checkEntry(inference, output, Outcome.Traded);
        checkLog(inference, output, Outcome.Traded, valueBefore, valueAfter);
        assertEq(recordOf(keeper).revealed, 1);
        assertEq(recordOf(keeper).traded, 1);
        assertEq(inferences.log(address(vault)).lastTradeEpoch, inference.epoch);
        assertEq(inferences.log(address(vault)).lastTradeAt, vm.getBlockTimestamp());
    }

    /// What the vault says that it was told.
    function rebalanced(bytes32 id)
        private
        returns (uint256 variance, uint256 valueBefore, uint256 valueAfter)
    {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] != IVaultEvents.Rebalanced.selector) continue;
            assertEq(logs[i].emitter, address(vault));
            assertEq(logs[i].topics[1], id);
            (variance,, valueBefore, valueAfter) =
                abi.decode(logs[i].data, (uint256, int24, uint256, uint256));
            return (variance, valueBefore, valueAfter);
        }
        revert("no rebalance");
    }

    // Each tier holds and withholds

    function test_everyTier_holds() public {
        without(recomputed, false);
        without(optimistic, false);
        without(proved, false);
        without(attested, false);
    }

    function test_everyTier_withholds() public {
        without(recomputed, true);
        without(optimistic, true);
        without(proved, true);
        without(attested, true);
    }

    function without(uint32 modelId, bool trade) private {
        uint256 snapshot = vm.snapshotState();
        Output memory output = outputOf(modelId);
        output.trade = trade;
        Inference memory inference = committed(keeper, modelId, output);
        Outcome expected = trade ? Outcome.Withheld : Outcome.Held;
        assertEq(uint8(reveal(inference, output, false)), uint8(expected));
        checkEntry(inference, output, expected);
        checkLog(inference, output, expected, 0, 0);
        assertEq(recordOf(keeper).revealed, 1);
        assertEq(recordOf(keeper).traded, 0);
        assertEq(recordOf(keeper).withheld, trade ? 1 : 0);
        assertEq(vault.lastRebalanceAt(), 0);
        KeeperAccount memory a = accountOf(keeper);
        assertFalse(a.live);
        assertEq(a.bondLocked, modelId == optimistic ? PENALTY : 0);
        assertEq(uint256(a.bondFree) + a.bondLocked, 10_000 * WHOLE);
        assertTrue(vm.revertToState(snapshot));
    }

    function checkEntry(Inference memory inference, Output memory output, Outcome outcome)
        private
        view
    {
        Entry memory entry = entryOf(inference);
        assertEq(entry.keeper, inference.keeper);
        assertEq(entry.modelId, inference.modelId);
        assertEq(entry.epoch, inference.epoch);
        assertEq(entry.forecastX16, output.forecastX16);
        assertEq(uint8(entry.outcome), uint8(outcome));
        assertFalse(entry.scored || entry.slashed);
        bool disputable = inference.modelId == optimistic;
        assertEq(entry.challengeEnds, disputable ? vm.getBlockTimestamp() + CHALLENGE : 0);
        assertEq(entry.bond, disputable ? accountOf(inference.keeper).bondLocked : 0);
    }

    function checkLog(
        Inference memory inference,
        Output memory output,
        Outcome outcome,
        uint256 valueBefore,
        uint256 valueAfter
    ) private view {
        VaultLog memory vaultLog = inferences.log(address(vault));
        assertEq(vaultLog.length, 1);
        assertEq(
            vaultLog.head,
            keccak256(
                abi.encode(
                    bytes32(0),
                    inferences.digestOf(inference),
                    inference.outputHash,
                    output.forecastX16,
                    outcome,
                    valueBefore,
                    valueAfter
                )
            )
        );
    }

    function test_reveal_saysEverything() public {
        Output memory output = honest();
        output.trade = false;
        Inference memory inference = committed(keeper, recomputed, output);
        bytes32 id = inferences.digestOf(inference);
        bytes32 head = keccak256(
            abi.encode(bytes32(0), id, inference.outputHash, output.forecastX16, Outcome.Held, 0, 0)
        );
        vm.expectEmit(address(inferences));
        emit IInferenceRegistry.Revealed(
            address(vault),
            keeper,
            id,
            inference,
            output,
            Outcome.Held,
            Exp2.exp2X32Down(int256(output.forecastX16) + 1000),
            0,
            0,
            head,
            1
        );
        reveal(inference, output, false);
    }

    /// The type and domain as anybody would write them down, and viem hashes them.
    function test_digest_isThatOfEip712() public view {
        Inference memory inference = inferenceOf(keeper, recomputed, honest());
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("Tickwise InferenceRegistry"),
                keccak256("1"),
                block.chainid,
                address(inferences)
            )
        );
        assertEq(inferences.domainSeparator(), domain);
        bytes32 structHash = keccak256(
            bytes.concat(
                keccak256(
                    "Inference(address vault,address keeper,uint32 modelId,bytes32 modelHash,bytes32 featureHash,bytes32 extraDataHash,bytes32 outputHash,bytes32 policyId,bytes32 stateHash,uint32 epoch,uint64 observedBlock,bytes32 observedBlockHash,uint64 nonce,uint40 validAfter,uint40 deadline,bytes32 salt)"
                ),
                abi.encode(inference)
            )
        );
        assertEq(
            inferences.digestOf(inference),
            keccak256(abi.encodePacked(hex"1901", domain, structHash))
        );
    }

    // Beside the fields

    function test_execute_whatWasToBeHeld() public {
        Output memory output = honest();
        output.trade = false;
        Inference memory inference = committed(keeper, recomputed, output);
        refuseReveal(
            inference,
            output,
            true,
            abi.encodeWithSelector(IInferenceErrors.TradeNotCommitted.selector)
        );
    }

    /// Committed to at the end of an hour, revealed in the next, after another has traded there.
    function test_noTradeOfAnEarlierEpoch() public {
        skipTime((epochNow() + 1) * HOUR - vm.getBlockTimestamp() - 12);
        Output memory output = honest();
        Inference memory early = inferenceOf(rival, recomputed, output);
        commit(early);
        skipTime(24);
        oracle.poke();
        Output memory later = honest();
        Inference memory second = committed(keeper, recomputed, later);
        reveal(second, later, true);
        refuseReveal(
            early,
            output,
            true,
            abi.encodeWithSelector(IInferenceErrors.EpochAlreadyTraded.selector, second.epoch)
        );
        reveal(early, output, false);
        // Of the later epoch is what is latest.
        assertEq(inferences.latestForecast(address(vault)).inferenceId, inferences.digestOf(second));
    }

    function test_twoKeepers_oneTrade() public {
        Output memory output = honest();
        Inference memory first = committed(keeper, recomputed, output);
        Inference memory second = inferenceOf(rival, recomputed, output);
        commit(second);
        skipTime(DELAY);
        reveal(first, output, true);
        refuseReveal(
            second,
            output,
            true,
            abi.encodeWithSelector(IInferenceErrors.EpochAlreadyTraded.selector, first.epoch)
        );
        assertEq(uint8(reveal(second, output, false)), uint8(Outcome.Withheld));
    }

    /// A rebalance by somebody else in between changes the state that was decided upon.
    function test_stateChanges_withARebalance_notWithADeposit() public {
        Output memory output = honest();
        Inference memory first = committed(keeper, recomputed, output);
        token1.mint(holder, 1_000 * WHOLE);
        vm.startPrank(holder);
        token1.approve(address(vault), 1_000 * WHOLE);
        vault.deposit(1_000 * WHOLE, holder);
        vm.stopPrank();
        assertEq(inferences.stateHashOf(address(vault)), first.stateHash);
        setVaultRegistry(address(this));
        vault.rebalance(bytes32(0), 1 << 40);
        setVaultRegistry(address(inferences));
        refuseReveal(
            first,
            output,
            true,
            abi.encodeWithSelector(
                IInferenceErrors.StateMismatch.selector,
                first.stateHash,
                inferences.stateHashOf(address(vault))
            )
        );
        reveal(first, output, false);
    }

    function setVaultRegistry(address next) private {
        vm.prank(timelock);
        vault.setRegistry(next);
    }

    function test_wrongOutput_isNotRevealed() public {
        Output memory output = honest();
        int32 actual = output.forecastX16;
        output.forecastX16 += 1;
        Inference memory inference = committed(keeper, recomputed, output);
        bytes memory reason =
            abi.encodeWithSelector(IInferenceErrors.WrongOutput.selector, actual + 1, actual);
        refuseReveal(inference, output, false, reason);
        refuseReveal(inference, output, true, reason);
    }

    function test_proof_isForThisCommitment() public {
        Output memory output = honest();
        Inference memory inference = committed(keeper, proved, output);
        Inference memory other = inferenceOf(rival, proved, output);
        bytes memory refused = abi.encodeWithSelector(IInferenceErrors.ProofRefused.selector);
        bytes memory proof = proofOf(other, output);
        vm.startPrank(keeper);
        vm.expectRevert(refused);
        inferences.reveal(inference, output, true, proof);
        vm.expectRevert(refused);
        inferences.reveal(inference, output, true, "");
        vm.stopPrank();
        reveal(inference, output, true);
    }

    function test_proof_whereNoneIsWanted() public {
        uint32[3] memory ids = [recomputed, optimistic, attested];
        for (uint256 i; i < 3; ++i) {
            uint256 snapshot = vm.snapshotState();
            Output memory output = outputOf(ids[i]);
            Inference memory inference = committed(keeper, ids[i], output);
            vm.prank(keeper);
            vm.expectRevert(abi.encodeWithSelector(IInferenceErrors.NoProofWanted.selector));
            inferences.reveal(inference, output, true, hex"00");
            assertTrue(vm.revertToState(snapshot));
        }
    }

    // What other contracts read

    function test_latestForecast() public {
        vm.expectRevert(
            abi.encodeWithSelector(
                IInferenceErrors.ForecastStale.selector, vm.getBlockTimestamp(), 0
            )
        );
        inferences.latestForecast(address(vault));
        Output memory output = honest();
        Inference memory inference = committed(keeper, recomputed, output);
        reveal(inference, output, false);
        skipTime(100);
        LatestForecast memory latest = inferences.latestForecast(address(vault));
        assertEq(latest.inferenceId, inferences.digestOf(inference));
        assertEq(latest.forecastX16, output.forecastX16);
        assertEq(latest.varianceX32, Exp2.exp2X32Down(int256(output.forecastX16) + 1000));
        assertEq(latest.epoch, inference.epoch);
        assertEq(latest.modelId, recomputed);
        assertEq(latest.revealedAt, vm.getBlockTimestamp() - 100);
        assertEq(latest.ageSeconds, vm.getBlockTimestamp() - inference.epoch * HOUR);
        assertEq(latest.skill.scored, 0);
        vm.warp((inference.epoch + 1) * HOUR);
        inferences.latestForecast(address(vault));
        vm.warp((inference.epoch + 1) * HOUR + 1);
        vm.expectRevert(abi.encodeWithSelector(IInferenceErrors.ForecastStale.selector, 3601, 3600));
        inferences.latestForecast(address(vault));
    }
}
