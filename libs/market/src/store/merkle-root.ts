import { keccak_256 } from '@noble/hashes/sha3'
import type { Hex } from '@tickwise/amm'
import type { PoolIdentity } from '../manifest.ts'
import { HashingWriter, toHex } from './byte-writer.ts'

/** A named part of a dataset with the keccak of its canonical content. */
export interface Leaf {
  readonly name: string
  readonly keccak: Hex
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const bytesOf = (hex: Hex): Uint8Array => Buffer.from(hex.slice(2), 'hex')

const hashLeaf = ({ name, keccak }: Leaf): Uint8Array =>
  keccak_256(Buffer.concat([Uint8Array.of(0), utf8(name), Uint8Array.of(0), bytesOf(keccak)]))

const hashPair = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  keccak_256(Buffer.concat([Uint8Array.of(1), left, right]))

/**
 * Merkle root over named leaves in the given order. Leaves and inner nodes hash under different
 * prefixes, so no inner node can pass for a leaf; an odd node moves up unchanged.
 *
 * @example
 * merkleRoot([{ name: 'identity', keccak: '0x…' }, { name: 'events/2024-01-05', keccak: '0x…' }])
 */
export const merkleRoot = (leaves: readonly Leaf[]): Hex => {
  let level = leaves.map(hashLeaf)
  if (level.length === 0) return toHex(keccak_256(new Uint8Array()))
  while (level.length > 1) {
    const above: Uint8Array[] = []
    for (let i = 0; i < level.length; i += 2) {
      const [left, right] = [level[i], level[i + 1]]
      if (left !== undefined) above.push(right === undefined ? left : hashPair(left, right))
    }
    level = above
  }
  const [root] = level
  return toHex(root ?? new Uint8Array())
}

/** keccak of a text: JSON parts of a dataset are hashed in their canonical spelling. */
export const keccakText = (text: string): Hex => {
  const writer = new HashingWriter()
  writer.text(text)
  return writer.digest()
}

/** The leaf that binds rows to their pool; symbols are decoration and stay out. */
export const identityLeaf = (
  kind: string,
  pool: PoolIdentity | undefined,
  facts: Readonly<Record<string, string | number | boolean>>,
): Leaf => {
  const identity =
    pool === undefined
      ? {}
      : {
          chainId: pool.chainId,
          address: pool.address,
          token0: pool.token0.address,
          decimals0: pool.token0.decimals,
          token1: pool.token1.address,
          decimals1: pool.token1.decimals,
          fee: pool.fee,
          tickSpacing: pool.tickSpacing,
        }
  return { name: 'identity', keccak: keccakText(JSON.stringify({ kind, ...identity, ...facts })) }
}
