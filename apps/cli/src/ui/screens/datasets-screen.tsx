import { counted } from '@tickwise/terminal'
import { Lines } from '../parts/lines.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { matchesFilter } from '../parts/matches.ts'
import { selectionKeys, within } from '../parts/selection.ts'
import { Table } from '../parts/table.tsx'
import type { ListedDataset } from '../services/ui-services.ts'
import { valueOf } from '../shell/loadable.ts'
import { defineScreen, type ScreenProps } from '../shell/screen.ts'
import { datasetName, datasetRows, dayRange } from './names.ts'

type Props = ScreenProps<readonly ListedDataset[], { readonly selected: number }>

/** Every dataset below the data folder. */
export const datasetsScreen = defineScreen<readonly ListedDataset[], { readonly selected: number }>(
  {
    name: 'datasets',
    summary: 'every dataset below the data folder',
    title: ({ data }) => {
      const all = valueOf(data)
      return all === undefined ? 'datasets' : counted(all.length, 'dataset')
    },
    start: () => ({ selected: 0 }),
    source: async ({ services, show }) => show(await services.datasets()),
    isFilterable: true,
    keys: (props) => {
      const rows = shownRows(props)
      const selected = within(props.local.selected, rows.length)
      const directory = rows[selected]?.[0]
      return [
        ...selectionKeys({
          selected,
          count: rows.length,
          page: props.size.rows - 1,
          select: (index) => props.remember({ selected: index }),
        }),
        {
          keys: ['enter'],
          label: 'open',
          help: 'opens the selected dataset',
          disabled: directory === undefined ? 'no dataset is selected' : undefined,
          run: () => props.shell.open('dataset', directory ?? ''),
        },
      ]
    },
    view: (props) => {
      const { data, size, look, local } = props
      return (
        <Loaded data={data} what="datasets" size={size} look={look}>
          {(all) => {
            if (all.length === 0) return <Lines lines={emptyLines} size={size} look={look} />
            const rows = shownRows(props)
            return (
              <Table
                columns={[
                  { title: 'folder', least: 10 },
                  { title: 'what', least: 10 },
                  { title: 'rows', align: 'right', leaves: 1 },
                  { title: 'time (UTC)', leaves: 2 },
                ]}
                rows={rows}
                selected={within(local.selected, rows.length)}
                size={size}
                look={look}
              />
            )
          }}
        </Loaded>
      )
    },
  },
)

const emptyLines = [
  'There are no datasets here.',
  '',
  'Make one with the command bar, such as',
  '  :data simulate --out data/market',
]

function shownRows({ data, filter }: Props): readonly (readonly string[])[] {
  return (valueOf(data) ?? [])
    .map(({ directory, manifest }) => [
      directory,
      `${datasetName(manifest)}${manifest.simulated ? ' [simulated]' : ''}`,
      datasetRows(manifest).toLocaleString('en-US'),
      dayRange(manifest.timeRange),
    ])
    .filter((row) => matchesFilter(row, filter))
}
