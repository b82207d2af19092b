import { sha256 } from '@noble/hashes/sha2'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils'
import { canonicalJson } from '@tickwise/amm'

/**
 * Name of a run: the first 12 hex digits of the SHA-256 of the canonical JSON of everything that
 * decides its result (dataset root, strategy and parameters, settings, engine version, model hash,
 * seed). The same inputs give the same id on every machine; a repeat can be served from a cache.
 *
 * @throws InvariantError E_CANONICAL_JSON when an input has no canonical text.
 *
 * @example
 * runId({ engine: '0.1.0', datasetRoot: '0x…', strategy: 'hold', parameters: {} }) // 12 hex digits
 */
export function runId(inputs: object): string {
  return canonicalDigest(inputs).slice(0, 12)
}

/**
 * SHA-256 of the canonical JSON of plain data, 64 hex digits.
 *
 * @throws InvariantError E_CANONICAL_JSON when a value has no canonical text.
 *
 * @example
 * canonicalDigest([1n, 'a'])
 */
export function canonicalDigest(data: object): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(data))))
}
