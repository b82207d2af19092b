import { groupThousands } from './amount.ts'

/** What stands where the data say nothing. */
export const NOTHING = '–'

/**
 * A double with a fixed number of places, thousands apart, a true minus sign; independent of any locale.
 *
 * @example
 * formatFixed(-1234.567, 1) // '−1,234.6'
 */
export function formatFixed(value: number | null | undefined, digits = 2): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NOTHING
  if (Math.abs(value) >= 1e21) return value.toExponential(2).replace('-', '−')
  const [whole = '', fraction] = Math.abs(value).toFixed(digits).split('.')
  const text = `${groupThousands(whole)}${fraction === undefined ? '' : `.${fraction}`}`
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text
}

/** A fraction as a percentage that has no direction: `99.70 %`. */
export function formatShare(share: number | null | undefined, digits = 2): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return NOTHING
  return `${formatFixed(share * 100, digits)} %`
}

/** A fraction as a change in percent, with its sign: `+1.20 %`. */
export function formatChange(share: number | null | undefined, digits = 2): string {
  const text = formatShare(share, digits)
  return (share ?? 0) > 0 && /[1-9]/.test(text) ? `+${text}` : text
}

/** A probability with one place, and what is next to none or all of it said so: `< 0.1 %`. */
export function formatProbability(probability: number | null): string {
  if (probability !== null && probability < 0.001) return '< 0.1 %'
  if (probability !== null && probability > 0.999) return '> 99.9 %'
  return formatShare(probability, 1)
}

/** A small share with as many places as it takes to see two digits: `0.00045 %`. */
export function formatSmallShare(share: number): string {
  if (share === 0) return '0 %'
  const magnitude = Math.floor(Math.log10(Math.abs(share * 100)))
  return formatShare(share, Math.min(12, Math.max(2, 1 - magnitude)))
}

/**
 * A positive number to `significant` digits, never in powers of ten unless it is tiny: for prices.
 *
 * @example
 * formatSignificant(0.000404251, 5) // '0.00040425'
 */
export function formatSignificant(value: number, significant = 6): string {
  if (value === 0 || !Number.isFinite(value)) return value === 0 ? '0' : NOTHING
  const magnitude = Math.floor(Math.log10(Math.abs(value)))
  if (magnitude < -9 || magnitude > 14) {
    return value.toExponential(significant - 1).replace('-', '−')
  }
  return formatFixed(value, Math.max(0, significant - 1 - magnitude))
}

/** A count of things: `1 rebalance`, `1,024 rebalances`. */
export function counted(count: number, what: string, plural = `${what}s`): string {
  return `${formatFixed(count, 0)} ${count === 1 ? what : plural}`
}

/** Words in a row: `a, b and c`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}
