// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Vm} from "forge-std/Vm.sol";
import {StrategyVault} from "../../src/StrategyVault.sol";
import {IInferenceRegistry} from "../../src/interfaces/IInferenceRegistry.sol";
import {
    Entry,
    Inference,
    KeeperAccount,
    Outcome,
    Output,
    Terms
} from "../../src/types/InferenceTypes.sol";
import {RegistryFixture} from "../base/registry/RegistryFixture.sol";

/// Two vaults of one asset, two keepers of each, honest now and then, and everybody else: what they do, and
/// what it should have led to.
contract RegistryActions is RegistryFixture {
    struct Models {
        uint32 recomputed;
        uint32 optimistic;
        uint32 proved;
        uint32 attested;
    }

    struct Ghost {
        uint64 commits;
        uint64 reveals;
        uint64 misses;
        uint64 slashes;
    }

    StrategyVault[2] internal vaults;
    Models[2] private _models;
    address[2] internal keepers;
    Inference[2][2] private _pending;
    Output[2][2] private _outputs;
    Inference[] private _optimistic;
    Output[] private _optimisticOutputs;
    mapping(uint256 vaultIndex => mapping(uint256 keeperIndex => bytes32[])) private _disputable;

    bytes32[] public ids;
    mapping(uint256 vaultIndex => mapping(uint256 keeperIndex => Ghost)) public ghosts;
    mapping(uint256 vaultIndex => bytes32) public heads;
    mapping(uint256 vaultIndex => uint256) public lengths;
    mapping(uint256 vaultIndex => mapping(uint256 epoch => uint256)) public trades;
    uint256 public mostTradesOfAnEpoch;
    uint256 public traded;
    uint256 public slashed;
    uint256 public scored;
    uint256 public finalised;
    /// What keepers forfeited to a vault, how often, and what of it the vault was paid.
    mapping(uint256 vaultIndex => uint256) public forfeited;
    mapping(uint256 vaultIndex => uint256) public additions;
    mapping(uint256 vaultIndex => uint256) public settled;

    constructor() {
        createRegistry();
        keepers = [keeper, rival];
        take(0);
        vault = newVault();
        enrol();
        take(1);
    }

    function take(uint256 index) private {
        vaults[index] = vault;
        _models[index] = Models(recomputed, optimistic, proved, attested);
    }

    /// Makes the vault and its models those that the fixture speaks of.
    function at(uint256 index) private {
        vault = vaults[index];
        Models memory m = _models[index];
        (recomputed, optimistic, proved, attested) =
        (m.recomputed, m.optimistic, m.proved, m.attested);
    }

    // Keepers

    function commitSomething(uint256 seed) external {
        (uint256 v, uint256 k) = (seed % 2, seed / 2 % 2);
        at(v);
        oracle.poke();
        uint32 modelId = [recomputed, optimistic, proved, attested][seed / 4 % 4];
        Output memory output = outputOf(modelId);
        if (seed / 16 % 4 == 0) output.forecastX16 ^= int32(uint32(seed >> 128));
        if (seed / 64 % 4 == 0) output.trade = false;
        Inference memory inference = inferenceOf(keepers[k], modelId, output);
        bytes32 digest = inferences.digestOf(inference);
        KeeperAccount memory before = accountOf(keepers[k]);
        vm.prank(keepers[k]);
        try inferences.commit(address(vault), digest, timesOf(inference)) {
            assertFalse(before.live, "two at once");
            assertTrue(before.allowed, "not allowed");
            assertGt(inference.epoch, before.epoch, "two in an epoch");
            ghosts[v][k].commits++;
            _pending[v][k] = inference;
            _outputs[v][k] = output;
        } catch {
            bool could = before.allowed && !before.live && before.epoch < epochNow()
                && before.bondFree >= inferences.terms(address(vault)).missPenalty;
            assertFalse(could, "refused for no reason");
        }
    }

    /// With the trade if it can be, else without; too late is a miss.
    function revealSomething(uint256 seed) external {
        (uint256 v, uint256 k) = (seed % 2, seed / 2 % 2);
        at(v);
        Inference memory inference = _pending[v][k];
        if (!accountOf(keepers[k]).live) return;
        if (vm.getBlockTimestamp() < inference.validAfter) {
            skipTime(inference.validAfter - vm.getBlockTimestamp());
        }
        if (vm.getBlockTimestamp() > inference.deadline) return expireNow(v, k);
        if (seed / 4 % 4 != 0 && tryReveal(v, k, true)) return;
        tryReveal(v, k, false);
    }

    function tryReveal(uint256 v, uint256 k, bool execute) private returns (bool) {
        (Inference memory inference, Output memory output) = (_pending[v][k], _outputs[v][k]);
        bytes memory proof = inference.modelId == proved ? proofOf(inference, output) : bytes("");
        vm.recordLogs();
        vm.prank(inference.keeper);
        try inferences.reveal(inference, output, execute, proof) returns (Outcome outcome) {
            ghosts[v][k].reveals++;
            bytes32 id = inferences.digestOf(inference);
            ids.push(id);
            if (outcome == Outcome.Traded) {
                traded++;
                uint256 count = ++trades[v][inference.epoch];
                if (count > mostTradesOfAnEpoch) mostTradesOfAnEpoch = count;
            }
            if (inference.modelId == optimistic) {
                _optimistic.push(inference);
                _optimisticOutputs.push(output);
                _disputable[v][k].push(id);
            }
            chain(v, id, inference.outputHash, output.forecastX16);
            return true;
        } catch {
            return false;
        }
    }

    /// The head as an auditor makes it, from what was emitted.
    function chain(uint256 v, bytes32 id, bytes32 outputHash, int32 forecastX16) private {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] != IInferenceRegistry.Revealed.selector) continue;
            (,, Outcome outcome,, uint256 valueBefore, uint256 valueAfter,,) = abi.decode(
                logs[i].data,
                (Inference, Output, Outcome, uint256, uint256, uint256, bytes32, uint32)
            );
            heads[v] = keccak256(
                abi.encode(heads[v], id, outputHash, forecastX16, outcome, valueBefore, valueAfter)
            );
            lengths[v]++;
        }
    }

    function moveBond(uint256 seed) external {
        (uint256 v, uint256 k) = (seed % 2, seed / 2 % 2);
        at(v);
        uint256 free = accountOf(keepers[k]).bondFree;
        if (seed / 4 % 4 == 0 && free > 0) {
            vm.prank(keepers[k]);
            inferences.withdrawBond(address(vault), seed % free + 1, keepers[k]);
        } else {
            addBond(keepers[k], 1 + seed % (100 * WHOLE));
        }
    }

    // Anyone

    function pass(uint256 seed) external {
        if (seed % 4 == 0) return skipTime(1 + seed % 900);
        // Two trades are enough for an hour.
        int24 home = tickNow();
        skipTime(900);
        swapToTick(home + 5);
        skipTime(900);
        swapToTick(home);
        skipTime((vm.getBlockTimestamp() / HOUR + 1) * HOUR + 60 - vm.getBlockTimestamp());
        oracle.poke();
    }

    function expireSomething(uint256 seed) external {
        (uint256 v, uint256 k) = (seed % 2, seed / 2 % 2);
        at(v);
        KeeperAccount memory account = accountOf(keepers[k]);
        if (!account.live) return;
        if (vm.getBlockTimestamp() <= account.deadline) {
            if (seed / 4 % 4 != 0) return;
            skipTime(account.deadline + 1 - vm.getBlockTimestamp());
        }
        expireNow(v, k);
    }

    function expireNow(uint256 v, uint256 k) private {
        uint256 locked = accountOf(keepers[k]).bondLocked;
        inferences.expire(address(vault), keepers[k]);
        ghosts[v][k].misses++;
        forfeit(v, locked - accountOf(keepers[k]).bondLocked);
    }

    function disputeSomething(uint256 seed) external {
        if (_optimistic.length == 0) return;
        uint256 i = seed % 4 == 0 ? seed / 4 % _optimistic.length : _optimistic.length - 1;
        Inference memory inference = _optimistic[i];
        uint256 v = inference.vault == address(vaults[0]) ? 0 : 1;
        at(v);
        bool isRight = _optimisticOutputs[i].forecastX16 == modelSays(inference.epoch);
        uint256 locked = accountOf(inference.keeper).bondLocked;
        uint256 purse = token1.balanceOf(stranger);
        vm.prank(stranger);
        try inferences.dispute(inference, _optimisticOutputs[i]) {
            uint256 reward = token1.balanceOf(stranger) - purse;
            forfeit(v, locked - accountOf(inference.keeper).bondLocked - reward);
            assertFalse(isRight, "a right one was slashed");
            ghosts[v][inference.keeper == keepers[0] ? 0 : 1].slashes++;
            slashed++;
        } catch {}
    }

    function modelSays(uint32 epoch) private view returns (int32) {
        try oracle.features(model.featureSpec(), epoch - 1) returns (int16[] memory features) {
            return model.infer(features);
        } catch {
            return type(int32).min;
        }
    }

    function finish(uint256 seed) external {
        if (ids.length == 0) return;
        bytes32 id = seed % 2 == 0 ? ids[ids.length - 1] : ids[seed / 4 % ids.length];
        Entry memory before = inferences.entry(id);
        if (seed / 2 % 2 == 0) {
            try inferences.finalise(id) {
                finalised++;
                assertGt(vm.getBlockTimestamp(), before.challengeEnds);
                assertFalse(before.slashed);
            } catch {}
            return;
        }
        try inferences.score(id) {
            scored++;
            assertFalse(before.scored || before.slashed);
        } catch {}
    }

    function settle(uint256 seed) external {
        at(seed % 2);
        if (seed / 2 % 2 == 0) skipTime(1 + seed % (2 * HOUR));
        uint256 v = seed % 2;
        uint256 part = inferences.releasable(address(vault));
        uint256 owed = inferences.owed(address(vault));
        assertLe(part, owed, "more than is owed");
        assertLe(part, forfeited[v] * HOUR / 1 days + additions[v] + 1, "more than an hour's part");
        (, uint256 idle) = vault.idle();
        try inferences.settle(address(vault)) {
            assertGt(part, 0, "settled nothing");
            settled[v] += part;
        } catch {
            assertEq(part, 0, "refused for no reason");
        }
        (, uint256 idleAfter) = vault.idle();
        assertEq(idleAfter, idle + part, "what the vault got");
        assertEq(inferences.owed(address(vault)), owed - part, "what is left");
        assertEq(inferences.releasable(address(vault)), 0, "twice");
    }

    function forfeit(uint256 v, uint256 amount) private {
        forfeited[v] += amount;
        if (amount > 0) additions[v]++;
    }

    // Timelock and guardian

    function govern(uint256 seed) external {
        (uint256 v, uint256 k) = (seed % 2, seed / 2 % 2);
        at(v);
        if (seed / 4 % 8 == 0) {
            vm.prank(guardian);
            inferences.revokeKeeper(address(vault), keepers[k]);
        } else if (seed / 4 % 8 < 5) {
            vm.prank(timelock);
            inferences.allowKeeper(address(vault), keepers[k]);
        } else {
            Terms memory terms = inferences.terms(address(vault));
            terms.missPenalty = uint96(seed % (2 * PENALTY));
            terms.challengeWindowSeconds = uint32(600 + seed % 4 hours);
            terms.benchmarkModelId = seed % 3 == 0 ? 0 : recomputed;
            setTerms(terms);
        }
    }

    // What is there

    function registry() external view returns (IInferenceRegistry) {
        return inferences;
    }

    function held() external view returns (uint256) {
        return token1.balanceOf(address(inferences));
    }

    function vaultAt(uint256 index) external view returns (address) {
        return address(vaults[index]);
    }

    function keeperAt(uint256 index) external view returns (address) {
        return keepers[index];
    }

    /// What open challenges lock of a keeper's bond in a vault, entry by entry.
    function lockedByChallenges(uint256 v, uint256 k) external view returns (uint256 sum) {
        bytes32[] storage entries = _disputable[v][k];
        for (uint256 i; i < entries.length; ++i) {
            sum += inferences.entry(entries[i]).bond;
        }
    }
}
