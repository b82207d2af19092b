/** 64-bit limbs per row of each wide column of `PoolEventColumns`. */
export const columnLimbs = { sqrtPriceX96: 3, liquidity: 2, amount0: 3, amount1: 3 } as const

const LIMB_BITS = 64n
const LIMB = 1n << LIMB_BITS
const ALL_ONES = LIMB - 1n

/** Writes the low `limbs · 64` bits of `value`, two's complement, least significant limb first. */
export function writeLimbs(
  column: BigUint64Array,
  limbs: number,
  row: number,
  value: bigint,
): void {
  let rest = value
  for (let limb = 0; limb < limbs; limb++) {
    column[row * limbs + limb] = BigInt.asUintN(64, rest)
    rest >>= LIMB_BITS
  }
}

/** Reads an unsigned value of any number of limbs; high zero limbs cost nothing. */
export function readUnsignedLimbs(column: BigUint64Array, limbs: number, row: number): bigint {
  const first = row * limbs
  let top = limbs - 1
  while (top > 0 && column[first + top] === 0n) top--
  let value = limbAt(column, first + top)
  for (let limb = top - 1; limb >= 0; limb--) {
    value = (value << LIMB_BITS) | limbAt(column, first + limb)
  }
  return value
}

/** Reads a two's complement value of 3 limbs. */
export function readSigned192(column: BigUint64Array, row: number): bigint {
  const low = limbAt(column, 3 * row)
  const middle = limbAt(column, 3 * row + 1)
  const high = limbAt(column, 3 * row + 2)
  // Token amounts nearly always fit 64 bits, where the upper limbs only repeat the sign.
  if (high === 0n && middle === 0n) return low
  if (high === ALL_ONES && middle === ALL_ONES) return low - LIMB
  const unsigned = (high << 128n) | (middle << LIMB_BITS) | low
  return BigInt.asIntN(192, unsigned)
}

function limbAt(column: BigUint64Array, index: number): bigint {
  return column[index] ?? 0n
}
