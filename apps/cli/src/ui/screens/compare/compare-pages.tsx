import type { ReactElement } from 'react'
import type { UiLook } from '../../look.ts'
import { Chart } from '../../parts/chart.tsx'
import { Lines } from '../../parts/lines.tsx'
import type { Page } from '../../parts/pages.tsx'
import { Panel } from '../../parts/panel.tsx'
import { scrolledTo } from '../../parts/scroll.ts'
import { Rows } from '../../parts/split.tsx'
import { Table } from '../../parts/table.tsx'
import type { TableColumn } from '../../parts/table-layout.ts'
import type { Size } from '../../shell/size.ts'
import type { ComparedMetric, CompareModel } from './compare-model.ts'

/** Rows from which a chart and a table have room under each other. */
const tall = 16

/** The pages of a comparison. */
export function comparePages(
  model: CompareModel,
  size: Size,
  look: UiLook,
  top: number,
): readonly Page[] {
  const curves = (inner: Size): ReactElement => <Overlay {...{ model, look }} size={inner} />
  const metrics = (inner: Size): ReactElement => <Metrics {...{ model, look, top }} size={inner} />
  const inputs = {
    name: 'inputs',
    view: (inner: Size) => <Inputs {...{ model, look, top }} size={inner} />,
  }
  if (size.rows < tall) {
    return [{ name: 'curves', view: curves }, { name: 'metrics', view: metrics }, inputs]
  }
  const both = (inner: Size): ReactElement => (
    <Rows
      size={inner}
      parts={[
        [1, curves],
        [1, metrics],
      ]}
    />
  )
  return [{ name: 'overview', view: both }, inputs]
}

/** Rows of the table on a page. */
export function scrolledRows({ metrics, inputs }: CompareModel, page: string): number {
  if (page === 'curves') return 0
  return page === 'inputs' ? inputs.length : metrics.length
}

/** Rows of a page's table that are seen at once. */
export function tableRoom(page: string, { rows }: Size): number {
  return page === 'overview' ? rows - 1 - Math.round((rows - 1) / 2) - 1 : rows - 2
}

interface PartProps {
  readonly model: CompareModel
  readonly size: Size
  readonly look: UiLook
}

function Overlay({ model, size, look }: PartProps): ReactElement {
  const { curves, runIds } = model
  const isCut = curves.length < runIds.length
  const title = `Return since the start, %${isCut ? ' (of some runs only figures were kept)' : ''}`
  return (
    <Panel title={title} size={size} look={look}>
      {(inner) => <Chart series={curves} xAxis="time" size={inner} look={look} />}
    </Panel>
  )
}

function Metrics({ model, size, look, top }: PartProps & { readonly top: number }): ReactElement {
  const { metrics, runIds } = model
  const first = scrolledTo(top, metrics.length, size.rows - 1)
  const columns: readonly TableColumn[] = [
    { title: 'metric', least: 10 },
    ...runIds.flatMap((id, i): readonly TableColumn[] => [
      { title: `${i + 1} ${id.slice(0, 6)}`, align: 'right' },
      ...(i === 0 ? [] : [{ title: 'diff.', align: 'right', leaves: i } as const]),
    ]),
  ]
  return (
    <Table columns={columns} rows={metrics.slice(first).map(cellsOf)} size={size} look={look} />
  )
}

/** The best of all runs has a star. */
function cellsOf({ name, values, differences, best }: ComparedMetric): readonly string[] {
  return [
    name,
    ...values.flatMap((value, i) => {
      const shown = `${value}${best === i ? '*' : ' '}`
      return i === 0 ? [shown] : [shown, differences[i] ?? '']
    }),
  ]
}

function Inputs({ model, size, look, top }: PartProps & { readonly top: number }): ReactElement {
  const { inputs, runIds } = model
  if (inputs.length === 0) {
    return <Lines lines={['All inputs are the same.']} size={size} look={look} />
  }
  const first = scrolledTo(top, inputs.length, size.rows - 1)
  return (
    <Table
      columns={[
        { title: 'not the same', least: 10 },
        ...runIds.map((id, i) => ({ title: `${i + 1} ${id.slice(0, 6)}`, least: 6 })),
      ]}
      rows={inputs.slice(first).map(({ name, values }) => [name, ...values])}
      size={size}
      look={look}
    />
  )
}
