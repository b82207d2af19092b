import { visibleLength } from '../text/cut.ts'

// Ink takes every text apart, character by character with its colours, to lay it out: of a whole screen that is
// most of the work of a frame. Our lines are laid out already, so ink gets one character in the place of each.

/** Characters that mean nothing elsewhere. */
const first = 0xe000
const count = 6400

const tokens = new Map<string, string>()
const texts = new Array<string | undefined>(count).fill(undefined)
let next = 0

/** The character that stands for a text: it holds until thousands of others have been asked for. */
export function tokenOf(text: string): string {
  const known = tokens.get(text)
  if (known !== undefined) return known
  const old = texts[next]
  if (old !== undefined) tokens.delete(old)
  const token = String.fromCharCode(first + next)
  texts[next] = text
  tokens.set(text, token)
  next = (next + 1) % count
  return token
}

/** A line that ink has drawn, with the texts in the place of their characters; each takes the room behind it. */
export function withTexts(line: string): string {
  const whole = line.replace(/[\uE000-\uF8FF] */g, (found) => {
    const text = texts[found.charCodeAt(0) - first] ?? ''
    return text + ' '.repeat(Math.max(0, found.length - visibleLength(text)))
  })
  return whole.trimEnd()
}
