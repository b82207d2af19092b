import { keccak_256 } from '@noble/hashes/sha3'
import { utf8ToBytes } from '@noble/hashes/utils'

/** Uniform numbers in [0, 1), 53 bits each; the same for the same seed on any machine. */
export type Random = () => number

/** Four 32-bit words, not all zero. */
export type XoshiroState = [number, number, number, number]

/**
 * A stream of random numbers of its own for each label: what one agent draws never shifts another's numbers.
 *
 * @example
 * const random = seededRandom('42', 'noise traders')
 * random() // same number in every run
 */
export function seededRandom(seed: string, label: string): Random {
  const digest = keccak_256(utf8ToBytes(JSON.stringify([seed, label])))
  const view = new DataView(digest.buffer, digest.byteOffset)
  const state: XoshiroState = [
    view.getUint32(0),
    view.getUint32(4),
    view.getUint32(8),
    view.getUint32(12),
  ]
  return () => {
    const high = nextUint32(state) >>> 5
    const low = nextUint32(state) >>> 6
    return (high * 0x4000000 + low) / 0x20000000000000
  }
}

/** xoshiro128** 1.1 by D. Blackman and S. Vigna (prng.di.unimi.it): advances `state`, returns 32 bits. */
export function nextUint32(state: XoshiroState): number {
  const result = Math.imul(rotateLeft(Math.imul(state[1], 5), 7), 9) >>> 0
  const shifted = state[1] << 9
  state[2] ^= state[0]
  state[3] ^= state[1]
  state[1] ^= state[2]
  state[0] ^= state[3]
  state[2] ^= shifted
  state[3] = rotateLeft(state[3], 11)
  return result
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}

/** Standard normal, by Marsaglia's polar method: log and square root have the same bits everywhere, cos has not. */
export function normal(random: Random): number {
  for (;;) {
    const x = 2 * random() - 1
    const y = 2 * random() - 1
    const square = x * x + y * y
    if (square < 1 && square > 0) return x * Math.sqrt((-2 * Math.log(square)) / square)
  }
}

/** Exponential with the given mean. */
export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random())
}

/** Log-normal by its median and the standard deviation of its logarithm. */
export function logNormal(random: Random, median: number, sigma: number): number {
  return median * Math.exp(sigma * normal(random))
}

/** Student's t with 5 degrees of freedom, scaled to variance 1: fat tails, finite kurtosis. */
export function studentT5(random: Random): number {
  let squares = 0
  for (let i = 0; i < 5; i++) {
    const value = normal(random)
    squares += value * value
  }
  return normal(random) * Math.sqrt(3 / squares)
}

/** Poisson (Knuth's product of uniforms); for means below some tens. */
export function poisson(random: Random, mean: number): number {
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = random(); product > limit; product *= random()) count++
  return count
}

/** An integer in [0, count). */
export function pick(random: Random, count: number): number {
  return Math.floor(random() * count)
}
