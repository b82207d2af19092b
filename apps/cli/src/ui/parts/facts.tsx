import type { ReactElement } from 'react'
import type { UiLook } from '../look.ts'
import type { Size } from '../shell/size.ts'
import { wrapText } from '../text/cut.ts'
import { Lines } from './lines.tsx'

/** A label and its value. */
export type Fact = readonly [label: string, value: string]

/** Labels with their values under each other; long values go on in the next line. */
export function Facts({
  facts,
  size,
  look,
}: {
  readonly facts: readonly Fact[]
  readonly size: Size
  readonly look: UiLook
}): ReactElement {
  return <Lines lines={factLines(facts, size.columns, look)} size={size} look={look} />
}

/** Facts as lines: labels get the room that values do not need, and at least half of it. */
export function factLines(
  facts: readonly Fact[],
  columns: number,
  look: UiLook,
): readonly string[] {
  const longest = (part: 0 | 1): number => Math.max(0, ...facts.map((fact) => fact[part].length))
  const most = Math.max(Math.floor(columns / 2), columns - longest(1))
  const margin = Math.min(most, longest(0) + gap)
  return facts.flatMap(([label, value]) => {
    const labels = wrapText(label, margin - gap)
    const values = wrapText(value, columns - margin)
    const count = Math.max(labels.length, values.length)
    return Array.from({ length: count }, (_, i) => {
      const begin = (labels[i] ?? '').padEnd(margin)
      return look.style('dim', begin) + (values[i] ?? '')
    })
  })
}

/** Between labels and values. */
const gap = 2
