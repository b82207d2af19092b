/**
 * Base units as a decimal number with thousands separators, cut (not rounded) after `digits`.
 *
 * @example
 * formatUnits(1234567890n, 6, 2) // '1,234.56'
 */
export function formatUnits(value: bigint, decimals: number, digits = 6): string {
  const negative = value < 0n
  const magnitude = (negative ? -value : value).toString().padStart(decimals + 1, '0')
  const whole = magnitude.slice(0, magnitude.length - decimals)
  const fraction = magnitude.slice(
    magnitude.length - decimals,
    magnitude.length - decimals + digits,
  )
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${negative ? '-' : ''}${grouped}${fraction.length > 0 ? `.${fraction}` : ''}`
}

/**
 * A number of things.
 *
 * @example
 * counted(1, 'epoch') // '1 epoch'
 */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

/** A share as a percentage with a sign, or `–` where it is not defined. */
export function formatPercent(share: number | null | undefined, digits = 2): string {
  if (share === null || share === undefined) return '–'
  return `${share >= 0 ? '+' : ''}${(share * 100).toFixed(digits)} %`
}

/**
 * A share as a percentage of two significant digits, never in powers of ten.
 *
 * @example
 * formatShare(0.0000045) // '0.00045 %'
 */
export function formatShare(share: number): string {
  return `${(share * 100).toLocaleString('en-US', { maximumSignificantDigits: 2 })} %`
}

/** A number to a few significant digits, or `–` where it is not defined. */
export function formatNumber(value: number | null | undefined, digits = 2): string {
  if (value === null || value === undefined) return '–'
  return numberFormat(digits).format(value)
}

const numberFormats = new Map<number, Intl.NumberFormat>()

/** Making a format takes far longer than using it, and tables have many numbers. */
function numberFormat(digits: number): Intl.NumberFormat {
  const known = numberFormats.get(digits)
  if (known !== undefined) return known
  const format = new Intl.NumberFormat('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  numberFormats.set(digits, format)
  return format
}

/** Unix seconds as `2025-07-01 12:00` in UTC. */
export function formatTime(timestampSeconds: number): string {
  return new Date(timestampSeconds * 1000).toISOString().slice(0, 16).replace('T', ' ')
}

/** Seconds as `1m 05s`, `2h 03m`, `3.2s`. */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)}s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole}s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes}m ${String(whole % 60).padStart(2, '0')}s`
  return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, '0')}m`
}

/** Bytes as `12.3 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1e3) return `${bytes} B`
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`
  if (bytes < 1e9) return `${(bytes / 1e6).toFixed(1)} MB`
  return `${(bytes / 1e9).toFixed(2)} GB`
}
