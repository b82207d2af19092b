// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IFeatureOracle} from "../interfaces/IFeatureOracle.sol";
import {IStrategyVault} from "../interfaces/IStrategyVault.sol";
import {Terms, Tier} from "../types/InferenceTypes.sol";
import {Enrolment, ModelEntry, Owing} from "../types/RegistryTypes.sol";
import {Compensation} from "./Compensation.sol";
import {ModelRules} from "./ModelRules.sol";
import {TermRules} from "./TermRules.sol";

/// What a timelock may set, and how what a vault is owed reaches it. Linked into the registry, whose code
/// would not fit a contract otherwise.
library RegistryRules {
    /// Reverts for terms that a vault cannot have.
    /// @param enrolment empty for a vault that has not enrolled
    /// @return the vault's enrolment with these terms, but for its era
    function enrol(address vault, Terms memory terms, Enrolment memory enrolment)
        external
        view
        returns (Enrolment memory)
    {
        IFeatureOracle oracle = IFeatureOracle(terms.oracle);
        (uint256 epochSeconds, uint256 cells) = (oracle.epochSeconds(), oracle.cells());
        if (enrolment.asset == address(0)) {
            enrolment.asset = IStrategyVault(vault).asset();
            // 32 and 8 bits in any oracle; another is refused below.
            // forge-lint: disable-next-line(unsafe-typecast)
            (enrolment.epochSeconds, enrolment.cells) = (uint32(epochSeconds), uint8(cells));
        }
        // Epochs are numbered and models made for one grid.
        TermRules.checkSame("epochSeconds", epochSeconds, enrolment.epochSeconds);
        TermRules.checkSame("cells", cells, enrolment.cells);
        TermRules.check(vault, terms, epochSeconds);
        TermRules.checkRing(terms, enrolment.reachEpochs, epochSeconds);
        return enrolment;
    }

    /// The entry of a new model. Reverts for one that the vault cannot use.
    /// @return entry with an attested forecast taken to be about one epoch
    /// @return reachEpochs of all models of the vault, this one among them
    function examine(
        address vault,
        Terms memory terms,
        Enrolment memory enrolment,
        Tier tier,
        address implementation,
        bytes32 modelHash
    ) external view returns (ModelEntry memory entry, uint32 reachEpochs) {
        (entry, reachEpochs) = ModelRules.examine(vault, enrolment, tier, implementation, modelHash);
        TermRules.checkRing(terms, reachEpochs, enrolment.epochSeconds);
        if (reachEpochs < enrolment.reachEpochs) reachEpochs = enrolment.reachEpochs;
    }

    function addOwing(Owing storage owing, uint256 amount) external {
        Compensation.add(owing, amount);
    }

    function takeOwing(Owing storage owing) external returns (uint256) {
        return Compensation.take(owing);
    }

    function releasableUp(Owing storage owing) external view returns (uint256) {
        return Compensation.releasableUp(owing);
    }
}
