import type { IBufferCell, Terminal } from '@xterm/headless'
import { backgroundOf, foregroundOf, paper, type CellColours } from './cell-colours.ts'

/** Size of a character in the picture. */
const cell = { width: 8.4, height: 18 } as const
const margin = 12

/** Cells next to each other that look the same. */
interface Stretch extends CellColours {
  readonly column: number
  text: string
  length: number
}

/**
 * What a terminal shows as an SVG with its colours. It has no fonts of its own and nothing that differs from one
 * time to the next: every character has its place by its column.
 */
export function screenSvg(terminal: Terminal): string {
  const { cols, rows } = terminal
  const width = round(cols * cell.width + 2 * margin)
  const height = rows * cell.height + 2 * margin
  const lines = Array.from({ length: rows }, (_, row) => lineSvg(stretchesOf(terminal, row), row))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">`,
    `<rect width="${width}" height="${height}" rx="8" fill="${paper}"/>`,
    ...lines.filter((line) => line !== ''),
    '</svg>',
    '',
  ].join('\n')
}

function stretchesOf(terminal: Terminal, row: number): readonly Stretch[] {
  const { active } = terminal.buffer
  const line = active.getLine(active.baseY + row)
  const stretches: Stretch[] = []
  if (line === undefined) return stretches
  for (let column = 0; column < terminal.cols; column++) {
    const current = line.getCell(column)
    if (current === undefined || current.getWidth() === 0) continue
    const colours = coloursOf(current)
    const last = stretches.at(-1)
    const characters = current.getChars() || ' '
    if (last !== undefined && isAlike(last, colours)) {
      last.text += characters
      last.length += current.getWidth()
    } else stretches.push({ column, text: characters, length: current.getWidth(), ...colours })
  }
  return stretches
}

function coloursOf(current: IBufferCell): CellColours {
  const isInverse = current.isInverse() !== 0
  const [front, back] = [foregroundOf(current), backgroundOf(current)]
  return {
    front: isInverse ? (back ?? paper) : front,
    back: isInverse ? front : back,
    isBold: current.isBold() !== 0,
    isDim: current.isDim() !== 0,
  }
}

function isAlike(a: CellColours, b: CellColours): boolean {
  return a.front === b.front && a.back === b.back && a.isBold === b.isBold && a.isDim === b.isDim
}

function lineSvg(stretches: readonly Stretch[], row: number): string {
  const y = margin + row * cell.height
  return stretches
    .flatMap((stretch) => {
      const x = round(margin + stretch.column * cell.width)
      const width = round(stretch.length * cell.width)
      const back =
        stretch.back === undefined
          ? []
          : [
              `<rect x="${x}" y="${y}" width="${width}" height="${cell.height}" fill="${stretch.back}"/>`,
            ]
      return stretch.text.trim() === '' ? back : [...back, textSvg(stretch, x, y, width)]
    })
    .join('\n')
}

function textSvg(
  { text, front, isBold, isDim }: Stretch,
  x: number,
  y: number,
  width: number,
): string {
  const weight = isBold ? ' font-weight="bold"' : ''
  const opacity = isDim ? ' opacity="0.6"' : ''
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
  return `<text x="${x}" y="${y + 13}" textLength="${width}" lengthAdjust="spacingAndGlyphs" xml:space="preserve" fill="${front}"${weight}${opacity}>${escaped}</text>`
}

const round = (value: number): number => Math.round(value * 10) / 10
