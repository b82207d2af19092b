/**
 * A stream of numbers in [0, 1) that depends on the seed alone: SplitMix32.
 *
 * Source: Steele, Lea & Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014, with the
 * 32-bit finaliser of MurmurHash3 (Appleby).
 *
 * @example
 * const next = seededRandom(1)
 * next() // the same on every machine
 */
export function seededRandom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32
  }
}
