import fc from 'fast-check'
import { exp2X32Down } from '../fixed-point/exp2.ts'
import { log2X16Down } from '../fixed-point/log2.ts'
import { exactPowerDown } from './precise-powers.ts'

const SEED = 4

/**
 * Cases of both fixed-point functions as 32-byte words, four a case: a value, its log2 X16; an exponent X16
 * (two's complement), its power X32. Values lie at every magnitude and next to where the logarithm steps.
 */
export function fixedPointCases(count: number): Uint8Array {
  const exponents = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
  const common = fc.integer({ min: -34 * 65536, max: 226 * 65536 })
  const values = fc.oneof(
    fc.integer({ min: 0, max: 255 }).chain((bits) => fc.bigInt(1n, (2n << BigInt(bits)) - 1n)),
    fc
      .tuple(fc.integer({ min: 65536, max: 256 * 65536 - 1 }), fc.constantFrom(0n, 1n))
      .map(([logX16, offset]) => exactPowerDown(logX16) + offset),
  )
  const cases = fc.tuple(values, fc.oneof({ weight: 4, arbitrary: common }, exponents))
  const extremes: [bigint, number][] = [
    [1n, -(2 ** 31)],
    [(1n << 256n) - 1n, 2 ** 31 - 1],
    [1n << 255n, 224 * 65536 - 1],
    [3n, -32 * 65536],
  ]
  const all = [...extremes, ...fc.sample(cases, { seed: SEED, numRuns: count })]
  const bytes = new Uint8Array(all.length * 128)
  all.forEach(([value, exponent], i) => {
    const words = [value, BigInt(log2X16Down(value)), BigInt(exponent), exp2X32Down(exponent)]
    words.forEach((word, j) => writeWord(bytes, i * 128 + j * 32, word))
  })
  return bytes
}

function writeWord(bytes: Uint8Array, at: number, value: bigint): void {
  let rest = BigInt.asUintN(256, value)
  for (let i = 31; i >= 0; i--) {
    bytes[at + i] = Number(rest & 0xffn)
    rest >>= 8n
  }
}
