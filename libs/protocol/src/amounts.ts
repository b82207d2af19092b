import { UserError } from '@tickwise/amm'

/** A token as far as amounts of it are read and written. Shares of a vault are one too. */
export interface Token {
  readonly address: `0x${string}`
  readonly symbol: string
  readonly decimals: number
}

/**
 * An amount in human units (`1,000.5`) or, with the suffix `wei`, in base units; exact.
 *
 * @throws UserError `E_AMOUNT` for what is no amount; `E_AMOUNT_DECIMALS` for digits that the token has not
 * @example
 * parseTokenAmount('1.5', { address, symbol: 'USDC', decimals: 6 }) // 1500000n
 */
export function parseTokenAmount(text: string, token: Token): bigint {
  const base = /^(\d+)wei$/.exec(text)
  if (base?.[1] !== undefined) return BigInt(base[1])
  const human = /^(\d[\d_,]*)(?:\.(\d+))?$/.exec(text)
  if (human?.[1] === undefined) {
    throw new UserError('E_AMOUNT', `${text} is not an amount of ${token.symbol}`, {
      hint: 'use human units such as 1000 or 0.5, or base units with the suffix wei',
    })
  }
  const fraction = (human[2] ?? '').replace(/0+$/, '')
  if (fraction.length > token.decimals) {
    throw new UserError(
      'E_AMOUNT_DECIMALS',
      `${text} has ${fraction.length} decimals, ${token.symbol} has ${token.decimals}`,
      {
        hint: `the smallest amount is ${formatTokenAmount(1n, token)}; base units are given as 123wei`,
        facts: { token: token.address },
      },
    )
  }
  return BigInt(human[1].replace(/[_,]/g, '') + fraction.padEnd(token.decimals, '0'))
}

/**
 * Every digit of an amount in human units, with separators and the symbol.
 *
 * @example
 * formatTokenAmount(1000500000n, { address, symbol: 'USDC', decimals: 6 }) // '1,000.5 USDC'
 */
export function formatTokenAmount(value: bigint, token: Token): string {
  return `${formatDecimal(value, token.decimals)} ${token.symbol}`
}

/**
 * Base units as an exact decimal number with separators, without trailing zeros.
 *
 * @example
 * formatDecimal(-1500000n, 6) // '-1.5'
 */
export function formatDecimal(value: bigint, decimals: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ',')
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '')
  return `${value < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}
