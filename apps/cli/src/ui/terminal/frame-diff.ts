import { visibleLength } from '../text/cut.ts'
import { codes } from './codes.ts'

/**
 * What to write so that a screen that shows one frame shows another: lines that are the same are not touched,
 * and no line is erased before its new text stands there. Empty when nothing differs.
 *
 * @param before lines that are shown; `undefined` when it is not known what the screen shows
 * @param columns of the terminal
 */
export function frameDiff(
  before: readonly string[] | undefined,
  after: readonly string[],
  columns: number,
): string {
  const start = before === undefined ? codes.eraseScreen : ''
  const count = Math.max(before?.length ?? 0, after.length)
  let text = ''
  for (let i = 0; i < count; i++) {
    const line = after[i] ?? ''
    if (line === (before?.[i] ?? '')) continue
    // Behind a full line the cursor may still stand on its last character, which would be erased.
    const end = visibleLength(line) < columns ? codes.eraseLineEnd : ''
    text += codes.toRow(i + 1) + line + end
  }
  return start + text === '' ? '' : codes.beginFrame + start + text + codes.endFrame
}
