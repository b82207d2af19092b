import { cardPage } from './card-sections.ts'
import type { CardSection } from './card-sections.ts'
import type { ModelCard } from './card.ts'

/**
 * A card as Markdown (CommonMark with tables). What a card says is escaped: no text in it becomes markup.
 *
 * @example
 * await writeFile('card.md', cardToMarkdown(card))
 */
export function cardToMarkdown(card: ModelCard): string {
  const { title, verdict, sections } = cardPage(card)
  return [`# ${escaped(title)}`, escaped(verdict), ...sections.map(sectionText)].join('\n\n') + '\n'
}

function sectionText({ title, head, rows }: CardSection): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`
  const rule = `|${head.map(() => ' --- |').join('')}`
  return [`## ${escaped(title)}`, '', line(head), rule, ...rows.map(line)].join('\n')
}

/** Backslash before ASCII punctuation that means something (CommonMark 0.31, section 2.4); one line. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#|!~&]/g, String.raw`\$&`).replaceAll(/\s+/g, ' ')
}
