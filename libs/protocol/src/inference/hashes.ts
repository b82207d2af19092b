import { encodeAbiParameters, keccak256, type Hex } from 'viem'
import type { PolicyParameters } from '@tickwise/strategies'
import type { Output, StoredPosition } from './types.ts'

const features = [{ type: 'int16[]' }] as const

const output = [
  {
    type: 'tuple',
    components: [
      { name: 'forecastX16', type: 'int32' },
      { name: 'trade', type: 'bool' },
    ],
  },
] as const

const policy = [
  {
    type: 'tuple',
    components: [
      { name: 'policyId', type: 'uint8' },
      { name: 'minHalfWidthTicks', type: 'uint24' },
      { name: 'maxHalfWidthTicks', type: 'uint24' },
      { name: 'widthMilliSigmas', type: 'uint16' },
      { name: 'horizonEpochs', type: 'uint16' },
      { name: 'baseHalfWidthTicks', type: 'uint24' },
      { name: 'limitWidthTicks', type: 'uint24' },
    ],
  },
] as const

const state = [
  {
    type: 'tuple[]',
    components: [
      { name: 'tickLower', type: 'int24' },
      { name: 'tickUpper', type: 'int24' },
    ],
  },
  { type: 'uint256' },
] as const

/**
 * `keccak256(abi.encode(int16[]))` of standardised features, as the registry makes it of the oracle's.
 *
 * @example
 * featureHash(Int16Array.of(120, -4000, 31))
 */
export function featureHash(values: Int16Array): Hex {
  return keccak256(encodeAbiParameters(features, [[...values]]))
}

/**
 * `keccak256(abi.encode(Output))`.
 *
 * @example
 * outputHash({ forecastX16: 1_153_434, trade: true })
 */
export function outputHash({ forecastX16, trade }: Output): Hex {
  return keccak256(encodeAbiParameters(output, [{ forecastX16, trade }]))
}

/**
 * `keccak256(abi.encode(PolicyParameters))`: what the registry calls a vault's policy.
 *
 * @example
 * policyIdOf(await client.readContract({ address: vault, abi: strategyVaultAbi, functionName: 'policyParameters' }))
 */
export function policyIdOf(parameters: PolicyParameters): Hex {
  return keccak256(encodeAbiParameters(policy, [parameters]))
}

/**
 * `keccak256(abi.encode(Range[], lastRebalanceAt))`: what a rebalance of a vault changes, and whoever comes
 * or goes leaves. How much lies in a range is no part of it, since anyone can change that.
 *
 * @param lastRebalanceAt Unix seconds, 0 before the first
 * @example
 * stateHashOf([], 0n)
 */
export function stateHashOf(
  positions: readonly Pick<StoredPosition, 'tickLower' | 'tickUpper'>[],
  lastRebalanceAt: bigint | number,
): Hex {
  const ranges = positions.map(({ tickLower, tickUpper }) => ({ tickLower, tickUpper }))
  return keccak256(encodeAbiParameters(state, [ranges, BigInt(lastRebalanceAt)]))
}
