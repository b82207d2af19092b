import { Loaded } from '../../parts/loaded.tsx'
import { pageKeys, Pages } from '../../parts/pages.tsx'
import { scrollKeys } from '../../parts/scroll.ts'
import { valueOf } from '../../shell/loadable.ts'
import { defineScreen } from '../../shell/screen.ts'
import type { CompareModel } from './compare-model.ts'
import { comparePages, scrolledRows, tableRoom } from './compare-pages.tsx'
import { runWords } from '../words.ts'

interface Local {
  readonly page: number
  readonly top: number
}

/** Two to four runs: their curves over each other, their figures, and which of their inputs differ. */
export const compareScreen = defineScreen<CompareModel, Local>({
  name: 'compare',
  summary: 'two to four runs beside each other, the first is the measure',
  usage: ['<run>', '<run>', '[<run>]', '[<run>]'],
  choices: runWords,
  title: ({ data, args }) =>
    `compare ${args.length}${valueOf(data)?.isSimulated ? ' [simulated]' : ''}`,
  start: () => ({ page: 0, top: 0 }),
  source: async ({ services, args, show }) => {
    const [{ buildCompareModel }, ...details] = await Promise.all([
      import('./build-compare-model.ts'),
      ...args.map((id) => services.run(id)),
    ])
    show(buildCompareModel(details))
  },
  keys: ({ data, local, size, look, remember, shell }) => {
    const model = valueOf(data)
    const pages = model === undefined ? [] : comparePages(model, size, look, local.top)
    const name = pages[local.page]?.name ?? ''
    return [
      ...pageKeys(local.page, pages.length, (page) => remember({ page, top: 0 })),
      ...scrollKeys({
        top: local.top,
        lines: model === undefined ? 0 : scrolledRows(model, name),
        rows: tableRoom(name, size),
        scroll: (top) => remember({ ...local, top }),
      }),
      ...[1, 2, 3, 4].slice(0, model?.runIds.length ?? 0).map((place) => ({
        keys: [String(place)],
        ...(place === 1 ? { label: 'open' } : {}),
        help: `opens run ${place}`,
        run: () => shell.open('run', model?.runIds[place - 1] ?? ''),
      })),
    ]
  },
  view: ({ data, local, size, look }) => (
    <Loaded data={data} what="runs" size={size} look={look}>
      {(model) => (
        <Pages
          pages={comparePages(model, size, look, local.top)}
          current={local.page}
          size={size}
          look={look}
        />
      )}
    </Loaded>
  ),
})
