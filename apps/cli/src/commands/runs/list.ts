import { UserError } from '@tickwise/amm'
import {
  filterRuns,
  listRuns,
  parseCondition,
  sortRuns,
  type RunOrder,
  type RunSummary,
} from '@tickwise/runs'
import {
  counted,
  formatNumber,
  formatPercent,
  formatTime,
  parseInteger,
  renderTable,
  type CommandContext,
  type CommandResult,
} from '@tickwise/terminal'
import { runsFolder, type RunsOptions } from '../../runs/runs-folder.ts'
import { shownPath } from '../../shown-path.ts'

interface ListOptions extends RunsOptions {
  readonly sort?: string
  readonly filter?: readonly string[]
  readonly limit?: string
}

/** `tickwise runs list` */
export async function runsList(
  { style }: CommandContext,
  options: ListOptions,
): Promise<CommandResult> {
  const root = runsFolder(options)
  const { runs, broken } = await listRuns(root)
  const wanted = filterRuns(runs, (options.filter ?? []).map(parseCondition))
  const ordered = options.sort === undefined ? wanted : sortRuns(wanted, orderOf(options.sort))
  const limit =
    options.limit === undefined ? ordered.length : parseInteger(options.limit, '--limit')
  const shown = ordered.slice(0, Math.max(0, limit))
  return {
    data: { root: shownPath(root), total: runs.length, runs: shown, broken },
    text: [
      ...(shown.length === 0 ? [emptyText(root, runs.length)] : [renderRuns(shown)]),
      ...(shown.length < runs.length && shown.length > 0
        ? ['', `${shown.length} of ${counted(runs.length, 'run')}`]
        : []),
      ...broken.map(({ name, problem }) => style('yellow', `no run: ${name}: ${problem}`)),
    ].join('\n'),
  }
}

function orderOf(text: string): RunOrder {
  const [column = '', direction, ...more] = text.split(':')
  if (direction === undefined) return { column }
  if ((direction === 'asc' || direction === 'desc') && more.length === 0) {
    return { column, direction }
  }
  throw new UserError('E_RUN_SORT', `--sort ${text} is no order`, {
    hint: 'give a column, and :asc or :desc if you like: such as sharpe, or totalReturn:asc',
  })
}

function emptyText(root: string, total: number): string {
  return total === 0
    ? `no runs in ${shownPath(root)} yet\n\nNext: tickwise backtest --dataset <dir> --strategy <name>`
    : `none of ${counted(total, 'run')} meets every condition`
}

function renderRuns(runs: readonly RunSummary[]): string {
  return renderTable(
    [
      { title: 'run' },
      { title: 'made (UTC)' },
      { title: 'pool' },
      { title: 'days', align: 'right' },
      { title: 'return', align: 'right' },
      { title: 'Sharpe', align: 'right' },
      { title: 'drawdown', align: 'right' },
      { title: 'strategy' },
    ],
    runs.map((run) => [
      run.runId,
      formatTime(Math.floor(Date.parse(run.madeAt) / 1000)),
      `${run.dataset.symbol0}/${run.dataset.symbol1} ${run.dataset.fee / 10_000} %${run.dataset.simulated ? ' sim.' : ''}`,
      ((run.to - run.from) / 86_400).toFixed(1),
      formatPercent(run.metrics.totalReturn),
      formatNumber(run.metrics.sharpe),
      formatPercent(run.metrics.maxDrawdown === null ? null : -run.metrics.maxDrawdown),
      `${run.strategy.name} ${parametersOf(run)}`.trim(),
    ]),
  )
}

function parametersOf({ strategy }: RunSummary): string {
  return Object.entries(strategy.parameters)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ')
}
