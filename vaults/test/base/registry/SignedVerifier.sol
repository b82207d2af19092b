// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IInferenceVerifier} from "../../../src/interfaces/IInferenceVerifier.sol";

/// Stands in for a proof system: one who knows the weights signs what the model gave. As any verifier must,
/// it binds the statement to everything that it is given.
contract SignedVerifier is IInferenceVerifier {
    address private immutable SIGNER;
    bytes private _spec;

    constructor(address signer, bytes memory spec) {
        SIGNER = signer;
        _spec = spec;
    }

    function statement(bytes32 modelHash, bytes32 featureHash, int32 forecastX16, bytes32 context)
        public
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(modelHash, featureHash, forecastX16, context));
    }

    /// Reverts for what is no signature.
    function verify(
        bytes32 modelHash,
        bytes32 featureHash,
        int32 forecastX16,
        bytes32 context,
        bytes calldata proof
    ) external view override returns (bool) {
        bytes32 signed = statement(modelHash, featureHash, forecastX16, context);
        return ECDSA.recover(signed, proof) == SIGNER;
    }

    function featureSpec() external view override returns (bytes memory) {
        return _spec;
    }

    function horizonEpochs() external pure override returns (uint16) {
        return 2;
    }

    function levelOffset() external pure override returns (int32) {
        return -500;
    }
}
