// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IInferenceErrors} from "../interfaces/IInferenceErrors.sol";
import {IInferenceVerifier} from "../interfaces/IInferenceVerifier.sol";
import {IQuantizedModel} from "../interfaces/IQuantizedModel.sol";
import {ModelStatus, Tier} from "../types/InferenceTypes.sol";
import {Enrolment, ModelEntry} from "../types/RegistryTypes.sol";
import {FeatureSpec} from "./FeatureSpec.sol";
import {RecordAverage} from "./RecordAverage.sol";

/// What each tier needs of a model's implementation.
library ModelRules {
    uint256 private constant ITEM_BYTES = 11;
    uint256 private constant LOG_VARIANCE = 0;

    /// The entry of a new model. Reverts where its tier, its grid or what it forecasts is not the vault's.
    /// @return entry with an attested forecast taken to be about one epoch
    /// @return reachEpochs from the first epoch that its features or its score need to the last
    function examine(
        address vault,
        Enrolment memory enrolment,
        Tier tier,
        address implementation,
        bytes32 modelHash
    ) internal view returns (ModelEntry memory entry, uint32 reachEpochs) {
        if (modelHash == bytes32(0)) {
            revert IInferenceErrors.ModelUnusable("modelHash");
        }
        entry.vault = vault;
        entry.tier = tier;
        entry.status = ModelStatus.Active;
        entry.implementation = implementation;
        entry.modelHash = modelHash;
        bytes memory spec;
        if (tier == Tier.Attested) {
            if (implementation != address(0)) {
                revert IInferenceErrors.ModelUnusable("implementation");
            }
            entry.horizonEpochs = 1;
        } else {
            if (tier == Tier.None) revert IInferenceErrors.ModelUnusable("tier");
            if (implementation.code.length == 0) {
                revert IInferenceErrors.ModelUnusable("implementation");
            }
            // The same three questions to models and verifiers.
            IInferenceVerifier asked = IInferenceVerifier(implementation);
            entry.horizonEpochs = asked.horizonEpochs();
            entry.levelOffset = asked.levelOffset();
            spec = asked.featureSpec();
            if (tier != Tier.Proved) {
                _checkModel(IQuantizedModel(implementation), enrolment, modelHash);
            }
        }
        if (entry.horizonEpochs == 0) revert IInferenceErrors.ModelUnusable("horizonEpochs");
        entry.lookBackEpochs = _lookBack(spec);
        reachEpochs = entry.lookBackEpochs;
        if (reachEpochs < RecordAverage.EPOCHS) reachEpochs = uint32(RecordAverage.EPOCHS);
        reachEpochs += entry.horizonEpochs;
    }

    function _checkModel(IQuantizedModel model, Enrolment memory enrolment, bytes32 modelHash)
        private
        view
    {
        if (model.modelHash() != modelHash) revert IInferenceErrors.ModelUnusable("modelHash");
        if (model.target() != LOG_VARIANCE) revert IInferenceErrors.ModelUnusable("target");
        if (model.epochSeconds() != enrolment.epochSeconds) {
            revert IInferenceErrors.ModelUnusable("epochSeconds");
        }
        if (model.cellsPerEpoch() != enrolment.cells) {
            revert IInferenceErrors.ModelUnusable("cellsPerEpoch");
        }
    }

    /// What the oracle asks for: a mean is of as many epochs as its window, a lag lies beyond them.
    function _lookBack(bytes memory spec) private pure returns (uint32 epochs) {
        if (spec.length % ITEM_BYTES != 0) revert IInferenceErrors.ModelUnusable("featureSpec");
        for (uint256 at; at < spec.length; at += ITEM_BYTES) {
            uint8 code = uint8(spec[at]);
            uint32 needed = uint32(uint8(spec[at + 1])) << 8 | uint8(spec[at + 2]);
            bool isMean =
                code == FeatureSpec.LOG_VARIANCE_MEAN || code == FeatureSpec.LOG_MEAN_VARIANCE;
            if (!isMean) ++needed;
            if (needed > epochs) epochs = needed;
        }
    }
}
