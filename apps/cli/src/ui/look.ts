import {
  createStyler,
  colourWanted,
  unicodeWanted,
  type ChartLook,
  type Styler,
} from '@tickwise/terminal'

/** Characters that screens are drawn with. */
export interface Glyphs {
  readonly rule: string
  readonly cursor: string
  readonly selected: string
  readonly marked: string
  readonly crumb: string
  readonly more: string
  readonly running: string
  readonly dot: string
  readonly up: string
  readonly down: string
}

const unicodeGlyphs: Glyphs = {
  rule: '─',
  cursor: '▏',
  selected: '▸',
  marked: '●',
  crumb: '›',
  more: '…',
  running: '●',
  dot: '·',
  up: '↑',
  down: '↓',
}

const asciiGlyphs: Glyphs = {
  rule: '-',
  cursor: '_',
  selected: '>',
  marked: '*',
  crumb: '>',
  more: '~',
  running: '*',
  dot: '-',
  up: 'up',
  down: 'dn',
}

/** What screens may be drawn with, and how. */
export interface UiLook extends ChartLook {
  readonly style: Styler
  readonly glyphs: Glyphs
}

/**
 * The look for a terminal: colours unless NO_COLOR says otherwise, ASCII where it cannot show more.
 *
 * @example
 * uiLook({ NO_COLOR: '1' }, { isTTY: true }).colour // false
 */
export function uiLook(
  env: Readonly<Record<string, string | undefined>>,
  output: { readonly isTTY: boolean },
): UiLook {
  const colour = colourWanted(output, env)
  const unicode = unicodeWanted(env)
  return {
    colour,
    unicode,
    style: createStyler(colour),
    glyphs: unicode ? unicodeGlyphs : asciiGlyphs,
  }
}
