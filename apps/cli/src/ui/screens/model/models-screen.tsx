import type { StoredModel } from '@tickwise/forecast'
import { standing } from '../../../commands/models/store-options.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { matchesFilter } from '../../parts/matches.ts'
import { selectionKeys, within } from '../../parts/selection.ts'
import { Table } from '../../parts/table.tsx'
import type { ListedModels } from '../../services/ui-services.ts'
import { defineScreen, type ScreenProps } from '../../shell/screen.ts'

type Props = ScreenProps<ListedModels, number>

/** Every model of the store. */
export const modelsScreen = defineScreen<ListedModels, number>({
  name: 'models',
  summary: 'every model of the store',
  title: () => 'models',
  start: () => 0,
  source: async ({ services, show }) => show(await services.models()),
  isFilterable: true,
  keys: (props) => {
    const { local, size, remember, shell } = props
    const rows = rowsOf(props)
    const selected = within(local, rows.length)
    const opens = rows[selected]?.opens
    return [
      {
        keys: ['enter'],
        label: 'open',
        help: 'opens the selected model',
        disabled: opens === undefined ? 'there is no whole model here' : undefined,
        run: () => shell.open('model', opens ?? ''),
      },
      ...selectionKeys({
        selected,
        count: rows.length,
        page: size.rows - 1,
        select: remember,
      }),
    ]
  },
  view: (props) => {
    const { data, local, size, look } = props
    return (
      <Loaded data={data} what="models" size={size} look={look}>
        {() => {
          const rows = rowsOf(props)
          return (
            <Table
              columns={[
                { title: 'model', least: 8 },
                { title: 'hash', leaves: 3 },
                { title: 'state' },
                { title: 'forecasts', leaves: 2, least: 10 },
                { title: 'market', leaves: 4, least: 8 },
                { title: 'against the bar', leaves: 1 },
              ]}
              rows={rows.map(({ cells }) => cells)}
              selected={within(local, rows.length)}
              size={size}
              look={look}
            />
          )
        }}
      </Loaded>
    )
  },
})

interface Row {
  readonly cells: readonly string[]
  /** Absent where the folder is no whole model. */
  readonly opens?: string
}

function rowsOf({ data, filter }: Props): readonly Row[] {
  if (data.status !== 'ready') return []
  const { models, broken } = data.value
  const faults = broken.map(({ folder, error }) => ({
    cells: [folder, '', 'broken', error instanceof Error ? error.message : String(error), '', ''],
  }))
  return [...models.map(rowOf), ...faults].filter(({ cells }) => matchesFilter(cells, filter))
}

function rowOf({ card, hash, state }: StoredModel): Row {
  const { kind, horizonEpochs } = card.target
  return {
    opens: hash,
    cells: [
      card.name,
      hash.slice(0, 12),
      state,
      `${kind}, ${horizonEpochs} × ${card.epochSeconds} s`,
      card.market.title ?? card.market.source,
      standing(card.comparison),
    ],
  }
}
