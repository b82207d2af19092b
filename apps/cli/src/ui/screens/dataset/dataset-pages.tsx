import { barChart, compactNumber } from '@tickwise/terminal'
import type { ReactElement } from 'react'
import type { UiLook } from '../../look.ts'
import { Chart } from '../../parts/chart.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Lines } from '../../parts/lines.tsx'
import type { Page } from '../../parts/pages.tsx'
import { Panel } from '../../parts/panel.tsx'
import { Columns, Rows } from '../../parts/split.tsx'
import type { Size } from '../../shell/size.ts'
import { provenanceFacts, type ShownDataset } from './dataset-model.ts'

/** Room from which all charts are shown at once. */
const wide: Size = { columns: 64, rows: 18 }
/** Room from which the provenance stands beside them. */
const spacious: Size = { columns: 110, rows: 30 }

/** The pages of a dataset: fewer and fuller ones where there is room. */
export function datasetPages(shown: ShownDataset, size: Size, look: UiLook): readonly Page[] {
  const price = (inner: Size): ReactElement => <Price {...{ shown, look }} size={inner} />
  const volume = (inner: Size): ReactElement => <Volume {...{ shown, look }} size={inner} />
  const liquidity = (inner: Size): ReactElement => <Liquidity {...{ shown, look }} size={inner} />
  const facts = (inner: Size): ReactElement => (
    <Panel title="Provenance" size={inner} look={look}>
      {(room) => <Facts facts={provenanceFacts(shown)} size={room} look={look} />}
    </Panel>
  )
  const provenance = { name: 'provenance', view: facts }
  if (shown.daily === undefined) return [{ name: 'price', view: price }, provenance]
  if (size.columns < wide.columns || size.rows < wide.rows) {
    return [
      { name: 'price', view: price },
      { name: 'volume', view: volume },
      { name: 'liquidity', view: liquidity },
      provenance,
    ]
  }
  const isSpacious = size.columns >= spacious.columns && size.rows >= spacious.rows
  const bars = (inner: Size): ReactElement => (
    <Columns
      size={inner}
      parts={[
        [1, volume],
        [1, liquidity],
      ]}
    />
  )
  const below = isSpacious ? ([[1, facts]] as const) : []
  return [
    {
      name: 'charts',
      view: (inner) => <Rows size={inner} parts={[[1, price], [1.4, bars], ...below]} />,
    },
    provenance,
  ]
}

interface PartProps {
  readonly shown: ShownDataset
  readonly size: Size
  readonly look: UiLook
}

function Price({ shown, size, look }: PartProps): ReactElement {
  const { label, points } = shown.price ?? { label: 'not known', points: [] }
  return (
    <Panel title={`Price, ${label}`} size={size} look={look}>
      {(inner) => (
        <Chart series={[{ name: 'price', points }]} xAxis="time" size={inner} look={look} />
      )}
    </Panel>
  )
}

function Volume({ shown, size, look }: PartProps): ReactElement {
  const { daily = [], manifest } = shown
  if (manifest.kind !== 'events') return <Lines lines={[]} size={size} look={look} />
  const { symbol, decimals } = manifest.pool.token1
  return (
    <Panel title={`Volume per day, ${symbol}`} size={size} look={look}>
      {(inner) => (
        <Bars
          bars={daily.slice(-inner.rows).map(({ date, volume1 }) => {
            const value = Number(volume1) / 10 ** decimals
            return { label: date.slice(5), value, note: compactNumber(value) }
          })}
          size={inner}
          look={look}
        />
      )}
    </Panel>
  )
}

function Liquidity({ shown, size, look }: PartProps): ReactElement {
  const { liquidity = [] } = shown
  return (
    <Panel title="Liquidity by tick at the end" size={size} look={look}>
      {(inner) => (
        <Bars
          bars={around(liquidity, inner.rows).map((bar) => {
            const value = Number(bar.liquidity ?? 0)
            return {
              label: `${bar.current ? `${look.glyphs.selected} ` : ''}${bar.tickLower}`,
              value,
              note: bar.liquidity === undefined ? 'not known' : value.toExponential(2),
            }
          })}
          size={inner}
          look={look}
        />
      )}
    </Panel>
  )
}

/** As many as there is room for, on both sides of the price. */
function around<Bar extends { readonly current: boolean }>(
  bars: readonly Bar[],
  rows: number,
): readonly Bar[] {
  const middle = bars.findIndex(({ current }) => current)
  const first = Math.max(0, Math.min(middle - Math.floor(rows / 2), bars.length - rows))
  return bars.slice(first, first + rows)
}

function Bars({
  bars,
  size,
  look,
}: {
  readonly bars: readonly {
    readonly label: string
    readonly value: number
    readonly note: string
  }[]
  readonly size: Size
  readonly look: UiLook
}): ReactElement {
  const labels = Math.max(0, ...bars.map(({ label }) => label.length))
  const notes = Math.max(0, ...bars.map(({ note }) => note.length))
  const width = Math.max(4, size.columns - labels - notes - 4)
  return <Lines lines={barChart(bars, width, look).split('\n')} size={size} look={look} />
}
