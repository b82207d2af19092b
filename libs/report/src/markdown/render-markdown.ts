import type { Block, ReportDocument, Table } from '../document/report-document.ts'

/** What {@link renderMarkdown} may refer to. */
export interface MarkdownOptions {
  /** Where the file of a chart is, relative to the document; without it, charts are their tables only. */
  readonly chartFile?: (id: string) => string
}

/**
 * A report as Markdown with tables (GitHub's kind): everything that the HTML says.
 *
 * @example
 * renderMarkdown(report, { chartFile: (id) => `report-${id}.svg` })
 */
export function renderMarkdown(report: ReportDocument, options: MarkdownOptions = {}): string {
  const { title, subtitle, warning, headline, figures, sections, colophon } = report
  const parts = [
    `# ${plain(title)}`,
    plain(subtitle),
    ...(warning === undefined ? [] : [`> **⚠ ${plain(warning)}**`]),
    ...headline.map(plain),
    table({
      caption: 'Key figures',
      columns: [{ title: 'figure' }, { title: 'value', align: 'right' }, { title: '' }],
      rows: figures.map(({ label, value, detail }) => [label, value, detail]),
    }),
    ...sections.flatMap(({ title: name, blocks }) => [
      `## ${plain(name)}`,
      ...blocks.map((block) => renderBlock(block, options)),
    ]),
    `---`,
    plain(colophon),
  ]
  return `${parts.join('\n\n')}\n`
}

function renderBlock(block: Block, { chartFile }: MarkdownOptions): string {
  switch (block.kind) {
    case 'text':
      return plain(block.text)
    case 'notes':
      return block.notes.map((note) => `- ${plain(note)}`).join('\n')
    case 'chart': {
      const { id, title, summary } = block.chart
      const image =
        chartFile === undefined ? '' : `![${plain(title)}](${encodeURI(chartFile(id))})\n\n`
      return `${image}${plain(summary)}\n\n${table(block.table)}`
    }
    case 'table':
      return table(block.table)
    case 'facts':
      return table({
        caption: '',
        columns: [{ title: '' }, { title: '' }],
        rows: block.facts,
      })
    case 'command':
      return fenced(block.lines)
  }
}

function table({ columns, rows, footer }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(plain).join(' | ')} |`
  const rule = columns.map(({ align }) => (align === 'right' ? '---:' : '---'))
  return [
    line(columns.map(({ title }) => title)),
    `| ${rule.join(' | ')} |`,
    ...rows.map(line),
    ...(footer === undefined
      ? []
      : [`| ${footer.map((cell) => (cell === '' ? '' : `**${plain(cell)}**`)).join(' | ')} |`]),
  ].join('\n')
}

/** Text on one line in which nothing is Markdown or HTML. */
function plain(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_[\]|~#]/g, (character) => `\\${character}`)
}

/** Lines between fences longer than any run of backticks in them. */
function fenced(lines: readonly string[]): string {
  const longest = Math.max(2, ...lines.flatMap((l) => (l.match(/`+/g) ?? []).map((m) => m.length)))
  const fence = '`'.repeat(longest + 1)
  return [`${fence}sh`, ...lines, fence].join('\n')
}
