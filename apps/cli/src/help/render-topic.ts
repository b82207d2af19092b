import { foldLines, type Styler } from '@tickwise/terminal'
import type { Topic } from './topics.ts'

/** Lines longer than this are hard to read, however wide the terminal is. */
const widestText = 88

/** A topic as a manual has it, no wider than the terminal. */
export function renderTopic({ name, title, text }: Topic, width: number, style: Styler): string {
  const columns = Math.max(20, Math.min(width, widestText))
  return [
    style('bold', name.toUpperCase()),
    ...wrapped(title, columns),
    '',
    ...text.split('\n').flatMap((line) =>
      // Tables fold under their last cell, paragraphs at the margin.
      line.startsWith(' ') ? foldLines(line, columns).split('\n') : wrapped(line, columns),
    ),
  ].join('\n')
}

function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (longer.length > columns && line !== '') {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line]
}
