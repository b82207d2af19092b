import { Loaded } from '../../parts/loaded.tsx'
import { matchesFilter } from '../../parts/matches.ts'
import { selectionKeys, within } from '../../parts/selection.ts'
import { Table } from '../../parts/table.tsx'
import type { ListedStrategy } from '../../services/ui-services.ts'
import { defineScreen, type ScreenProps } from '../../shell/screen.ts'
import { datasetWords } from '../words.ts'

type Props = ScreenProps<readonly ListedStrategy[], number>

/** The strategies that can be run: those built in, and the files of this folder. */
export const strategiesScreen = defineScreen<readonly ListedStrategy[], number>({
  name: 'strategies',
  summary: 'strategies to choose from',
  usage: ['[dataset]'],
  choices: datasetWords,
  title: () => 'strategies',
  start: () => 0,
  source: async ({ services, show }) => show(await services.strategies()),
  isFilterable: true,
  keys: (props) => {
    const { args, local, size, remember, shell } = props
    const shown = shownOf(props)
    const selected = within(local, shown.length)
    const strategy = shown[selected]
    return [
      {
        keys: ['enter'],
        label: 'open',
        help: 'opens the parameters of the selected strategy',
        disabled: strategy === undefined ? 'nothing is selected' : undefined,
        run: () => shell.open('strategy', strategy?.name ?? '', ...args.slice(0, 1)),
      },
      ...selectionKeys({ selected, count: shown.length, page: size.rows - 1, select: remember }),
    ]
  },
  view: (props) => {
    const { data, local, size, look } = props
    return (
      <Loaded data={data} what="strategies" size={size} look={look}>
        {() => {
          const shown = shownOf(props)
          return (
            <Table
              columns={[{ title: 'strategy' }, { title: 'what it does', least: 10 }]}
              rows={shown.map(({ name, title }) => [name, title])}
              selected={within(local, shown.length)}
              size={size}
              look={look}
            />
          )
        }}
      </Loaded>
    )
  },
})

function shownOf({ data, filter }: Props): readonly ListedStrategy[] {
  const all = data.status === 'ready' ? data.value : []
  return all.filter(({ name, title }) => matchesFilter([name, title], filter))
}
