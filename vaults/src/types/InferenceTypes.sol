// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// How the output of a model is known to be right.
enum Tier {
    None,
    /// The model runs inside the reveal, on features that the oracle gives there.
    Recomputed,
    /// Anyone can run it afterwards; the keeper's bond answers for it until the challenge window ends.
    Optimistic,
    /// A proof that comes with the reveal, checked by a verifier contract.
    Proved,
    /// Nobody on chain can tell: tighter limits.
    Attested
}

enum ModelStatus {
    None,
    Active,
    /// For ever: a model that comes back is a new entry.
    Revoked
}

/// A model of one vault.
struct Model {
    address vault;
    Tier tier;
    ModelStatus status;
    /// `IQuantizedModel` (recomputed, optimistic), `IInferenceVerifier` (proved) or zero (attested).
    address implementation;
    /// keccak256 of the canonical bytes; for `proved` the salted commitment of the weights.
    bytes32 modelHash;
}

/// What a vault asks of keepers. Set by its timelock, within the ceilings of `TermRules`.
struct Terms {
    /// Records of the vault's own pool.
    address oracle;
    /// From commit to the first second of the reveal.
    uint32 minDelaySeconds;
    /// From the first second of the reveal to the last.
    uint32 revealWindowSeconds;
    /// From reveal on, how long an optimistic output can be disputed.
    uint32 challengeWindowSeconds;
    /// What an unrevealed commitment costs, raw units of the asset. Locked by each commitment.
    uint96 missPenalty;
    /// Most value that a trade of an attested output may lose, basis points; within the vault's own limit.
    uint16 attestedMaxLossBps;
    /// How far an attested forecast may lie from the on-chain average, log2 X16.
    uint32 attestedBandX16;
    /// Least seconds between two trades when the second is of an attested output.
    uint32 attestedCooldownSeconds;
    /// The model that others are compared with when they are scored, HAR as a rule; 0: none.
    uint32 benchmarkModelId;
}

/// One run of a model, as committed to: EIP-712 type `Inference`.
struct Inference {
    address vault;
    address keeper;
    uint32 modelId;
    bytes32 modelHash;
    /// keccak256(abi.encode(int16[])) of what the model was given.
    bytes32 featureHash;
    /// Hash of inputs that no chain has; zero unless the model is attested.
    bytes32 extraDataHash;
    /// keccak256(abi.encode(Output)).
    bytes32 outputHash;
    /// keccak256(abi.encode(PolicyParameters)) of the vault.
    bytes32 policyId;
    /// keccak256(abi.encode(Range[], lastRebalanceAt)) of the vault's positions, liquidity left out: who comes
    /// and goes leaves it, a rebalance changes it.
    bytes32 stateHash;
    /// The epoch of the decision: the one in which it is committed. Features are those of the epoch before.
    uint32 epoch;
    uint64 observedBlock;
    bytes32 observedBlockHash;
    /// The keeper's commitments in this vault, counted from 0 without a gap.
    uint64 nonce;
    uint40 validAfter;
    uint40 deadline;
    bytes32 salt;
}

/// What a model said and what the strategy makes of it.
struct Output {
    /// In the unit of the model's target: log2 X16 of the mean variance per epoch over the horizon.
    int32 forecastX16;
    /// Whether the strategy wants the vault's policy carried out.
    bool trade;
}

/// What is public of a commitment before it is revealed.
struct CommitTimes {
    uint32 epoch;
    uint64 nonce;
    uint40 validAfter;
    uint40 deadline;
    uint64 observedBlock;
}

/// A keeper of a vault.
struct KeeperAccount {
    bool allowed;
    /// Whether a commitment waits to be revealed or expired.
    bool live;
    /// Of the next commitment.
    uint64 nextNonce;
    /// Of the last commitment, live or not.
    uint32 epoch;
    uint40 committedAt;
    uint40 validAfter;
    uint40 deadline;
    uint64 observedBlock;
    bytes32 digest;
    /// Raw units of the asset that can be withdrawn or locked.
    uint128 bondFree;
    /// By a live commitment and by outputs that can still be disputed.
    uint128 bondLocked;
}

/// How a reveal ended.
enum Outcome {
    None,
    /// The policy was carried out.
    Traded,
    /// The strategy wanted to hold.
    Held,
    /// The strategy wanted to trade and the keeper did not carry it out.
    Withheld
}

/// A revealed inference, for as long as anyone may ask for it.
struct Entry {
    address keeper;
    uint32 modelId;
    uint32 epoch;
    int32 forecastX16;
    Outcome outcome;
    bool scored;
    bool slashed;
    /// Optimistic: when the challenge window ends and what it locks, raw units of the asset; 0 once
    /// finalised, disputed or for the other tiers.
    uint40 challengeEnds;
    uint128 bond;
}

/// How a keeper or a model has done in a vault. Losses are QLIKE, X16, exponential averages of weight 1/16.
struct Skill {
    uint32 scored;
    uint48 lossX16;
    /// Of the pool's own exponential average and of the benchmark model, over the same inferences.
    uint48 ewmaLossX16;
    uint48 benchmarkLossX16;
}

/// What a keeper has done in a vault, ever.
struct KeeperRecord {
    uint32 revealed;
    uint32 traded;
    uint32 withheld;
    uint32 missed;
    uint32 slashed;
}

/// The log of a vault: each entry's hash holds the one before it.
struct VaultLog {
    bytes32 head;
    uint32 length;
    uint32 lastTradeEpoch;
    uint40 lastTradeAt;
}

/// What other contracts read.
struct LatestForecast {
    bytes32 inferenceId;
    int32 forecastX16;
    /// The same as variance of the tick over one epoch, ticks² · 2^32.
    uint256 varianceX32;
    uint32 epoch;
    uint32 modelId;
    uint40 revealedAt;
    uint256 ageSeconds;
    Skill skill;
}
