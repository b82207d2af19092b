/** A seeded stream of pseudo-random numbers, so that a failing sequence can be run again. */
export interface Random {
  /** In [0, 1). */
  fraction(): number
  /** Whole, from `from` to `to`, both included. */
  integer(from: number, to: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly [T, ...T[]]): T
  /** 1 to 2^`maxBits` − 1, every order of magnitude alike. */
  magnitude(maxBits: number): bigint
}

/** Mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const integer = (from: number, to: number) => from + Math.floor(fraction() * (to - from + 1))
  return {
    fraction,
    integer,
    chance: (probability) => fraction() < probability,
    pick: (items) => items[integer(0, items.length - 1)] ?? items[0],
    magnitude: (maxBits) => {
      let value = 1n
      for (let bits = integer(1, maxBits); bits > 1; bits--) {
        value = (value << 1n) | BigInt(integer(0, 1))
      }
      return value
    },
  }
}
