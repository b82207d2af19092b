// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {IInferenceRegistry} from "../../src/interfaces/IInferenceRegistry.sol";
import {KeeperAccount, KeeperRecord} from "../../src/types/InferenceTypes.sol";
import {RegistryActions} from "./RegistryActions.sol";

/// Whatever keepers, challengers, timelock and guardian do, in any order.
/// forge-config: default.invariant.runs = 64
/// forge-config: default.invariant.depth = 100
contract RegistryInvariantsTest is Test {
    RegistryActions private actions;
    IInferenceRegistry private registry;

    function setUp() public {
        actions = new RegistryActions();
        registry = actions.registry();
        bytes4[] memory selectors = new bytes4[](11);
        selectors[0] = RegistryActions.commitSomething.selector;
        selectors[1] = RegistryActions.commitSomething.selector;
        selectors[2] = RegistryActions.revealSomething.selector;
        selectors[3] = RegistryActions.revealSomething.selector;
        selectors[4] = RegistryActions.moveBond.selector;
        selectors[5] = RegistryActions.pass.selector;
        selectors[6] = RegistryActions.expireSomething.selector;
        selectors[7] = RegistryActions.disputeSomething.selector;
        selectors[8] = RegistryActions.finish.selector;
        selectors[9] = RegistryActions.settle.selector;
        selectors[10] = RegistryActions.govern.selector;
        targetContract(address(actions));
        targetSelector(FuzzSelector(address(actions), selectors));
    }

    /// The sequences get somewhere: each kind of end is there among a few hundred calls.
    function test_sequencesReachEveryEnd() public {
        for (uint256 i; i < 400; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(i)));
            uint256 kind = seed % 8;
            seed >>= 8;
            if (kind < 2) actions.commitSomething(seed);
            else if (kind < 4) actions.revealSomething(seed);
            else if (kind == 4) actions.pass(seed);
            else if (kind == 5) actions.disputeSomething(seed);
            else if (kind == 6) actions.finish(seed);
            else actions.govern(seed | 4);
            if (i % 16 == 0) actions.expireSomething(seed);
            if (i % 8 == 0) actions.settle(seed | 2);
        }
        invariant_registryHolds();
        assertGt(actions.traded(), 5, "traded");
        assertGt(actions.slashed(), 0, "slashed");
        assertGt(actions.scored(), 1, "scored");
        assertGt(actions.finalised(), 1, "finalised");
        assertGt(actions.settled(0) + actions.settled(1), 0, "settled");
        (,, uint64 misses,) = actions.ghosts(0, 0);
        assertGt(misses, 0, "missed");
    }

    function invariant_registryHolds() public view {
        uint256 accountedFor;
        for (uint256 v; v < 2; ++v) {
            address vault = actions.vaultAt(v);
            accountedFor += registry.owed(vault);
            assertEq(
                registry.owed(vault),
                actions.forfeited(v) - actions.settled(v),
                "what was forfeited is paid or owed"
            );
            for (uint256 k; k < 2; ++k) {
                KeeperAccount memory account = registry.account(vault, actions.keeperAt(k));
                accountedFor += uint256(account.bondFree) + account.bondLocked;
                checkCommitments(v, k, account);
            }
            assertEq(registry.log(vault).head, actions.heads(v), "head");
            assertEq(registry.log(vault).length, actions.lengths(v), "length");
        }
        assertEq(actions.held(), accountedFor, "bonds are conserved");
        assertLe(actions.mostTradesOfAnEpoch(), 1, "one trade an epoch");
    }

    /// No gap in the nonces, one live commitment at most, and every one ends once.
    function checkCommitments(uint256 v, uint256 k, KeeperAccount memory account) private view {
        (uint64 commits, uint64 reveals, uint64 misses, uint64 slashes) = actions.ghosts(v, k);
        KeeperRecord memory record = registry.record(actions.vaultAt(v), actions.keeperAt(k));
        assertEq(account.nextNonce, commits, "nonce");
        assertEq(commits, reveals + misses + (account.live ? 1 : 0), "ends");
        assertEq(record.revealed, reveals, "revealed");
        assertEq(record.missed, misses, "missed");
        assertEq(record.slashed, slashes, "slashed");
        uint256 challenged = actions.lockedByChallenges(v, k);
        if (account.live) assertGe(account.bondLocked, challenged, "locked while live");
        else assertEq(account.bondLocked, challenged, "locked");
    }
}
