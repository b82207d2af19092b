/**
 * 2^(1/2), 2^(1/4) … 2^(1/65536) with 127 fractional bits, rounded down: below 2^128 each, so products
 * of two fit 256 bits.
 */
const rootsX127: readonly bigint[] = [
  0xb504f333f9de6484597d89b3754abe9fn,
  0x9837f0518db8a96f46ad23182e42f6f6n,
  0x8b95c1e3ea8bd6e6fbe4628758a53c90n,
  0x85aac367cc487b14c5c95b8c2154c1b2n,
  0x82cd8698ac2ba1d73e2a475b46520bffn,
  0x8164d1f3bc0307737be56527bd14def4n,
  0x80b1ed4fd999ab6c25335719b6e6fd20n,
  0x8058d7d2d5e5f6b094d589f608ee4aa2n,
  0x802c6436d0e04f50ff8ce94a6797b3cen,
  0x8016302f174676283690dfe44d11d008n,
  0x800b179c82028fd0945e54e2ae18f2f0n,
  0x80058baf7fee3b5d1c718b38e549cb93n,
  0x8002c5d00fdcfcb6b6566a58c048be1fn,
  0x800162e61bed4a48e84c2e1a463473d9n,
  0x8000b17292f702a3aa22beacca949013n,
  0x800058b92abbae02030c5fa5256f41fen,
]

/**
 * 2 to the power of a number with 16 fractional bits, times 2^32, rounded down: one factor from a table for
 * each set bit of the fraction, each product rounded down at 2^-127.
 *
 * @param powerX16 a whole number; below −32 · 65536 the result is 0
 *
 * @example
 * exp2X32Down(3 * 65536) // 8n << 32n
 */
export function exp2X32Down(powerX16: number): bigint {
  const whole = Math.floor(powerX16 / 65_536)
  const fraction = powerX16 - whole * 65_536
  let mantissaX127 = 1n << 127n
  rootsX127.forEach((root, i) => {
    if ((fraction & (32_768 >> i)) !== 0) mantissaX127 = (mantissaX127 * root) >> 127n
  })
  const shift = BigInt(whole + 32 - 127)
  return shift < 0n ? mantissaX127 >> -shift : mantissaX127 << shift
}
