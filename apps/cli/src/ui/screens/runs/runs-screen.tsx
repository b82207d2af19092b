import type { RunList, RunSummary } from '@tickwise/runs'
import { counted, formatNumber, formatPercent, formatTime } from '@tickwise/terminal'
import { Lines } from '../../parts/lines.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Panel } from '../../parts/panel.tsx'
import { selectionKeys, within } from '../../parts/selection.ts'
import { Table } from '../../parts/table.tsx'
import type { TableColumn } from '../../parts/table-layout.ts'
import { valueOf } from '../../shell/loadable.ts'
import { defineScreen, type ScreenProps } from '../../shell/screen.ts'
import { parameterText, poolName } from '../names.ts'
import { filteredRuns, type FilteredRuns } from './filtered-runs.ts'

/** Lines that a chart can tell apart. */
const mostCompared = 4

interface Local {
  readonly selected: number
  /** Ids of the runs that were picked out to be compared, the first is the measure. */
  readonly marked: readonly string[]
}

type Props = ScreenProps<RunList, Local>

/** Every run on record, the youngest first. */
export const runsScreen = defineScreen<RunList, Local>({
  name: 'runs',
  summary: 'every run on record; filter with words and conditions such as sharpe>1',
  title: ({ data }) => {
    const runs = valueOf(data)?.runs
    return runs === undefined ? 'runs' : counted(runs.length, 'run')
  },
  start: () => ({ selected: 0, marked: [] }),
  source: async ({ services, show }) => show(await services.runs()),
  isFilterable: true,
  keys: (props) => {
    const { runs } = shownRuns(props)
    const { local, size, remember, shell } = props
    const selected = within(local.selected, runs.length)
    const run = runs[selected]
    const { marked } = local
    const none = run === undefined ? 'no run is selected' : undefined
    return [
      ...selectionKeys({
        selected,
        count: runs.length,
        page: size.rows - 2,
        select: (index) => remember({ ...local, selected: index }),
      }),
      {
        keys: ['enter'],
        label: 'open',
        help: 'opens the selected run',
        disabled: none,
        run: () => shell.open('run', run?.runId ?? ''),
      },
      {
        keys: ['space'],
        label: 'mark',
        help: `marks a run to be compared, up to ${mostCompared}, or takes the mark away`,
        disabled: none ?? unmarkable(marked, run?.runId ?? ''),
        run: () => remember({ ...local, marked: toggled(marked, run?.runId ?? '') }),
      },
      {
        keys: ['c'],
        label: 'compare',
        help: 'compares the marked runs, the first of them is the measure',
        disabled: marked.length < 2 ? 'mark two to four runs with space first' : undefined,
        run: () => shell.open('compare', ...marked),
      },
    ]
  },
  view: (props) => {
    const { data, size, look } = props
    return (
      <Loaded data={data} what="runs" size={size} look={look}>
        {(list) => <RunTable props={props} list={list} />}
      </Loaded>
    )
  },
})

function RunTable({ props, list }: { readonly props: Props; readonly list: RunList }) {
  const { size, look, local, filter } = props
  const { runs, problem } = shownRuns(props)
  if (list.runs.length === 0) {
    return <Lines lines={emptyLines} size={size} look={look} />
  }
  const selected = within(local.selected, runs.length)
  const place = runs.length === 0 ? 'none' : `${selected + 1} of ${runs.length}`
  const broken = list.broken.length === 0 ? '' : `, ${list.broken.length} broken folders`
  const title = problem ?? `${place}${filter === '' ? '' : ` that match`}${broken}`
  return (
    <Panel title={title} size={size} look={look}>
      {(inner) => (
        <Table
          columns={columns}
          rows={runs.map(cellsOf)}
          selected={selected}
          marked={local.marked.map((id) => runs.findIndex(({ runId }) => runId === id))}
          size={inner}
          look={look}
        />
      )}
    </Panel>
  )
}

const emptyLines = [
  'There are no runs yet.',
  '',
  'Make one with the command bar:',
  '  :backtest --dataset data/sample --strategy recentre',
]

const columns: readonly TableColumn[] = [
  { title: 'run' },
  { title: 'strategy', least: 10 },
  { title: 'return', align: 'right', leaves: 1 },
  { title: 'Sharpe', align: 'right', leaves: 2 },
  { title: 'drawdown', align: 'right', leaves: 3 },
  { title: 'days', align: 'right', leaves: 5 },
  { title: 'pool', leaves: 4 },
  { title: 'made (UTC)', leaves: 6 },
  { title: 'parameters', leaves: 7, least: 12 },
]

function cellsOf(run: RunSummary): readonly string[] {
  const { totalReturn, sharpe, maxDrawdown } = run.metrics
  return [
    run.runId,
    run.strategy.name,
    formatPercent(totalReturn),
    formatNumber(sharpe),
    formatPercent(maxDrawdown === null ? null : -maxDrawdown),
    ((run.to - run.from) / 86_400).toFixed(1),
    poolName(run),
    formatTime(Math.floor(Date.parse(run.madeAt) / 1000)),
    parameterText(run),
  ]
}

function shownRuns({ data, filter }: Props): FilteredRuns {
  return filteredRuns(valueOf(data)?.runs ?? [], filter)
}

function toggled(marked: readonly string[], id: string): readonly string[] {
  return marked.includes(id) ? marked.filter((other) => other !== id) : [...marked, id]
}

function unmarkable(marked: readonly string[], id: string): string | undefined {
  return marked.length < mostCompared || marked.includes(id)
    ? undefined
    : `${mostCompared} runs are marked: more lines cannot be told apart`
}
