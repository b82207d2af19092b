import { inLineColour, type ChartLook } from './look.ts'

/** Braille dots of one cell, by column and row from the top. */
const dots = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const

/** Characters of the lines of a chart in ASCII. */
export const asciiMarks = ['*', '+', 'o', 'x', '#'] as const

/** A field of dots that several lines share; the first line stays on top. */
export interface DotCanvas {
  /** Dots across and down. */
  readonly columns: number
  readonly rows: number
  /** Sets the dots of a column from `top` to `bottom`, both included. */
  readonly draw: (line: number, column: number, top: number, bottom: number) => void
  readonly lines: () => readonly string[]
}

/** A canvas of `width` by `height` characters: eight dots in each, or one in ASCII. */
export function createDotCanvas(width: number, height: number, look: ChartLook): DotCanvas {
  const [across, down] = look.unicode ? ([2, 4] as const) : ([1, 1] as const)
  const bits = Array.from({ length: height }, () => new Uint8Array(width))
  const owner = Array.from({ length: height }, () => new Int8Array(width).fill(-1))
  const draw = (line: number, column: number, top: number, bottom: number): void => {
    const x = Math.floor(column / across)
    for (let row = top; row <= bottom; row++) {
      const y = Math.floor(row / down)
      const cells = bits[y] as Uint8Array
      const owners = owner[y] as Int8Array
      cells[x] =
        (cells[x] as number) | dots[(column % across) as 0 | 1][(row % down) as 0 | 1 | 2 | 3]
      const before = owners[x] as number
      if (before < 0 || line < before) owners[x] = line
    }
  }
  const cell = (x: number, y: number): string => {
    const line = owner[y]?.[x] ?? -1
    if (line < 0) return ' '
    if (!look.unicode) return asciiMarks[line % asciiMarks.length] as string
    return String.fromCharCode(0x2800 + (bits[y]?.[x] ?? 0))
  }
  return {
    columns: width * across,
    rows: height * down,
    draw,
    lines: () => bits.map((_, y) => rowText(width, (x) => [cell(x, y), owner[y]?.[x] ?? -1], look)),
  }
}

/** Cells in a row, each stretch of one colour wrapped once, with the gaps in it. */
function rowText(
  width: number,
  cell: (x: number) => readonly [text: string, line: number],
  look: ChartLook,
): string {
  let text = ''
  let stretch = ''
  let gap = ''
  let current = -1
  const flush = (): void => {
    text += (current < 0 ? stretch : inLineColour(stretch, current, look)) + gap
    stretch = ''
    gap = ''
  }
  for (let x = 0; x < width; x++) {
    const [character, line] = cell(x)
    if (line < 0) {
      gap += character
      continue
    }
    if (line !== current) flush()
    current = line
    stretch += gap + character
    gap = ''
  }
  flush()
  return text
}
