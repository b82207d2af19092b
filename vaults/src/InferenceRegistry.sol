// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {RegistryViews} from "./registry/RegistryViews.sol";

/// Where keepers commit to what a model said before anyone can know it, reveal it, and have a vault's policy
/// carried out by it. One registry for any number of vaults; nothing of one touches another.
///
/// COMMITMENTS
/// - A keeper that the vault allows commits to the EIP-712 digest of an `Inference`: chain, registry, vault,
///   keeper, model, features, output, policy and state of the vault, epoch, block, nonce, times and a salt.
///   Public is the digest and `CommitTimes`. It is kept by vault and keeper: whoever copies it has committed
///   to something that it cannot reveal.
/// - One live commitment per vault and keeper, one per epoch, made in that epoch; nonces count from 0
///   without a gap. A commitment that is not revealed by its deadline costs `missPenalty`, counts as a miss,
///   and keeps its keeper from another until somebody expires it: nobody commits to many and reveals one.
///
/// REVEAL
/// - By the keeper, from `validAfter` to `deadline`. Every field is compared with what it must be, and each
///   is refused by a name of its own: what was public with the commitment, the block with the chain, the
///   model with the register, features with the oracle, the output with its hash; the digest is last.
/// - The features are those of the epoch before the commitment's, from the oracle that the vault had when it
///   was committed to. A record does not depend on when it is written, so all know them at its end.
/// - With `execute`, if the output says `trade`: policy and ranges of the vault are still those that were
///   decided upon, whoever came or went meanwhile, nobody traded in this epoch or a later one, and then the vault carries out its own policy
///   with 2^(forecast + level offset). The keeper supplies no plan; the vault's guards hold as ever.
/// - Without it, the same is entered in the log as held or withheld. That asks nothing of the vault, and of
///   the model and the keeper only that they were there: it stays possible when either has been revoked, so
///   a keeper never misses by what others do.
///
/// TIERS
/// - Recomputed: the model runs inside the reveal. Proved: a verifier checks a proof for this commitment and
///   the oracle's features. Optimistic: the bond answers for it, see below. Attested: the output is the
///   keeper's word; its trades are further apart, lose less, and its forecast lies within a band around the
///   pool's own average, or the reveal with `execute` reverts.
/// - A revoked model never comes back, and what its implementation said when it was added stays.
///
/// BONDS
/// - In the vault's asset, per vault and keeper. What a token holds for the registry is free bonds, locked
///   bonds and what vaults are owed, to the unit; free bond can be withdrawn at any time.
/// - A commitment locks `missPenalty`. An optimistic reveal locks as much again until its challenge ends,
///   and with a trade, ten sevenths of what one rebalance may lose on top. Anyone can have it run again in
///   one transaction meanwhile: were features or output wrong, the bond is forfeited, 30 % of it to the
///   challenger, and the keeper revoked; were they right, nothing happens. The other 70 % are what
///   one rebalance may lose, as the vault measures it, even when the keeper was its own challenger.
/// - What is forfeited is owed to the vault, and `settle` gives it to those who hold shares: over a day, and
///   no more than an hour's part at once, so that it pays nobody to hold shares for the moment of it.
///
/// SCORE
/// - Once its horizon is over, anyone can have a forecast scored: QLIKE against the pool's recorded variance,
///   beside the pool's own exponential average and the vault's benchmark model over the same epochs.
///   Averages of weight 1/16 per model and per keeper. One that was slashed is not scored, one that can be
///   disputed not yet.
/// - An attested forecast is about one epoch.
///
/// LOG
/// - head ← keccak256(abi.encode(head, id, outputHash, forecastX16, outcome, valueBefore, valueAfter)) per
///   vault and reveal: with the events, whoever keeps the head has the whole history.
///
/// ROLES
/// - The vault's timelock, as the vault says: terms within the ceilings of `TermRules`, models, keepers. Its
///   guardian, too: revoke a model or a keeper. Nobody else has any power; the registry has no owner, no
///   upgrade, and cannot be paused: whoever wants it to stop takes it from the vault.
/// - Terms bind what is committed after they were set, but for what an attested trade must keep to and how
///   long an optimistic output can be disputed, which are those at the reveal.
/// - A vault may name another oracle of the same grid. What was committed before is judged by the one before.
///
/// TRUST
/// - A "vault" can be any contract. It can hurt those who put up a bond for it, and nobody else: its models,
///   oracle, keepers, log and money are its own, and a token's books are kept by what really moved.
/// - Oracle and models are the timelock's choice. Before putting up a bond, a keeper checks that they are
///   `FeatureOracle` and `QuantizedModel`: others could say today what they deny tomorrow.
/// - The asset moves exactly what it is told to and never shrinks, as the vault demands too.
///
/// LIVENESS
/// - Guard on every call that changes something. Calls go to the vault and its oracle, models and asset.
/// - A reveal needs the oracle's record of the epoch before and, of the observed block, a hash that the chain
///   still gives: 256 blocks back, 8191 where EIP-2935 is. Terms and keepers must leave room for that.
/// - An oracle keeps as many epochs as disputes and scores need (`TermRules.ringNeeded`), or is refused.
contract InferenceRegistry is RegistryViews {}
