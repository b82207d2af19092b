import { plainLook, type ChartLook } from './look.ts'

/** One bar: its length by `value`, with what stands before and after it. */
export interface Bar {
  readonly label: string
  readonly value: number
  readonly note?: string
}

/** Eighths of a block. */
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const

/**
 * Horizontal bars to a common scale, in `width` columns; those of negative values go to the left of the
 * zero line.
 *
 * @example
 * barChart([{ label: 'fees', value: 4 }, { label: 'gas', value: -1 }], 20)
 */
export function barChart(bars: readonly Bar[], width = 40, look: ChartLook = plainLook): string {
  if (bars.length === 0) return '(no data)'
  const most = bars.reduce((top, { value }) => Math.max(top, value), 0)
  const least = bars.reduce((bottom, { value }) => Math.min(bottom, value), 0)
  const span = most - least || 1
  const left = least < 0 ? Math.max(1, Math.round((-least / span) * width)) : 0
  const right = Math.max(1, width - left)
  const margin = Math.max(...bars.map(({ label }) => label.length))
  const edge = look.unicode ? '│' : '|'
  return bars
    .map(({ label, value, note = '' }) => {
      const before = value < 0 ? negative(-value / span, width, look) : ''
      const after = value > 0 ? positive((value / span) * width, right, look) : ''
      return `${label.padStart(margin)} ${before.padStart(left)}${edge}${after} ${note}`.trimEnd()
    })
    .join('\n')
}

/** To the right in eighths, at least the thinnest. */
function positive(length: number, most: number, { unicode }: ChartLook): string {
  if (!unicode) return '#'.repeat(Math.max(1, Math.min(most, Math.round(length))))
  const parts = Math.max(1, Math.min(most * 8, Math.round(length * 8)))
  return '█'.repeat(Math.floor(parts / 8)) + (eighths[parts % 8] as string)
}

/** To the left there are only whole and half blocks. */
function negative(share: number, width: number, { unicode }: ChartLook): string {
  const halves = Math.max(1, Math.round(share * width * 2))
  if (!unicode) return '#'.repeat(Math.max(1, Math.round(halves / 2)))
  return (halves % 2 === 1 ? '▐' : '') + '█'.repeat(Math.floor(halves / 2))
}
