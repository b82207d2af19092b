// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// Checks that a private model gave an output, for models of the tier `Proved`.
///
/// An implementation must bind the proof to everything it is given: to `context` above all, which is the
/// commitment's digest and holds chain, registry, vault, keeper, epoch and nonce. A proof that says less can
/// be used twice.
interface IInferenceVerifier {
    /// @param modelHash salted commitment of the weights, as registered
    /// @param featureHash keccak256(abi.encode(int16[])), recomputed by the registry from the oracle
    /// @param context EIP-712 digest of the commitment
    /// @return whether the proof holds; reverting counts as no
    function verify(
        bytes32 modelHash,
        bytes32 featureHash,
        int32 forecastX16,
        bytes32 context,
        bytes calldata proof
    ) external view returns (bool);

    /// What the model is given, packed as `IQuantizedModel.featureSpec`.
    function featureSpec() external view returns (bytes memory);

    /// As in `IQuantizedModel`.
    function horizonEpochs() external view returns (uint16);
    function levelOffset() external view returns (int32);
}
