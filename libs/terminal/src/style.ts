import type { WriteStream } from 'node:tty'

/** Colours are used only where a person looks: a terminal, and neither NO_COLOR nor TERM=dumb. */
export function colourWanted(
  stream: Pick<WriteStream, 'isTTY'>,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0') return true
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false
  return Boolean(stream.isTTY) && env['TERM'] !== 'dumb'
}

const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const

export type StyleName = keyof typeof codes
export type Styler = (style: StyleName, text: string) => string

/** A function that wraps text in escape codes, or leaves it alone. */
export function createStyler(enabled: boolean): Styler {
  if (!enabled) return (_style, text) => text
  return (style, text) => `\u001b[${codes[style][0]}m${text}\u001b[${codes[style][1]}m`
}
