import { UserError } from '@tickwise/amm'

/** 2^(1/2), 2^(1/4), … 2^(1/65536) with 127 fractional bits, rounded down. */
const ROOTS_X127 = [
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
] as const

const GREATEST = (1n << 256n) - 1n

/**
 * `floor(2^(logX16 / 65536) · 2^32)`: what a log2 with 16 fractional bits stands for, with 32 fractional
 * bits, as policies take a variance. `Exp2.exp2X32Down` of the contracts gives the same.
 *
 * Exact for every result below 2^100; above, too small by less than one part in 2^122 before it is rounded
 * down. From 2^256 on the result is 2^256 − 1; below 2^-32 it is 0.
 *
 * @param logX16 any whole number
 * @throws UserError `E_EXP2_DOMAIN` when it is none
 * @example
 * exp2X32Down(65536) // 2n << 32n
 */
export function exp2X32Down(logX16: number): bigint {
  if (!Number.isSafeInteger(logX16)) {
    throw new UserError('E_EXP2_DOMAIN', `${logX16} is not a logarithm with 16 fractional bits`, {
      hint: 'give a whole number: the log2 times 65536, rounded down',
      facts: { logX16 },
    })
  }
  const whole = Math.floor(logX16 / 65536)
  if (whole >= 224) return GREATEST
  if (whole < -32) return 0n
  const fraction = logX16 - whole * 65536
  let mantissa = 1n << 127n
  ROOTS_X127.forEach((rootX127, i) => {
    if ((fraction >> (15 - i)) & 1) mantissa = (mantissa * rootX127) >> 127n
  })
  return whole >= 95 ? mantissa << BigInt(whole - 95) : mantissa >> BigInt(95 - whole)
}
