// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IFeatureOracle} from "../interfaces/IFeatureOracle.sol";
import {IInferenceErrors} from "../interfaces/IInferenceErrors.sol";
import {IQuantizedModel} from "../interfaces/IQuantizedModel.sol";
import {ModelEntry, StoredSkill} from "../types/RegistryTypes.sol";
import {Exp2} from "./Exp2.sol";
import {Qlike} from "./Qlike.sol";
import {RecordAverage} from "./RecordAverage.sol";

/// One forecast beside the pool's own average and a benchmark, QLIKE, X16.
struct Losses {
    uint256 realisedX32;
    uint48 own;
    uint48 ewma;
    uint48 benchmark;
    /// Whether there was a benchmark and what it is given.
    bool benchmarked;
}

/// How forecasts did. Linked into the registry, whose code would not fit a contract otherwise.
library InferenceScores {
    /// More than any record holds.
    uint256 private constant MAX_VARIANCE = type(uint128).max;

    /// @param benchmark empty for none
    function lossesOf(
        IFeatureOracle oracle,
        uint256 epoch,
        int32 forecastX16,
        ModelEntry memory scored,
        ModelEntry memory benchmark
    ) external view returns (Losses memory losses) {
        uint256 realisedX32 = _realisedX32Down(oracle, epoch, scored.horizonEpochs);
        losses.realisedX32 = realisedX32;
        losses.own = _lossX16(realisedX32, forecastX16, scored);
        losses.ewma = Qlike.lossX16(realisedX32, RecordAverage.varianceX32Down(oracle, epoch - 1));
        if (benchmark.implementation == address(0)) return losses;
        IQuantizedModel model = IQuantizedModel(benchmark.implementation);
        try oracle.features(model.featureSpec(), epoch - 1) returns (int16[] memory features) {
            losses.benchmark = _lossX16(realisedX32, model.infer(features), benchmark);
            losses.benchmarked = true;
        } catch (bytes memory reason) {
            // Without an answer there was too little gas for one, which must not be how to avoid it.
            if (reason.length == 0) revert IInferenceErrors.ModelUnusable("benchmark");
        }
    }

    /// Takes the losses of one more forecast into the averages.
    function add(StoredSkill storage stored, Losses memory losses) external {
        StoredSkill memory skill = stored;
        skill.lossX16 = Qlike.averageDown(skill.lossX16, losses.own, skill.scored);
        skill.ewmaLossX16 = Qlike.averageDown(skill.ewmaLossX16, losses.ewma, skill.scored);
        skill.scored += 1;
        if (losses.benchmarked) {
            skill.benchmarkLossX16 =
                Qlike.averageDown(skill.benchmarkLossX16, losses.benchmark, skill.benchmarked);
            skill.benchmarked += 1;
        }
        (stored.scored, stored.benchmarked) = (skill.scored, skill.benchmarked);
        stored.lossX16 = skill.lossX16;
        stored.ewmaLossX16 = skill.ewmaLossX16;
        stored.benchmarkLossX16 = skill.benchmarkLossX16;
    }

    /// Reverts for a forecast further from the pool's own average than an attested one may lie.
    function checkBand(IFeatureOracle oracle, uint256 epoch, int256 forecastX16, uint256 bandX16)
        external
        view
    {
        int256 averageX16 = RecordAverage.logVarianceX16Down(oracle, epoch - 1);
        int256 distanceX16 = forecastX16 - averageX16;
        if (distanceX16 < 0) distanceX16 = -distanceX16;
        // forge-lint: disable-next-line(unsafe-typecast)
        if (uint256(distanceX16) > bandX16) {
            // Forecasts have 32 bits.
            // forge-lint: disable-next-line(unsafe-typecast)
            revert IInferenceErrors.AttestedOutOfBand(int32(forecastX16), averageX16, bandX16);
        }
    }

    function _lossX16(uint256 realisedX32, int32 forecastX16, ModelEntry memory model)
        private
        pure
        returns (uint48)
    {
        int256 logX16 = int256(forecastX16) + model.levelOffset;
        return Qlike.lossX16(realisedX32, Exp2.exp2X32Down(logX16));
    }

    /// Mean variance of an epoch over the horizon, at least one tick² over all of it.
    function _realisedX32Down(IFeatureOracle oracle, uint256 epoch, uint256 horizonEpochs)
        private
        view
        returns (uint256)
    {
        uint256 lastEpoch = epoch + horizonEpochs - 1;
        uint256 latest = oracle.latestEpoch();
        if (latest < lastEpoch) revert IInferenceErrors.HorizonNotOver(lastEpoch, latest);
        uint256 sum = oracle.realisedVariance(epoch, lastEpoch);
        return (Math.min(Math.max(sum, 1), MAX_VARIANCE) << 32) / horizonEpochs;
    }
}
