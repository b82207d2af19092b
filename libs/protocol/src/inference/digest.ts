import { hashTypedData, type Address, type Hex, type TypedDataDomain } from 'viem'
import type { Inference } from './types.ts'

/** Which registry on which chain a commitment is for. */
export interface RegistryDomain {
  readonly chainId: number
  readonly registry: Address
}

/** EIP-712 type of an inference: the fields of `InferenceTypes.sol` in their order. */
export const inferenceTypes = {
  Inference: [
    { name: 'vault', type: 'address' },
    { name: 'keeper', type: 'address' },
    { name: 'modelId', type: 'uint32' },
    { name: 'modelHash', type: 'bytes32' },
    { name: 'featureHash', type: 'bytes32' },
    { name: 'extraDataHash', type: 'bytes32' },
    { name: 'outputHash', type: 'bytes32' },
    { name: 'policyId', type: 'bytes32' },
    { name: 'stateHash', type: 'bytes32' },
    { name: 'epoch', type: 'uint32' },
    { name: 'observedBlock', type: 'uint64' },
    { name: 'observedBlockHash', type: 'bytes32' },
    { name: 'nonce', type: 'uint64' },
    { name: 'validAfter', type: 'uint40' },
    { name: 'deadline', type: 'uint40' },
    { name: 'salt', type: 'bytes32' },
  ],
} as const

/** EIP-712 domain of a registry. */
export function registryDomain({ chainId, registry }: RegistryDomain): TypedDataDomain {
  return {
    name: 'Tickwise InferenceRegistry',
    version: '1',
    chainId,
    verifyingContract: registry,
  }
}

/**
 * EIP-712 digest of an inference: what `commit` takes, and the inference's id ever after. Equal to
 * `digestOf` of the registry.
 *
 * @throws viem's errors for values that the fields' widths do not hold
 * @example
 * inferenceDigest({ chainId: 1, registry }, inference) // '0x…', 64 hexadecimal digits
 */
export function inferenceDigest(domain: RegistryDomain, inference: Inference): Hex {
  return hashTypedData({
    domain: registryDomain(domain),
    types: inferenceTypes,
    primaryType: 'Inference',
    message: inference,
  })
}
