import fc from 'fast-check'
import { numberToHex, type Address } from 'viem'
import type { Inference } from '../inference/types.ts'

/** Any account. */
export const anyAddress = fc
  .bigInt({ min: 0n, max: 2n ** 160n - 1n })
  .map((value) => numberToHex(value, { size: 20 }) as Address)
const word = fc
  .bigInt({ min: 0n, max: 2n ** 256n - 1n })
  .map((value) => numberToHex(value, { size: 32 }))
const uint = (bits: number) => fc.integer({ min: 0, max: 2 ** bits - 1 })
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })

/** Any inference whose fields fit. */
export const anyInference: fc.Arbitrary<Inference> = fc.record({
  vault: anyAddress,
  keeper: anyAddress,
  modelId: uint(32),
  modelHash: word,
  featureHash: word,
  extraDataHash: word,
  outputHash: word,
  policyId: word,
  stateHash: word,
  epoch: uint(32),
  observedBlock: uint64,
  observedBlockHash: word,
  nonce: uint64,
  validAfter: uint(40),
  deadline: uint(40),
  salt: word,
})
