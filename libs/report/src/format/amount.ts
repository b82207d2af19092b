/** A token in which amounts are told: raw units have `decimals` places, people see `digits` of them. */
export interface Money {
  readonly symbol: string
  readonly decimals: number
  readonly digits: number
}

/** Significant digits of the amount that sets the scale: 9,952.80 and 4.03318. */
const SHOWN_DIGITS = 6

/**
 * Money whose digits suit amounts as large as `scale`: about six of them in all, at least two behind the
 * point where the token has them.
 *
 * @example
 * moneyFor('USDC', 6, 10_000_000_000n).digits // 2
 */
export function moneyFor(symbol: string, decimals: number, scale: bigint): Money {
  const magnitude = scale < 0n ? -scale : scale
  const whole = magnitude / 10n ** BigInt(decimals)
  const leading = whole > 0n ? whole.toString().length : 1 + decimals - digitsOf(magnitude)
  const wanted = whole > 0n ? Math.max(2, SHOWN_DIGITS - leading) : leading + SHOWN_DIGITS - 2
  return { symbol, decimals, digits: Math.min(decimals, wanted) }
}

function digitsOf(magnitude: bigint): number {
  return magnitude === 0n ? 1 : magnitude.toString().length
}

/**
 * Raw units in whole tokens, rounded half away from zero after `digits` places; exact arithmetic, thousands
 * set apart by commas, a true minus sign. What rounds to nothing has no sign.
 *
 * @example
 * formatAmount(-1234567890n, 6, 2) // '−1,234.57'
 */
export function formatAmount(raw: bigint, decimals: number, digits: number): string {
  const magnitude = raw < 0n ? -raw : raw
  const places = Math.min(digits, decimals)
  const unit = 10n ** BigInt(decimals - places)
  const rounded = (magnitude + unit / 2n) / unit
  const text = rounded.toString().padStart(places + 1, '0')
  const whole = groupThousands(text.slice(0, text.length - places))
  const fraction = places === 0 ? '' : `.${text.slice(text.length - places)}`
  return `${raw < 0n && rounded > 0n ? '−' : ''}${whole}${fraction}`
}

/** As {@link formatAmount}, with a plus sign before gains. */
export function formatSignedAmount(raw: bigint, decimals: number, digits: number): string {
  const text = formatAmount(raw, decimals, digits)
  return raw > 0n && /[1-9]/.test(text) ? `+${text}` : text
}

/** Every digit that there is, none after the last that counts: `−47.19848`. */
export function formatExactAmount(raw: bigint, decimals: number): string {
  const text = formatAmount(raw, decimals, decimals)
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

/** An amount with its symbol: `9,952.80 USDC`. */
export function tell(raw: bigint, { symbol, decimals, digits }: Money): string {
  return `${formatAmount(raw, decimals, digits)} ${symbol}`
}

/** A change with its sign and symbol: `+121.73 USDC`. */
export function tellChange(raw: bigint, { symbol, decimals, digits }: Money): string {
  return `${formatSignedAmount(raw, decimals, digits)} ${symbol}`
}

/** Whole tokens as a double, for charts only. */
export function toWholeTokens(raw: bigint, decimals: number): number {
  return Number(raw) / 10 ** decimals
}

/** `1234567` as `1,234,567`. */
export function groupThousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',')
}
