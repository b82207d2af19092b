import { Box } from 'ink'
import type { ReactElement } from 'react'
import type { Size } from '../shell/size.ts'

type Part = (size: Size) => ReactElement

/** Parts under each other, the rows shared out by weight. */
export function Rows({
  size,
  parts,
}: {
  readonly size: Size
  readonly parts: readonly (readonly [weight: number, view: Part])[]
}): ReactElement {
  const rows = shares(
    size.rows,
    parts.map(([weight]) => weight),
  )
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      {parts.map(([, view], i) => (
        <Box key={i} flexShrink={0} height={rows[i] ?? 0}>
          {view({ columns: size.columns, rows: rows[i] ?? 0 })}
        </Box>
      ))}
    </Box>
  )
}

/** Parts beside each other with a gap between, the columns shared out by weight. */
export function Columns({
  size,
  parts,
}: {
  readonly size: Size
  readonly parts: readonly (readonly [weight: number, view: Part])[]
}): ReactElement {
  const columns = shares(
    size.columns - gap * (parts.length - 1),
    parts.map(([weight]) => weight),
  )
  return (
    <Box columnGap={gap} width={size.columns} height={size.rows} overflow="hidden">
      {parts.map(([, view], i) => (
        <Box key={i} flexShrink={0} width={columns[i] ?? 0}>
          {view({ columns: columns[i] ?? 0, rows: size.rows })}
        </Box>
      ))}
    </Box>
  )
}

const gap = 2

/** Whole shares of a length that sum to it. */
export function shares(length: number, weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let before = 0
  let placed = 0
  return weights.map((weight) => {
    before += weight
    const end = Math.round((Math.max(0, length) * before) / total)
    const share = end - placed
    placed = end
    return share
  })
}
