/**
 * Largest integer whose square is at most `n` (n ≥ 0), by Newton's method from above: the loop a
 * contract runs, so both give the same bits.
 *
 * @example
 * isqrtDown(99n) // 9n
 */
export function isqrtDown(n: bigint): bigint {
  if (n < 2n) return n
  let root = 1n << BigInt((n.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (root + n / root) >> 1n
    if (next >= root) return root
    root = next
  }
}
