/** Columns that the last cell of a line needs for folding under its own start to be worth it. */
const narrowestCell = 24

/**
 * Folds lines that are wider than the terminal at spaces, under the start of their last cell, so that
 * tables and lists of facts stay readable in a narrow window. Left alone are lines with escape codes and
 * those whose last cell has no room.
 *
 * @example
 * foldLines('name   a long meaning', 14) // 'name   a long\n       meaning'
 */
export function foldLines(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => foldLine(line, width, cellStart(line, width)))
    .join('\n')
}

function foldLine(line: string, width: number, indent: number): string {
  if (line.length <= width || line.includes('\u001b')) return line
  const at = line.lastIndexOf(' ', width)
  if (at <= indent) return line
  const rest = ' '.repeat(indent) + line.slice(at).trimStart()
  return `${line.slice(0, at).trimEnd()}\n${foldLine(rest, width, indent)}`
}

/** Where the last cell begins: after the last two or more spaces. Infinity where that is too far right. */
function cellStart(line: string, width: number): number {
  const gap = [...line.matchAll(/\S\s{2,}(?=\S)/g)].at(-1)
  const start = gap === undefined ? 0 : gap.index + gap[0].length
  return start <= width - Math.min(narrowestCell, width / 2) ? start : Infinity
}
