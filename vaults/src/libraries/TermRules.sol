// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IFeatureOracle} from "../interfaces/IFeatureOracle.sol";
import {IInferenceErrors} from "../interfaces/IInferenceErrors.sol";
import {IStrategyVault} from "../interfaces/IStrategyVault.sol";
import {Terms} from "../types/InferenceTypes.sol";

/// What a vault may ask of keepers, and what an oracle must keep for its models. The ceilings are the most
/// that any admin of any vault can ever reach.
///
/// `missPenalty` has none: it is an amount of a token, and a keeper agrees to it with each commitment.
library TermRules {
    uint256 internal constant MIN_DELAY_SECONDS = 12;
    uint256 internal constant MAX_DELAY_SECONDS = 3600;
    uint256 internal constant MIN_REVEAL_WINDOW_SECONDS = 60;
    uint256 internal constant MAX_REVEAL_WINDOW_SECONDS = 3600;
    uint256 internal constant MIN_CHALLENGE_WINDOW_SECONDS = 600;
    uint256 internal constant MAX_CHALLENGE_WINDOW_SECONDS = 7 days;
    uint256 internal constant MAX_ATTESTED_LOSS_BPS = 50;
    uint256 internal constant MAX_ATTESTED_BAND_X16 = 4 << 16;
    uint256 internal constant MAX_ATTESTED_COOLDOWN_SECONDS = 30 days;
    /// Epochs that an oracle keeps beyond what is looked back on, forward to, and disputed: for reveals in
    /// the epoch after the commitment's, and for whoever scores.
    uint256 internal constant SPARE_EPOCHS = 8;
    /// Of `FeatureOracle`.
    uint256 private constant MAX_RING_LENGTH = 1 << 16;

    function check(address vault, Terms memory terms, uint256 epochSeconds) internal view {
        _within("minDelaySeconds", terms.minDelaySeconds, MIN_DELAY_SECONDS, MAX_DELAY_SECONDS);
        // A reveal ends before the epoch after the commitment's does.
        uint256 leftOfEpoch = epochSeconds - 1;
        leftOfEpoch = leftOfEpoch < terms.minDelaySeconds ? 0 : leftOfEpoch - terms.minDelaySeconds;
        _within(
            "revealWindowSeconds",
            terms.revealWindowSeconds,
            MIN_REVEAL_WINDOW_SECONDS,
            leftOfEpoch < MAX_REVEAL_WINDOW_SECONDS ? leftOfEpoch : MAX_REVEAL_WINDOW_SECONDS
        );
        _within(
            "challengeWindowSeconds",
            terms.challengeWindowSeconds,
            MIN_CHALLENGE_WINDOW_SECONDS,
            MAX_CHALLENGE_WINDOW_SECONDS
        );
        _within("attestedMaxLossBps", terms.attestedMaxLossBps, 0, MAX_ATTESTED_LOSS_BPS);
        _within("attestedBandX16", terms.attestedBandX16, 0, MAX_ATTESTED_BAND_X16);
        _within(
            "attestedCooldownSeconds",
            terms.attestedCooldownSeconds,
            IStrategyVault(vault).limits().cooldownSeconds,
            MAX_ATTESTED_COOLDOWN_SECONDS
        );
        address oraclePool = IFeatureOracle(terms.oracle).pool();
        address vaultPool = IStrategyVault(vault).pool();
        if (oraclePool != vaultPool) {
            revert IInferenceErrors.OracleOfAnotherPool(oraclePool, vaultPool);
        }
    }

    /// Epochs that an oracle must keep so that all about an inference can be reckoned until its
    /// challenge is over and it has been scored.
    function ringNeeded(uint256 reachEpochs, uint256 challengeWindowSeconds, uint256 epochSeconds)
        internal
        pure
        returns (uint256)
    {
        uint256 challengeEpochsUp = (challengeWindowSeconds + epochSeconds - 1) / epochSeconds;
        return reachEpochs + challengeEpochsUp + SPARE_EPOCHS;
    }

    function checkRing(Terms memory terms, uint256 reachEpochs, uint256 epochSeconds)
        internal
        view
    {
        _within(
            "ringLength",
            IFeatureOracle(terms.oracle).ringLength(),
            ringNeeded(reachEpochs, terms.challengeWindowSeconds, epochSeconds),
            MAX_RING_LENGTH
        );
    }

    /// Of what never changes once a vault has enrolled.
    function checkSame(string memory term, uint256 given, uint256 enrolled) internal pure {
        _within(term, given, enrolled, enrolled);
    }

    function _within(string memory term, uint256 given, uint256 lowest, uint256 highest)
        private
        pure
    {
        if (given < lowest || given > highest) {
            revert IInferenceErrors.TermOutOfRange(term, given, lowest, highest);
        }
    }
}
