import { UserError } from '@tickwise/amm'
import {
  compareRuns,
  findRun,
  readResultFile,
  summaryOf,
  type OpenedRun,
  type RunComparison,
} from '@tickwise/runs'
import {
  counted,
  formatNumber,
  formatShare,
  lineChart,
  renderTable,
  type CommandContext,
  type CommandResult,
} from '@tickwise/terminal'
import { runsFolder, type RunsOptions } from '../../runs/runs-folder.ts'

/** Lines that a chart can tell apart. */
const mostRuns = 4

/** `tickwise compare <runs…>`, also `tickwise runs compare`: up to four runs against the first. */
export async function runsCompare(
  context: CommandContext,
  options: RunsOptions,
  ...ids: readonly string[]
): Promise<CommandResult> {
  if (ids.length < 2 || ids.length > mostRuns) {
    throw new UserError('E_RUNS_COUNT', `${ids.length} runs cannot be compared`, {
      hint: `give two to ${mostRuns} ids: tickwise runs list has them`,
    })
  }
  const root = runsFolder(options)
  const runs = await Promise.all(ids.map((id) => findRun(root, id)))
  const comparison = compareRuns(runs)
  const searches = await searchesOf(runs, root)
  return {
    data: { ...comparison, searches },
    text: [
      ...(runs.some(({ run }) => run.dataset.simulated)
        ? [context.style('yellow', 'SIMULATED DATA in at least one of the runs'), '']
        : []),
      renderTable(
        [{ title: 'run' }, { title: 'strategy' }],
        runs.map(({ run }) => [run.runId, run.strategy.name]),
      ),
      '',
      ...(await renderOverlay(context, runs)),
      ...renderInputs(comparison),
      renderMetrics(comparison),
      ...renderSearches(searches),
    ].join('\n'),
  }
}

/** Of each strategy over each stretch that is compared, what the record has of its variants. */
async function searchesOf(runs: readonly OpenedRun[], root: string) {
  const { recordedSearch } = await import('../../report/search-of.ts')
  const summaries = runs.map(summaryOf)
  const keys = new Map(
    summaries.map((run) => [`${run.dataset.root} ${run.strategy.name} ${run.from} ${run.to}`, run]),
  )
  const found = await Promise.all(
    [...keys.values()].map(async (run) => ({
      strategy: run.strategy.name,
      ...(await recordedSearch(run, root)),
    })),
  )
  return found.filter(({ trials }) => trials > 1)
}

function renderSearches(searches: Awaited<ReturnType<typeof searchesOf>>): readonly string[] {
  return searches.flatMap(({ strategy, trials, overfitProbability: probability }) => [
    '',
    `${counted(trials, 'variant')} of ${strategy} ${trials === 1 ? 'is' : 'are'} on record over the same data${
      probability === undefined
        ? '.'
        : `: probability of backtest overfitting (PBO) ${formatShare(probability)}.`
    }`,
  ])
}

/** Growth of each run since its start: runs of other sizes and assets are told apart by shape alone. */
async function renderOverlay(
  { width, look }: CommandContext,
  runs: readonly OpenedRun[],
): Promise<readonly string[]> {
  const full = runs.filter(({ run }) => run.parts === 'full')
  if (full.length < runs.length) return ['(no chart: of some runs only the figures were kept)', '']
  const series = await Promise.all(
    runs.map(async (opened) => {
      const { run, figures } = opened
      const { preview } = await readResultFile(opened)
      const start = Number(figures.navStart)
      return {
        name: `${run.runId} ${run.strategy.name}`,
        points: preview.map(({ timestamp, nav }) => ({
          x: timestamp,
          y: 100 * (Number(nav) / start - 1),
        })),
      }
    }),
  )
  const unit = 'Return since the start, %'
  return [
    lineChart(series, { width: Math.min(width, 100), height: 9, xAxis: 'time', unit, look }),
    '',
  ]
}

function renderInputs({ inputs, runIds }: RunComparison): readonly string[] {
  if (inputs.length === 0) return []
  const shortened = (text: string): string => (text.length > 24 ? `${text.slice(0, 23)}…` : text)
  return [
    renderTable(
      [{ title: 'not the same' }, ...runIds.map((title) => ({ title }))],
      inputs.map(({ name, values }) => [name, ...values.map(shortened)]),
    ),
    '',
  ]
}

function renderMetrics({ metrics, runIds }: RunComparison): string {
  const [first = '', ...others] = runIds
  return renderTable(
    [
      { title: 'metric' },
      { title: first, align: 'right' },
      ...others.flatMap((title) => [
        { title, align: 'right' as const },
        { title: 'difference', align: 'right' as const },
      ]),
    ],
    metrics.map(({ metric, values, differences, best }) => {
      const cell = (i: number): string => `${figure(values[i])}${best === i ? ' *' : '  '}`
      return [
        metric,
        cell(0),
        ...others.flatMap((_, i) => [cell(i + 1), signed(differences[i + 1])]),
      ]
    }),
  )
}

function figure(value: number | null | undefined): string {
  return formatNumber(value, Math.abs(value ?? 0) >= 1000 ? 0 : 4)
}

function signed(value: number | null | undefined): string {
  return value === null || value === undefined || value <= 0 ? figure(value) : `+${figure(value)}`
}
