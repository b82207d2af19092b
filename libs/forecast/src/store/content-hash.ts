import { keccak_256 } from '@noble/hashes/sha3'
import { bytesToHex } from '@noble/hashes/utils'
import type { Hex } from '@tickwise/amm'

/** Keccak-256 of bytes; of a `qmlp/1` file it is the model hash that the chain knows. */
export function contentHash(bytes: Uint8Array): Hex {
  return `0x${bytesToHex(keccak_256(bytes))}`
}
