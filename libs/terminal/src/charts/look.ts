/** What a chart may be drawn with. */
export interface ChartLook {
  /** Braille and block characters; else plain ASCII. */
  readonly unicode: boolean
  /** Escape codes for colours; else lines differ by their dashes, and cells by their shades. */
  readonly colour: boolean
}

/** Where nothing is known of the reader: characters of Unicode, no escape codes. */
export const plainLook: ChartLook = { unicode: true, colour: false }

/**
 * Whether a terminal can show what is not ASCII: not the Linux console, which has no braille, and not where
 * the locale is set to something without UTF-8. `TICKWISE_ASCII=1` asks for ASCII.
 */
export function unicodeWanted(env: Readonly<Record<string, string | undefined>>): boolean {
  if (env['TICKWISE_ASCII'] !== undefined && env['TICKWISE_ASCII'] !== '') return false
  if (env['TERM'] === 'linux' || env['TERM'] === 'dumb') return false
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((text) => text)
  return locale === undefined || /utf-?8/i.test(locale)
}

/** Foreground colours of the first five lines of a chart, told apart by people who see no red and green too. */
const lineColours = [36, 33, 35, 32, 94] as const

/** A text in the colour of a line. */
export function inLineColour(text: string, line: number, { colour }: ChartLook): string {
  if (!colour) return text
  return `\u001b[${lineColours[line % lineColours.length] as number}m${text}\u001b[39m`
}
