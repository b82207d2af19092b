import type { IBufferCell } from '@xterm/headless'

/** The background of a terminal, and of the picture. */
export const paper = '#11161d'
const ink = '#d7dde5'

/** How a cell looks. */
export interface CellColours {
  readonly front: string
  /** Absent where it is the terminal's own. */
  readonly back: string | undefined
  readonly isBold: boolean
  readonly isDim: boolean
}

/** The sixteen colours that programs ask for by number, light enough on dark. */
const sixteen = [
  '#3b4252',
  '#f2777a',
  '#8fc379',
  '#e5c06e',
  '#6cb6ff',
  '#d19be8',
  '#5cc8d7',
  '#d7dde5',
  '#7b8794',
  '#ff9a9c',
  '#b5e0a0',
  '#ffdd94',
  '#9dcdff',
  '#e6bdf7',
  '#8fe3ee',
  '#ffffff',
] as const

/** The colour of a cell's text. */
export function foregroundOf(cell: IBufferCell): string {
  if (cell.isFgDefault()) return ink
  return cell.isFgRGB() ? hexOf(cell.getFgColor()) : paletteColour(cell.getFgColor())
}

/** The colour behind a cell's text. */
export function backgroundOf(cell: IBufferCell): string | undefined {
  if (cell.isBgDefault()) return undefined
  return cell.isBgRGB() ? hexOf(cell.getBgColor()) : paletteColour(cell.getBgColor())
}

const hexOf = (value: number): string => `#${value.toString(16).padStart(6, '0')}`

/** xterm's 256 colours: sixteen, a cube of six by six by six, and greys. */
function paletteColour(index: number): string {
  const known = sixteen[index]
  if (known !== undefined) return known
  if (index >= 232) return hexOf((8 + (index - 232) * 10) * 0x010101)
  const level = (value: number): number => (value === 0 ? 0 : 55 + value * 40)
  const at = index - 16
  const [red, green, blue] = [Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map(level) as [
    number,
    number,
    number,
  ]
  return hexOf(red * 65_536 + green * 256 + blue)
}
