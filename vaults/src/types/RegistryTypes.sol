// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IFeatureOracle} from "../interfaces/IFeatureOracle.sol";
import {ModelStatus, Outcome, Tier} from "./InferenceTypes.sol";

/// What the registry keeps of a vault beside its terms. One storage slot.
struct Enrolment {
    /// The vault's asset when it enrolled: what bonds are paid in, for ever.
    address asset;
    /// Of all oracles that the vault ever names.
    uint32 epochSeconds;
    uint8 cells;
    /// Counts the vault's oracles. A commitment is judged by the one it was made under.
    uint16 era;
    /// Epochs that one of its models looks back on and forward to, at most.
    uint32 reachEpochs;
}

/// A keeper of a vault. Four storage slots, three of which a commitment changes.
struct Account {
    bool allowed;
    bool live;
    /// Each commitment is of a later epoch, so there are no more of them than epochs.
    uint32 nextNonce;
    uint32 epoch;
    uint40 committedAt;
    /// From `committedAt` to the first and the last second of the reveal.
    uint16 revealAfterSeconds;
    uint16 revealBeforeSeconds;
    uint64 observedBlock;
    uint16 era;
    bytes32 digest;
    uint128 bondFree;
    uint128 bondLocked;
    /// Locked by the last commitment. Left there when it ends: the next one mostly locks as much.
    uint96 penalty;
    uint32 revealed;
    uint32 traded;
    uint32 withheld;
    uint32 missed;
    uint32 slashed;
}

/// What keepers forfeited to a vault and it was not paid yet. One storage slot.
struct Owing {
    uint128 amount;
    /// What has been released since then was not paid.
    uint40 since;
    /// Of release, from `since` to the end; 0 only where nothing is owed.
    uint24 secondsLeft;
}

/// A model, with what never changes of its implementation.
struct ModelEntry {
    address vault;
    Tier tier;
    ModelStatus status;
    uint16 horizonEpochs;
    int32 levelOffset;
    /// Epochs without a gap that its features need.
    uint32 lookBackEpochs;
    address implementation;
    bytes32 modelHash;
}

/// A revealed inference. Two storage slots.
struct StoredEntry {
    address keeper;
    uint32 modelId;
    uint32 epoch;
    int32 forecastX16;
    Outcome outcome;
    bool scored;
    bool slashed;
    uint40 challengeEnds;
    uint40 revealedAt;
    uint16 era;
    uint128 bond;
}

/// The log of a vault and what is latest in it.
struct StoredLog {
    bytes32 head;
    /// The revealed inference of the latest epoch.
    bytes32 latestId;
    uint32 latestEpoch;
    uint32 length;
    uint32 lastTradeEpoch;
    uint40 lastTradeAt;
}

/// As `Skill`, with how many samples the average of the benchmark has. One storage slot.
struct StoredSkill {
    uint32 scored;
    uint32 benchmarked;
    uint48 lossX16;
    uint48 ewmaLossX16;
    uint48 benchmarkLossX16;
}

/// How a reveal ended, for the log.
struct Ending {
    bytes32 inferenceId;
    Outcome outcome;
    uint256 varianceX32;
    uint256 valueBefore;
    uint256 valueAfter;
}

/// What a reveal is checked against, beside the keeper's account.
struct RevealContext {
    ModelEntry model;
    IFeatureOracle oracle;
    bytes32 digest;
    bool execute;
    bool allowed;
    uint32 lastTradeEpoch;
    uint32 attestedCooldownSeconds;
}
