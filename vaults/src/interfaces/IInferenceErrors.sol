// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ModelStatus, Tier} from "../types/InferenceTypes.sol";

/// Every reason for which the registry refuses, with what was found and what was expected.
interface IInferenceErrors {
    // Callers
    error NotTimelock(address vault, address caller);
    error NotGuardian(address vault, address caller);
    /// Not allowed by the vault's timelock, or revoked.
    error NotKeeper(address vault, address caller);
    /// A reveal is the keeper's own.
    error NotTheCommitter(address keeper, address caller);

    // Set-up
    error VaultNotEnrolled(address vault);
    error TermOutOfRange(string term, uint256 given, uint256 lowest, uint256 highest);
    /// The oracle keeps records of another pool.
    error OracleOfAnotherPool(address oraclePool, address vaultPool);
    error UnknownModel(uint32 modelId);
    error ModelOfAnotherVault(uint32 modelId, address vault);
    error ModelNotActive(uint32 modelId, ModelStatus status);
    /// The tier needs another kind of implementation: by name of what is wrong.
    error ModelUnusable(string reason);

    // Bonds
    error BondTooSmall(uint256 free, uint256 needed);
    error ZeroAmount();
    /// The token did not move exactly what it was told to.
    error TokenShort(uint256 expected, uint256 received);

    // Commit
    error ZeroDigest();
    error CommitmentLive(bytes32 digest, uint256 deadline);
    error NonceNotNext(uint64 given, uint64 next);
    error EpochNotCurrent(uint32 given, uint256 current);
    error EpochAlreadyCommitted(uint32 epoch);
    error WindowOutOfTerms(uint256 validAfter, uint256 deadline, uint256 earliest, uint256 latest);
    error ObservedBlockNotPast(uint64 given, uint256 current);

    // Reveal: each field of a commitment has its own
    error NothingCommitted(address vault, address keeper);
    error NonceMismatch(uint64 given, uint64 committed);
    error EpochMismatch(uint32 given, uint32 committed);
    error ValidAfterMismatch(uint40 given, uint40 committed);
    error DeadlineMismatch(uint40 given, uint40 committed);
    error ObservedBlockMismatch(uint64 given, uint64 committed);
    /// The chain has another hash there, or none any more (`actual` is zero).
    error BlockHashMismatch(uint64 blockNumber, bytes32 given, bytes32 actual);
    error ModelHashMismatch(bytes32 given, bytes32 registered);
    error FeatureHashMismatch(bytes32 given, bytes32 actual);
    error ExtraDataNotAllowed(Tier tier);
    error OutputHashMismatch(bytes32 given, bytes32 actual);
    /// What is left: the salt, or for attested models the hashes that nothing can be compared with.
    error DigestMismatch(bytes32 given, bytes32 committed);
    error TooEarly(uint256 validAfter, uint256 timestamp);
    error TooLate(uint256 deadline, uint256 timestamp);
    error WrongOutput(int32 given, int32 actual);
    error ProofRefused();
    error NoProofWanted();

    // Reveal that trades
    error PolicyMismatch(bytes32 given, bytes32 actual);
    error StateMismatch(bytes32 given, bytes32 actual);
    /// The committed output says to hold.
    error TradeNotCommitted();
    error EpochAlreadyTraded(uint32 epoch);
    error AttestedTooSoon(uint256 availableAt);
    error AttestedOutOfBand(int32 forecastX16, int256 averageX16, uint256 bandX16);
    error AttestedLossExceeded(uint256 valueBefore, uint256 valueAfter, uint256 maxLossBps);

    // Afterwards
    error NotExpired(uint256 deadline, uint256 timestamp);
    error UnknownInference(bytes32 inferenceId);
    error NotDisputable(bytes32 inferenceId);
    error ChallengeOver(uint256 challengeEnds, uint256 timestamp);
    error ChallengeOpen(uint256 challengeEnds, uint256 timestamp);
    /// The output is what the model gives for the oracle's features.
    error NothingWrong();
    error AlreadyScored(bytes32 inferenceId);
    /// What a keeper made up is no model's forecast.
    error InferenceSlashed(bytes32 inferenceId);
    error HorizonNotOver(uint256 lastEpoch, uint256 latestRecorded);
    error ForecastStale(uint256 ageSeconds, uint256 mostSeconds);
    /// Nothing is owed, or nothing of it was released since the last payment.
    error NothingOwed(address vault);
    /// The vault has another registry now.
    error NotItsRegistry(address vault, address registry);
}
