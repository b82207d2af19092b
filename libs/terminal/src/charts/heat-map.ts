import { plainLook, type ChartLook } from './look.ts'
import { compactNumber } from './ticks.ts'

/** A grid of values; `null` where there is none. */
export interface HeatMap {
  /** Above the columns, from left to right. */
  readonly columns: readonly string[]
  /** Before the rows, from top to bottom. */
  readonly rows: readonly string[]
  /** `values[row][column]` */
  readonly values: readonly (readonly (number | null)[])[]
  readonly columnName?: string
  readonly rowName?: string
}

/** Columns in all, and rows of text that the map may take: beyond, two rows of values share one of text. */
export interface HeatMapOptions {
  readonly width: number
  readonly height?: number
  readonly look?: ChartLook
}

/** From dark blue to yellow, as bright as they are high (xterm's 256 colours). */
const scale = [17, 18, 55, 61, 31, 37, 36, 72, 77, 113, 148, 184, 226] as const
const shades = ['░', '▒', '▓', '█'] as const
const asciiShades = ['.', ':', '-', '=', '+', '*', '#', '@'] as const

/**
 * A map of values by colour: by the background of a cell, and by half blocks where there are more rows than
 * room. Without colours by shades. Columns that do not fit are joined; of joined values the highest is shown.
 *
 * @example
 * heatMap({ columns: ['1', '2'], rows: ['a'], values: [[0.5, null]] }, { width: 40 })
 */
export function heatMap(
  map: HeatMap,
  { width, height = 20, look = plainLook }: HeatMapOptions,
): string {
  const finite = map.values.flat().filter((value) => value !== null && Number.isFinite(value))
  if (finite.length === 0) return '(no data)'
  const low = finite.reduce((least, value) => Math.min(least as number, value as number), Infinity)
  const high = finite.reduce((most, value) => Math.max(most as number, value as number), -Infinity)
  const [least, most] = [low as number, high as number]
  const margin = Math.min(
    Math.floor(width / 2),
    Math.max(...map.rows.map((label) => label.length), (map.rowName ?? '').length),
  )
  const room = Math.max(1, width - margin - 1)
  const columns = joined(map, room)
  const longest = Math.max(...columns.labels.map((label) => label.length))
  const cellWidth = Math.max(1, Math.min(longest + 1, Math.floor(room / columns.labels.length)))
  const shareOf = (value: number | null): number | null =>
    value === null || !Number.isFinite(value)
      ? null
      : most > least
        ? (value - least) / (most - least)
        : 1
  const shares = columns.values.map((row) => row.map(shareOf))
  const body =
    look.colour && map.rows.length > height
      ? halfBlocks(shares, map.rows, margin, cellWidth)
      : shares.map(
          (row, i) =>
            `${labelled(map.rows[i] ?? '', margin)} ${row.map((share) => cellOf(share, cellWidth, look)).join('')}`,
        )
  return [
    ...(map.rowName === undefined && map.columnName === undefined
      ? []
      : [
          `${labelled(map.rowName ?? '', margin)} ${(map.columnName ?? '').slice(0, room)}`.trimEnd(),
        ]),
    `${' '.repeat(margin)} ${columnLabels(columns.labels, cellWidth)}`.trimEnd().slice(0, width),
    ...body,
    `${' '.repeat(margin)} ${scaleText(least, most, look)}`,
  ].join('\n')
}

const labelled = (text: string, margin: number): string => text.slice(0, margin).padStart(margin)

/** Columns joined until each has a place. */
function joined({ columns, values }: HeatMap, room: number) {
  const count = Math.min(room, columns.length)
  const startOf = (i: number): number => Math.floor((i * columns.length) / count)
  const places = Array.from({ length: count }, (_, i) => [startOf(i), startOf(i + 1)] as const)
  return {
    labels: places.map(([from]) => columns[from] as string),
    values: values.map((row) =>
      places.map(([from, to]) =>
        row
          .slice(from, to)
          .reduce<number | null>(
            (most, value) => (most === null || (value ?? -Infinity) > most ? value : most),
            null,
          ),
      ),
    ),
  }
}

/** Labels over the columns, those that have room. */
function columnLabels(labels: readonly string[], cellWidth: number): string {
  const every = Math.max(
    1,
    Math.ceil((Math.max(...labels.map((label) => label.length)) + 1) / cellWidth),
  )
  return labels.map((label, i) => (i % every === 0 ? label.padEnd(cellWidth * every) : '')).join('')
}

function colourOf(share: number): number {
  return scale[Math.round(share * (scale.length - 1))] as number
}

function cellOf(share: number | null, width: number, { colour, unicode }: ChartLook): string {
  if (share === null) return (unicode ? '·' : '?').padEnd(width)
  if (colour) return `\u001b[48;5;${colourOf(share)}m${' '.repeat(width)}\u001b[49m`
  const levels: readonly string[] = unicode ? shades : asciiShades
  return (levels[Math.round(share * (levels.length - 1))] as string).repeat(width)
}

/** Two rows of values in one of text: the upper one as foreground of an upper half block. */
function halfBlocks(
  shares: readonly (readonly (number | null)[])[],
  labels: readonly string[],
  margin: number,
  width: number,
): readonly string[] {
  return Array.from({ length: Math.ceil(shares.length / 2) }, (_, i) => {
    const cells = (shares[2 * i] ?? []).map((upper, column) => {
      const lower = shares[2 * i + 1]?.[column] ?? null
      const front = upper === null ? '39' : `38;5;${colourOf(upper)}`
      const back = lower === null ? '49' : `48;5;${colourOf(lower)}`
      const glyph = upper === null ? (lower === null ? '·' : ' ') : '▀'
      return `\u001b[${front};${back}m${glyph.repeat(width)}\u001b[39;49m`
    })
    return `${labelled(labels[2 * i] ?? '', margin)} ${cells.join('')}`
  })
}

function scaleText(low: number, high: number, look: ChartLook): string {
  const steps = look.colour ? scale.length : look.unicode ? shades.length : asciiShades.length
  const cells = Array.from({ length: steps }, (_, i) => cellOf(i / (steps - 1), 1, look)).join('')
  return `${compactNumber(low)} ${cells} ${compactNumber(high)}`
}
