/** Fractional bits of {@link powerOfTwo}. */
export const PRECISION = 400n

const roots = repeatedRoots()

/** `2^(fraction / 65536)` for 0 ≤ fraction < 65536 with 400 fractional bits, of which 390 are right. */
export function powerOfTwo(fraction: number): bigint {
  let power = 1n << PRECISION
  roots.forEach((root, i) => {
    if ((fraction >> (15 - i)) & 1) power = (power * root) >> PRECISION
  })
  return power
}

/** `floor(2^(logX16 / 65536 + shift))` for a logarithm of at least 0. */
export function exactPowerDown(logX16: number, shift = 0): bigint {
  const whole = BigInt(Math.floor(logX16 / 65536) + shift)
  const power = powerOfTwo(((logX16 % 65536) + 65536) % 65536)
  return whole < 0n ? power >> (PRECISION - whole) : (power << whole) >> PRECISION
}

/** Square roots of 2, of its square root, … by Newton's method. */
function repeatedRoots(): bigint[] {
  let value = 2n << PRECISION
  return Array.from({ length: 16 }, () => (value = integerRoot(value << PRECISION)))
}

function integerRoot(square: bigint): bigint {
  let root = 1n << BigInt((square.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (root + square / root) >> 1n
    if (next >= root) return root
    root = next
  }
}
