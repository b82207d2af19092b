import type { KeyName } from '../shell/keys.ts'

/** A line of text that is being typed. */
export interface EditedText {
  readonly text: string
  /** Characters before the cursor. */
  readonly cursor: number
}

/** A text with the cursor at its end. */
export function textAtEnd(text: string): EditedText {
  return { text, cursor: text.length }
}

/**
 * What a key makes of a line of text; `undefined` where it has no meaning for one (such as enter or tab).
 *
 * @example
 * editText({ text: 'ab', cursor: 2 }, 'backspace') // { text: 'a', cursor: 1 }
 */
export function editText(line: EditedText, key: KeyName): EditedText | undefined {
  const { text, cursor } = line
  const before = text.slice(0, cursor)
  const after = text.slice(cursor)
  switch (key) {
    case 'left':
      return { text, cursor: Math.max(0, cursor - 1) }
    case 'right':
      return { text, cursor: Math.min(text.length, cursor + 1) }
    case 'home':
    case 'ctrl+a':
      return { text, cursor: 0 }
    case 'end':
    case 'ctrl+e':
      return textAtEnd(text)
    case 'backspace':
      return { text: before.slice(0, -1) + after, cursor: Math.max(0, cursor - 1) }
    case 'delete':
    case 'ctrl+d':
      return { text: before + after.slice(1), cursor }
    case 'ctrl+u':
      return { text: after, cursor: 0 }
    case 'ctrl+k':
      return { text: before, cursor }
    case 'ctrl+w': {
      const kept = before.replace(/\S+\s*$/, '')
      return { text: kept + after, cursor: kept.length }
    }
    case 'space':
      return inserted(line, ' ')
    default:
      return [...key].length === 1 ? inserted(line, key) : undefined
  }
}

/** A text with something typed or pasted in: line breaks and other control characters are left out. */
export function inserted({ text, cursor }: EditedText, typed: string): EditedText {
  const clean = typed.replace(/[\u0000-\u001f\u007f]/g, '')
  return {
    text: text.slice(0, cursor) + clean + text.slice(cursor),
    cursor: cursor + clean.length,
  }
}

/** The part of a line around its cursor that fits, the cursor drawn into it. */
export function shownText({ text, cursor }: EditedText, width: number, glyph: string): string {
  const drawn = text.slice(0, cursor) + glyph + text.slice(cursor)
  const start = Math.max(0, Math.min(cursor - width + 1, drawn.length - width))
  return drawn.slice(start, start + width)
}
