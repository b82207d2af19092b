import { foldLines } from '@tickwise/terminal'

/** What a terminal would show of what a command has written: lines drawn over are gone, and so are colours. */
export function visibleOutput(text: string, columns: number): readonly string[] {
  const plain = text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '')
  const lines = plain.split('\n').map((line) => line.slice(line.lastIndexOf('\r') + 1))
  if (lines.at(-1) === '') lines.pop()
  return foldLines(lines.join('\n'), columns).split('\n')
}
