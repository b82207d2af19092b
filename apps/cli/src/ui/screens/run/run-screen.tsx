import { describeError } from '@tickwise/terminal'
import { Loaded } from '../../parts/loaded.tsx'
import { pageKeys, Pages } from '../../parts/pages.tsx'
import { scrollKeys } from '../../parts/scroll.ts'
import { valueOf } from '../../shell/loadable.ts'
import { defineScreen } from '../../shell/screen.ts'
import type { UiServices } from '../../services/ui-services.ts'
import type { Benchmarks, RunModel } from './run-model.ts'
import { metricLines, runPages, type Against } from './run-pages.tsx'
import { runWords } from '../words.ts'

interface Local {
  readonly page: number
  /** First line that is shown of a page that is longer than the screen. */
  readonly top: number
  readonly against: Against
}

const nextAgainst: Readonly<Record<Against, Against>> = { all: 'HODL', HODL: 'none', none: 'all' }

/** One run: its curves, where its result came from, every figure, and how it was made. */
export const runScreen = defineScreen<RunModel, Local>({
  name: 'run',
  summary: 'one run, by its id or the begin of it',
  usage: ['<run>'],
  choices: runWords,
  title: ({ args, data }) => {
    const model = valueOf(data)
    if (model === undefined) return `run ${args[0]}`
    return `${model.strategy} ${model.runId}${model.isSimulated ? ' [simulated]' : ''}`
  },
  start: () => ({ page: 0, top: 0, against: 'all' }),
  source: async ({ services, args, show }) => {
    const [detail, { buildRunModel }] = await Promise.all([
      services.run(args[0] ?? ''),
      import('./build-run-model.ts'),
    ])
    show(buildRunModel(detail, { status: 'loading' }))
    if (detail.file !== undefined) {
      show(buildRunModel(detail, await benchmarksOf(services, detail.opened)))
    }
  },
  keys: ({ data, local, size, look, remember, args, shell }) => {
    const model = valueOf(data)
    const pages = model === undefined ? [] : runPages(model, size, look, local)
    const name = pages[local.page]?.name
    const lines =
      model === undefined || name === undefined ? 0 : metricLines(model, name, size, look)
    return [
      ...pageKeys(local.page, pages.length, (page) => remember({ ...local, page, top: 0 })),
      ...scrollKeys({
        top: local.top,
        lines,
        rows: size.rows - 1,
        scroll: (top) => remember({ ...local, top }),
      }),
      {
        keys: ['b'],
        label: 'benchmarks',
        help: 'shows all that the run is held against, then HODL alone, then the run alone',
        disabled: model?.curves === undefined ? 'there are no curves' : undefined,
        run: () => remember({ ...local, against: nextAgainst[local.against] }),
      },
      {
        keys: ['p'],
        label: 'report',
        help: 'writes the report of the run as one HTML file into this folder',
        disabled: model === undefined ? 'the run is not there' : undefined,
        run: () => shell.runCommand('report', args[0] ?? ''),
      },
    ]
  },
  view: ({ data, local, size, look }) => (
    <Loaded data={data} what="run" size={size} look={look}>
      {(model) => (
        <Pages
          pages={runPages(model, size, look, local)}
          current={local.page}
          size={size}
          look={look}
        />
      )}
    </Loaded>
  ),
})

/** What cannot be read of the benchmarks is said beside the curve that there is. */
async function benchmarksOf(
  services: UiServices,
  opened: Parameters<UiServices['benchmarks']>[0],
): Promise<Benchmarks> {
  try {
    return { status: 'there', curves: await services.benchmarks(opened) }
  } catch (error) {
    return { status: 'missing', reason: describeError(error).message }
  }
}
