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

/** Facts as lines. */
export function factLines(
  facts: readonly Fact[],
  columns: number,
  look: UiLook,
): readonly string[] {
  const margin = Math.min(
    Math.floor(columns / 2),
    Math.max(0, ...facts.map(([label]) => label.length)) + 2,
  )
  return facts.flatMap(([label, value]) =>
    wrapText(value, columns - margin).map((line, i) => {
      const begin = (i === 0 ? label.slice(0, margin - 1) : '').padEnd(margin)
      return look.style('dim', begin) + line
    }),
  )
}
