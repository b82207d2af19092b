import { keccak_256 } from '@noble/hashes/sha3'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils'
import { canonicalJson } from '@tickwise/amm'
import type { FittedModel } from '../../models/model.ts'
import type { NetBackend } from '../backend/backend.ts'
import { gru } from '../gru.ts'
import { harNet } from '../har-net.ts'
import { mlp } from '../mlp.ts'
import { longMemorySeries, windowOver } from './synthetic-series.ts'

export function parametersHash({ parameters }: FittedModel): string {
  return bytesToHex(keccak_256(utf8ToBytes(canonicalJson(parameters))))
}

/** Hashes of three small nets trained on the same window. */
export async function weightsHashes(backend: NetBackend, seed: number): Promise<readonly string[]> {
  const window = windowOver(longMemorySeries(500, 5), seed)
  const small = { minimumRows: 100, epochs: 2, batchSize: 64 }
  const sequence = { ...small, steps: 4, units: 8 }
  const learners = [mlp(backend, small), harNet(backend, small), gru(backend, sequence)]
  const hashes: string[] = []
  for (const learner of learners) hashes.push(parametersHash(await learner.fit(window)))
  return hashes
}
