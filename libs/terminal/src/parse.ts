import { UserError } from '@tickwise/amm'

/**
 * A moment given as ISO date or date-time (UTC unless it says otherwise) or as unix seconds.
 *
 * @example
 * parseTime('2025-07-01', '--from') // 1751328000
 */
export function parseTime(text: string, option: string): number {
  if (/^\d{9,10}$/.test(text)) return Number(text)
  const dateOnly = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/.test(text)
  const iso = dateOnly ? `${text}T00:00:00Z` : zoned ? text : `${text.replace(' ', 'T')}Z`
  const milliseconds = Date.parse(iso)
  if (Number.isNaN(milliseconds)) {
    throw new UserError('E_TIME', `${option} ${text} is not a time`, {
      hint: 'use 2025-07-01, 2025-07-01T12:00 (UTC) or unix seconds',
    })
  }
  return Math.floor(milliseconds / 1000)
}

/**
 * The two ends of a stretch of time, as far as they are given.
 *
 * @throws UserError `E_TIME`; `E_WINDOW_EMPTY` when the end does not come after the start
 */
export function parseTimes(options: { readonly from?: string; readonly to?: string }): {
  readonly from?: number
  readonly to?: number
} {
  const from = options.from === undefined ? undefined : parseTime(options.from, '--from')
  const to = options.to === undefined ? undefined : parseTime(options.to, '--to')
  if (from !== undefined && to !== undefined && from >= to) {
    throw new UserError(
      'E_WINDOW_EMPTY',
      `--from ${options.from} does not come before --to ${options.to}`,
      {
        hint: 'a date alone means its midnight in UTC: for one whole day give the next day as --to',
      },
    )
  }
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}

/**
 * An amount in human units (`12.5`) or, with the suffix `wei`, in base units.
 *
 * @example
 * parseAmount('1.5', 6, '--capital1') // 1500000n
 */
export function parseAmount(text: string, decimals: number, option: string): bigint {
  const base = /^(\d+)wei$/.exec(text)
  if (base) return BigInt(base[1] as string)
  const human = /^(\d[\d_,]*)(?:\.(\d+))?$/.exec(text)
  const fraction = human?.[2] ?? ''
  if (!human || fraction.length > decimals) {
    throw new UserError(
      'E_AMOUNT',
      `${option} ${text} is not an amount with at most ${decimals} decimals`,
      {
        hint: 'use human units such as 1000 or 0.5, or base units with the suffix wei',
      },
    )
  }
  return BigInt((human[1] as string).replace(/[_,]/g, '') + fraction.padEnd(decimals, '0'))
}

/** A whole number that fits a double exactly. */
export function parseInteger(text: string, option: string): number {
  const value = Number(text)
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new UserError('E_INTEGER', `${option} ${text} is not a whole number`, {
      hint: 'give digits only',
    })
  }
  return value
}

/** A whole number of any size. */
export function parseBigInteger(text: string, option: string): bigint {
  if (!/^\d+$/.test(text)) {
    throw new UserError('E_INTEGER', `${option} ${text} is not a whole number`, {
      hint: 'give digits only, such as 1000000000000000000',
    })
  }
  return BigInt(text)
}

/** A decimal number. */
export function parseNumber(text: string, option: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) {
    throw new UserError('E_NUMBER', `${option} ${text} is not a number`, { hint: 'such as 0.25' })
  }
  return value
}

/** A number above zero. */
export function parsePositive(text: string, option: string): number {
  const value = parseNumber(text, option)
  if (value <= 0) {
    throw new UserError('E_NUMBER', `${option} ${text} is not above zero`, { hint: 'such as 0.25' })
  }
  return value
}

/** A tick range `lower:upper`. */
export function parseTickRange(text: string): {
  readonly tickLower: number
  readonly tickUpper: number
} {
  const match = /^(-?\d+):(-?\d+)$/.exec(text)
  if (!match) {
    throw new UserError('E_RANGE', `--range ${text} is not a pair of ticks`, {
      hint: 'use lower:upper, such as --range -198000:-196000',
    })
  }
  return { tickLower: Number(match[1]), tickUpper: Number(match[2]) }
}
