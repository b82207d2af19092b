import { describeError } from '@tickwise/terminal'
import { Lines } from '../../parts/lines.tsx'
import { selectionKeys } from '../../parts/selection.ts'
import { matchesFilter } from '../../parts/matches.ts'
import type { Loadable } from '../../shell/loadable.ts'
import { defineScreen, type ScreenProps, type SourceContext } from '../../shell/screen.ts'
import { homeLines } from './home-lines.ts'
import { homeSections, type HomeData, type HomeItem, type HomeSection } from './home-sections.ts'

/** What is selected, by what it opens: lists that come later move it nowhere. */
interface Local {
  readonly selected?: string
}

type Props = ScreenProps<HomeData, Local>

/** Where everything begins: what there is, the youngest first. */
export const homeScreen = defineScreen<HomeData, Local>({
  name: 'home',
  summary: 'datasets, runs, models and vaults',
  title: () => 'home',
  start: () => ({}),
  source: loadHome,
  isFilterable: true,
  keys: (props) => {
    const { size, remember, shell } = props
    const items = itemsOf(props)
    const selected = selectedOf(props)
    const [screen, ...args] = items[selected]?.opens ?? []
    const to = (name: string, help: string) => ({
      keys: [name.charAt(0)],
      help,
      run: () => shell.open(name),
    })
    return [
      ...selectionKeys({
        selected,
        count: items.length,
        page: size.rows,
        select: (index) => remember({ selected: keyOf(items[index]) }),
      }),
      {
        keys: ['enter'],
        label: 'open',
        help: 'opens what is selected',
        disabled: screen === undefined ? 'nothing is selected' : undefined,
        run: () => shell.open(screen ?? '', ...args),
      },
      to('datasets', 'every dataset'),
      to('runs', 'every run on record'),
      to('models', 'every model'),
      to('strategies', 'every strategy: edit its parameters, run it, sweep it'),
    ]
  },
  view: (props) => {
    const { size, look } = props
    const lines = homeLines(sectionsOf(props), selectedOf(props), size, look)
    return <Lines lines={lines} size={size} look={look} />
  },
})

const nothing: HomeData = {
  datasets: { status: 'loading' },
  runs: { status: 'loading' },
  models: { status: 'loading' },
  vaults: { status: 'loading' },
}

/** Each list comes when it is there; one that cannot be read does not hold up the others. */
async function loadHome({ services, show }: SourceContext<HomeData>): Promise<void> {
  let home = nothing
  show(home)
  const load = async <Key extends keyof HomeData>(
    key: Key,
    list: () => Promise<unknown>,
  ): Promise<void> => {
    const part: Loadable<unknown> = await list().then(
      (value) => ({ status: 'ready', value }) as const,
      (error: unknown) => ({ status: 'failed', error: describeError(error) }) as const,
    )
    home = { ...home, [key]: part }
    show(home)
  }
  await Promise.all([
    load('datasets', services.datasets),
    load('runs', services.runs),
    load('models', services.models),
    load('vaults', services.vaults),
  ])
}

/** Items of one kind that are shown at once, by how much room there is. */
function limitOf(rows: number): number {
  return Math.max(3, Math.floor((rows - 6) / 3))
}

function sectionsOf({ data, size, filter }: Props): readonly HomeSection[] {
  const home = data.status === 'ready' ? data.value : nothing
  if (filter === '') return homeSections(home, limitOf(size.rows))
  return homeSections(home, Infinity).map((section) => ({
    ...section,
    items: section.items.filter(({ cells }) => matchesFilter(cells, filter)),
  }))
}

function itemsOf(props: Props): readonly HomeItem[] {
  return sectionsOf(props).flatMap((section) => section.items)
}

const keyOf = (item: HomeItem | undefined): string => item?.opens.join(' ') ?? ''

/** At first the first item of all: none as long as something may still come before it. */
function selectedOf(props: Props): number {
  const { selected } = props.local
  const known = itemsOf(props).findIndex((item) => keyOf(item) === selected)
  if (known >= 0) return known
  const first = sectionsOf(props).find(({ items, isLoading }) => items.length > 0 || isLoading)
  return first === undefined || first.isLoading ? -1 : 0
}
