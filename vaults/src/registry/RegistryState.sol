// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IFeatureOracle} from "../interfaces/IFeatureOracle.sol";
import {IInferenceRegistry} from "../interfaces/IInferenceRegistry.sol";
import {Inference, ModelStatus, Terms} from "../types/InferenceTypes.sol";
import {
    Account,
    Enrolment,
    ModelEntry,
    Owing,
    StoredEntry,
    StoredLog,
    StoredSkill
} from "../types/RegistryTypes.sol";

/// What the registry keeps, and how what it keeps is addressed: everything of a vault by the vault,
/// everything of a keeper by vault and keeper. Only this file declares storage.
abstract contract RegistryState is IInferenceRegistry, EIP712, ReentrancyGuardTransient {
    uint256 private constant INFERENCE_BYTES = 16 * 32;
    bytes32 internal constant INFERENCE_TYPEHASH = keccak256(
        "Inference(address vault,address keeper,uint32 modelId,bytes32 modelHash,bytes32 featureHash,bytes32 extraDataHash,bytes32 outputHash,bytes32 policyId,bytes32 stateHash,uint32 epoch,uint64 observedBlock,bytes32 observedBlockHash,uint64 nonce,uint40 validAfter,uint40 deadline,bytes32 salt)"
    );

    mapping(address vault => Enrolment) internal _enrolments;
    mapping(address vault => Terms) internal _terms;
    /// The oracle of each era of a vault, the first at 1.
    mapping(address vault => mapping(uint16 era => address oracle)) internal _oracles;
    mapping(address vault => mapping(address keeper => Account)) internal _accounts;
    mapping(address vault => mapping(address keeper => StoredSkill)) internal _keeperSkills;
    mapping(address vault => StoredLog) internal _logs;
    mapping(uint32 modelId => ModelEntry) internal _models;
    mapping(uint32 modelId => StoredSkill) internal _modelSkills;
    mapping(bytes32 inferenceId => StoredEntry) internal _entries;
    mapping(address vault => Owing) internal _owings;
    /// @inheritdoc IInferenceRegistry
    uint32 public override modelCount;

    constructor() EIP712("Tickwise InferenceRegistry", "1") {}

    function _digestOf(Inference calldata inference) internal view returns (bytes32) {
        // A struct of static members is encoded as its members are, in calldata too: hashed as it lies there.
        // Bits that a member has not are refused where the member is read.
        bytes32 typeHash = INFERENCE_TYPEHASH;
        bytes32 structHash;
        assembly ("memory-safe") {
            let from := mload(0x40)
            mstore(from, typeHash)
            calldatacopy(add(from, 0x20), inference, INFERENCE_BYTES)
            structHash := keccak256(from, add(0x20, INFERENCE_BYTES))
        }
        return _hashTypedDataV4(structHash);
    }

    /// Reverts for a vault that has not enrolled.
    function _enrolled(address vault) internal view returns (Enrolment memory enrolment) {
        enrolment = _enrolments[vault];
        if (enrolment.asset == address(0)) revert VaultNotEnrolled(vault);
    }

    /// Reverts for a model that never was one of the vault's.
    function _modelOf(address vault, uint32 modelId)
        internal
        view
        returns (ModelEntry memory entry)
    {
        entry = _models[modelId];
        if (entry.status == ModelStatus.None) revert UnknownModel(modelId);
        if (entry.vault != vault) revert ModelOfAnotherVault(modelId, vault);
    }

    /// Reverts for an inference that was not revealed.
    function _entryOf(bytes32 inferenceId) internal view returns (StoredEntry storage entry) {
        entry = _entries[inferenceId];
        if (entry.keeper == address(0)) revert UnknownInference(inferenceId);
    }

    function _oracleOf(address vault, uint16 era) internal view returns (IFeatureOracle) {
        return IFeatureOracle(_oracles[vault][era]);
    }
}
