import { barChart, formatUnits } from '@tickwise/terminal'
import type { ReactElement } from 'react'
import type { UiLook } from '../../look.ts'
import { Lines } from '../../parts/lines.tsx'
import { Panel } from '../../parts/panel.tsx'
import type { Size } from '../../shell/size.ts'
import type { RunModel } from './run-model.ts'

/** Columns below which bars would tell nothing. */
const leastBar = 8

/** Where the change of value came from: a bar for each term, and their exact sum. */
export function AttributionBars({
  model,
  size,
  look,
}: {
  readonly model: RunModel
  readonly size: Size
  readonly look: UiLook
}): ReactElement {
  const title = `Where it came from, ${model.assetSymbol}`
  return (
    <Panel title={title} size={size} look={look}>
      {(inner) => <Lines lines={attributionLines(model, inner, look)} size={inner} look={look} />}
    </Panel>
  )
}

/** The terms that are not zero, and the sum. */
export function attributionLines(
  { attribution, change, decimals }: RunModel,
  { columns }: Size,
  look: UiLook,
): readonly string[] {
  const amount = (raw: bigint): string => formatUnits(raw, decimals, 2)
  const terms = attribution.filter(({ raw }) => raw !== 0n)
  const names = Math.max(...terms.map(({ name }) => name.length), 'change of value'.length)
  const notes = Math.max(...terms.map(({ raw }) => amount(raw).length), amount(change).length)
  const sum = `${'change of value'.padStart(names)} ${amount(change)}`
  const bar = columns - names - notes - 3
  if (bar < leastBar) {
    const room = Math.max(1, columns - names - 1)
    const line = (name: string, raw: bigint): string =>
      `${name.padEnd(names)} ${amount(raw).padStart(Math.min(room, notes))}`
    return [...terms.map(({ name, raw }) => line(name, raw)), line('change of value', change)]
  }
  const bars = terms.map(({ name, raw }) => ({
    label: name,
    value: Number(raw),
    note: amount(raw),
  }))
  return [...barChart(bars, bar, look).split('\n'), sum]
}
