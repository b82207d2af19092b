import type { Chart, LegendEntry } from '../charts/chart.ts'
import { swatch } from '../charts/swatch.ts'
import type { Block, Table, TableColumn } from '../document/report-document.ts'
import { element, joined, type Markup } from '../svg/element.ts'
import { chartSizes } from '../svg/frame.ts'

/** Rows of a table that is not torn apart between pages. */
const SHORT = 14

/** A piece of a section as HTML. */
export function renderBlock(block: Block): Markup {
  switch (block.kind) {
    case 'text':
      return element('p', {}, glued(block.text))
    case 'notes':
      return element(
        'ul',
        { class: 'notes' },
        block.notes.map((note) => element('li', {}, glued(note))),
      )
    case 'chart':
      return renderChart(block.chart, block.table, block.tableOpen === true)
    case 'table':
      return renderTable(block.table)
    case 'facts':
      return element(
        'dl',
        { class: 'facts' },
        block.facts.map(([name, value]) =>
          joined(element('dt', {}, name), element('dd', {}, value)),
        ),
      )
    case 'command':
      return element(
        'pre',
        { tabindex: 0, 'aria-label': 'commands' },
        element('code', {}, block.lines.join('\n')),
      )
  }
}

/** Text in which a line never ends between a number and its unit. */
export function glued(text: string): string {
  return text.replace(/(\d) (%|pp|days?|hours?|minutes?)(?![\w])/g, '$1\u00a0$2')
}

/** A chart at both sizes, of which a screen shows one, its legend, and its numbers as a table. */
function renderChart(chart: Chart, table: Table, open: boolean): Markup {
  return element(
    'figure',
    { id: `chart-${chart.id}` },
    chart.draw(chartSizes.wide),
    chart.draw(chartSizes.narrow),
    element('ul', { class: 'legend', 'aria-hidden': 'true' }, chart.legend.map(legendItem)),
    open
      ? renderTable(table)
      : element(
          'details',
          {},
          element('summary', {}, `${table.caption}, as a table`),
          renderTable(table),
        ),
  )
}

function legendItem(entry: LegendEntry): Markup {
  return element(
    'li',
    {},
    element('svg', { class: 'swatch', viewBox: '0 0 26 12', 'aria-hidden': 'true' }, swatch(entry)),
    entry.name,
  )
}

/** A table that scrolls by itself when it is wider than the page; the first cell of a row names it. */
export function renderTable({ caption, columns, rows, footer }: Table): Markup {
  const cell = (text: string, i: number): Markup =>
    i === 0
      ? element('th', { scope: 'row', class: cellClass(columns[i]) }, text)
      : element('td', { class: cellClass(columns[i]) }, text)
  return element(
    'div',
    {
      class: rows.length <= SHORT ? 'scroll short' : 'scroll',
      role: 'region',
      'aria-label': caption,
      tabindex: 0,
    },
    element(
      'table',
      {},
      element('caption', {}, caption),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          columns.map((column) =>
            element('th', { scope: 'col', class: cellClass(column) }, column.title),
          ),
        ),
      ),
      element(
        'tbody',
        {},
        rows.map((row) => element('tr', {}, row.map(cell))),
      ),
      footer && element('tfoot', {}, element('tr', {}, footer.map(cell))),
    ),
  )
}

function cellClass(column: TableColumn | undefined): string | undefined {
  if (column?.align === 'right') return 'number'
  return column?.isAside === true ? 'aside' : undefined
}
