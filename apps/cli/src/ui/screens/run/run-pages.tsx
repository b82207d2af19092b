import type { ReactElement } from 'react'
import type { UiLook } from '../../look.ts'
import { Chart } from '../../parts/chart.tsx'
import { factLines, Facts, type Fact } from '../../parts/facts.tsx'
import { Lines } from '../../parts/lines.tsx'
import type { Page } from '../../parts/pages.tsx'
import { Panel } from '../../parts/panel.tsx'
import { scrolledTo } from '../../parts/scroll.ts'
import { Columns, Rows } from '../../parts/split.tsx'
import type { Size } from '../../shell/size.ts'
import { AttributionBars } from './attribution-bars.tsx'
import type { Benchmarks, RunModel } from './run-model.ts'

/** Room below which two things beside each other are no more readable. */
const wide: Size = { columns: 64, rows: 14 }
/** Room for everything at once. */
const spacious: Size = { columns: 110, rows: 30 }

/** Which benchmarks are drawn beside a run. */
export type Against = 'all' | 'HODL' | 'none'

/** How the user looks at a run. */
interface Looks {
  readonly top: number
  readonly against: Against
}

/** Rows from which the legend of all benchmarks leaves the curves enough room. */
const roomForAll = 9

/** The pages of a run: fewer and fuller ones where there is room. */
export function runPages(
  model: RunModel,
  size: Size,
  look: UiLook,
  { top, against }: Looks,
): readonly Page[] {
  const isWide = size.columns >= wide.columns && size.rows >= wide.rows
  const page = (name: string, facts: readonly Fact[]): Page => ({
    name,
    view: (inner) => <ScrolledFacts facts={facts} top={top} size={inner} look={look} />,
  })
  return [
    { name: 'overview', view: (inner) => <Overview {...{ model, look, against }} size={inner} /> },
    ...(isWide ? [] : [page('figures', model.keyFigures)]),
    ...(isWide ? [] : [curvePage('drawdown', model, look)]),
    curvePage('ranges', model, look),
    {
      name: 'attribution',
      view: (inner) => <AttributionBars model={model} size={inner} look={look} />,
    },
    page('metrics', model.metrics),
    page('costs', [...model.costs, ...model.forecasts]),
    page('origin', model.origin),
  ]
}

/** Lines of a page of facts; 0 for pages that are drawn to the size. */
export function metricLines(model: RunModel, name: string, size: Size, look: UiLook): number {
  const facts: Readonly<Record<string, readonly Fact[]>> = {
    figures: model.keyFigures,
    metrics: model.metrics,
    costs: [...model.costs, ...model.forecasts],
    origin: model.origin,
  }
  return factLines(facts[name] ?? [], size.columns, look).length
}

interface PartProps {
  readonly model: RunModel
  readonly size: Size
  readonly look: UiLook
}

function Overview({ model, size, look, against }: EquityProps): ReactElement {
  const isWide = size.columns >= wide.columns && size.rows >= wide.rows - 1
  if (!isWide) return <EquityCurve {...{ model, size, look, against }} />
  const isSpacious = size.columns >= spacious.columns && size.rows >= spacious.rows
  const curves = (inner: Size): ReactElement => (
    <Rows
      size={inner}
      parts={[
        [4, (part) => <EquityCurve {...{ model, look, against }} size={part} />],
        [3, (part) => <DrawdownCurve model={model} size={part} look={look} />],
        ...(isSpacious
          ? [[4, (part: Size) => <RangeCurve {...{ model, look }} size={part} />] as const]
          : []),
      ]}
    />
  )
  const figures = (inner: Size): ReactElement => (
    <Panel title="Figures" size={inner} look={look}>
      {(room) => <Facts facts={model.keyFigures} size={room} look={look} />}
    </Panel>
  )
  const aside = (inner: Size): ReactElement =>
    isSpacious ? (
      <Rows
        size={inner}
        parts={[
          [1, figures],
          [1, (part) => <AttributionBars model={model} size={part} look={look} />],
        ]}
      />
    ) : (
      figures(inner)
    )
  return (
    <Columns
      size={size}
      parts={[
        [isSpacious ? 5 : 2, curves],
        [isSpacious ? 4 : 1, aside],
      ]}
    />
  )
}

function curvePage(name: 'drawdown' | 'ranges', model: RunModel, look: UiLook): Page {
  const Curve = name === 'drawdown' ? DrawdownCurve : RangeCurve
  return { name, view: (inner) => <Curve model={model} size={inner} look={look} /> }
}

interface EquityProps extends PartProps {
  readonly against: Against
}

/** The value of the run, first and on top, and of what it is held against. */
function EquityCurve({ model, size, look, against }: EquityProps): ReactElement {
  const { curves, assetSymbol } = model
  if (curves === undefined) return <NoCurves size={size} look={look} />
  const { equity, benchmarks } = curves
  const of = size.rows < roomForAll && against === 'all' ? 'HODL' : against
  const beside = benchmarks.status === 'there' && of !== 'none' ? benchmarks.curves : []
  return (
    <Panel title={equityTitle(assetSymbol, benchmarks, of)} size={size} look={look}>
      {(inner) => (
        <Chart
          series={[
            { name: model.strategy, points: equity },
            ...beside.filter(({ name }) => of === 'all' || name === 'HODL'),
          ]}
          xAxis="time"
          size={inner}
          look={look}
        />
      )}
    </Panel>
  )
}

function equityTitle(symbol: string, benchmarks: Benchmarks, against: Against): string {
  const title = `Net asset value, ${symbol}`
  if (against === 'none' || benchmarks.status === 'there') return title
  return benchmarks.status === 'loading'
    ? `${title} (loading benchmarks)`
    : `${title} (no benchmarks: ${benchmarks.reason})`
}

function DrawdownCurve({ model, size, look }: PartProps): ReactElement {
  const { curves } = model
  if (curves === undefined) return <NoCurves size={size} look={look} />
  return (
    <Panel title="Below the peak, %" size={size} look={look}>
      {(inner) => (
        <Chart
          series={[{ name: 'drawdown', points: curves.drawdown }]}
          xAxis="time"
          size={inner}
          look={look}
        />
      )}
    </Panel>
  )
}

function RangeCurve({ model, size, look }: PartProps): ReactElement {
  const { curves } = model
  if (curves === undefined) return <NoCurves size={size} look={look} />
  return (
    <Panel title={`Price and ranges, ${curves.priceUnit}`} size={size} look={look}>
      {(inner) => <Chart series={curves.price} xAxis="time" size={inner} look={look} />}
    </Panel>
  )
}

function NoCurves({ size, look }: Omit<PartProps, 'model'>): ReactElement {
  const text = 'Of this run only the figures were kept: run it again without --metrics-only.'
  return <Lines lines={[text]} size={size} look={look} />
}

function ScrolledFacts({
  facts,
  top,
  size,
  look,
}: {
  readonly facts: readonly Fact[]
  readonly top: number
  readonly size: Size
  readonly look: UiLook
}): ReactElement {
  const lines = factLines(facts, size.columns, look)
  const first = scrolledTo(top, lines.length, size.rows)
  return <Lines lines={lines.slice(first)} size={size} look={look} />
}
