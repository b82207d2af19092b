import { Loaded } from '../../parts/loaded.tsx'
import { pageKeys, Pages } from '../../parts/pages.tsx'
import { resultOf } from '../../services/result-of.ts'
import { valueOf } from '../../shell/loadable.ts'
import { defineScreen } from '../../shell/screen.ts'
import type { ShownDataset } from './dataset-model.ts'
import { datasetPages } from './dataset-pages.tsx'
import { datasetWords } from '../words.ts'

/** A dataset: price, volume and liquidity, where it comes from, and whether anything is missing. */
export const datasetScreen = defineScreen<ShownDataset, { readonly page: number }>({
  name: 'dataset',
  summary: 'price, volume, liquidity and provenance of a dataset',
  usage: ['<folder>'],
  choices: datasetWords,
  title: ({ args, data }) => `${args[0]}${valueOf(data)?.manifest.simulated ? ' [simulated]' : ''}`,
  start: () => ({ page: 0 }),
  // In a process of its own: a year of a busy pool takes a while to open, and the keys must not wait for it.
  source: async ({ services, args, signal, show, progress }) => {
    const events = services.events(['data', 'show', args[0] ?? ''], signal)
    const shown = await resultOf<ShownDataset>(events, progress)
    if (shown !== undefined) show(shown)
  },
  keys: ({ data, local, size, look, remember, args, shell }) => {
    const shown = valueOf(data)
    const pages = shown === undefined ? [] : datasetPages(shown, size, look)
    const missing = shown === undefined ? 'the dataset is not open' : undefined
    const isEvents = shown?.manifest.kind === 'events'
    return [
      ...pageKeys(local.page, pages.length, (page) => remember({ page })),
      {
        keys: ['c'],
        label: 'check',
        help: 'checks that every event leads to the next one',
        disabled: missing ?? (isEvents ? undefined : 'only events can be checked'),
        run: () => shell.runCommand('data', 'check', args[0] ?? ''),
      },
      {
        keys: ['s'],
        label: 'strategies',
        help: 'chooses a strategy to run over it',
        disabled: missing ?? (isEvents ? undefined : 'strategies run over events'),
        run: () => shell.open('strategies', args[0] ?? ''),
      },
    ]
  },
  view: ({ data, local, size, look, args }) => (
    <Loaded data={data} what={args[0] ?? ''} size={size} look={look}>
      {(shown) => (
        <Pages
          pages={datasetPages(shown, size, look)}
          current={local.page}
          size={size}
          look={look}
        />
      )}
    </Loaded>
  ),
})
