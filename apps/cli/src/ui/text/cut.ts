/** Escape codes of colours: they take no room. */
const colourCode = /\u001b\[[0-9;]*m/y

/**
 * Columns that a text takes, its colours not counted.
 *
 * @example
 * visibleLength('\u001b[31mred\u001b[39m') // 3
 */
export function visibleLength(text: string): number {
  return [...text.replace(/\u001b\[[0-9;]*m/g, '')].length
}

/**
 * A text in at most `width` columns; what is cut off is told by `more` in the last of them. Colours that were
 * begun are ended.
 *
 * @example
 * cutText('a long name', 6, '…') // 'a lon…'
 */
export function cutText(text: string, width: number, more = '…'): string {
  if (visibleLength(text) <= width) return text
  if (width < 1) return ''
  let kept = ''
  let room = width - 1
  let isColoured = false
  for (let at = 0; at < text.length && room > 0;) {
    colourCode.lastIndex = at
    const code = colourCode.exec(text)?.[0]
    if (code !== undefined) {
      kept += code
      isColoured = true
      at += code.length
      continue
    }
    const character = String.fromCodePoint(text.codePointAt(at) as number)
    kept += character
    at += character.length
    room -= 1
  }
  return `${kept}${more}${isColoured ? '\u001b[0m' : ''}`
}

/** A text in exactly `width` columns, cut or filled with spaces. */
export function fitText(
  text: string,
  width: number,
  align: 'left' | 'right' = 'left',
  more = '…',
): string {
  const cut = cutText(text, width, more)
  const filler = ' '.repeat(Math.max(0, width - visibleLength(cut)))
  return align === 'right' ? filler + cut : cut + filler
}

/** Words of a text in lines of at most `width` columns; a word that is longer is cut where the line ends. */
export function wrapText(text: string, width: number): readonly string[] {
  const room = Math.max(1, width)
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = []
    let line = ''
    for (const word of paragraph.split(' ')) {
      let rest = word
      if (line !== '' && line.length + 1 + rest.length > room) {
        lines.push(line)
        line = ''
      }
      while (rest.length > room) {
        lines.push(rest.slice(0, room))
        rest = rest.slice(room)
      }
      line = line === '' ? rest : `${line} ${rest}`
    }
    return [...lines, line]
  })
}
