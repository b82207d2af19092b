import type { ChartPoint, ChartSeries } from '@tickwise/terminal'

/** The price at a time and the ranges that held liquidity then. */
export interface RangePoint {
  /** Unix seconds. */
  readonly timestamp: number
  /** Token1 per token0 in whole tokens. */
  readonly price: number
  /** Lower and upper tick of each. */
  readonly ranges: readonly (readonly [number, number])[]
}

/** How prices are told. */
export interface PriceTerms {
  readonly decimals0: number
  readonly decimals1: number
  /** Token0 per token1 instead. */
  readonly isInverse: boolean
}

/** Bounds further from the price than so many times what the price itself has moved are not drawn. */
const furthest = 6

/**
 * The price and the outermost bounds of the ranges around it, as lines of a chart. Bounds so far away that the
 * price would be flat beside them are left out.
 */
export function rangeSeries(
  points: readonly RangePoint[],
  terms: PriceTerms,
): readonly ChartSeries[] {
  const told = (price: number): number => (terms.isInverse ? 1 / price : price)
  const price = points.map(({ timestamp, price: y }) => ({ x: timestamp, y: told(y) }))
  const atTick = (tick: number): number =>
    told(1.0001 ** tick * 10 ** (terms.decimals0 - terms.decimals1))
  const lower: ChartPoint[] = []
  const upper: ChartPoint[] = []
  for (const { timestamp: x, ranges } of points) {
    if (ranges.length === 0) continue
    const bounds = ranges.flat().map(atTick)
    step(lower, { x, y: bounds.reduce((least, bound) => Math.min(least, bound)) })
    step(upper, { x, y: bounds.reduce((most, bound) => Math.max(most, bound)) })
  }
  const near = isNear(price)
  return [
    { name: 'price', points: price },
    ...(upper.length > 0 && upper.every(near) ? [{ name: 'upper bound', points: upper }] : []),
    ...(lower.length > 0 && lower.every(near) ? [{ name: 'lower bound', points: lower }] : []),
  ]
}

/** Bounds stay where they are until they are moved: a line between the two would say otherwise. */
function step(line: ChartPoint[], point: ChartPoint): void {
  const last = line.at(-1)
  if (last !== undefined && last.y !== point.y) line.push({ x: point.x, y: last.y })
  line.push(point)
}

function isNear(price: readonly ChartPoint[]): (bound: ChartPoint) => boolean {
  const low = price.reduce((least, { y }) => Math.min(least, y), Infinity)
  const high = price.reduce((most, { y }) => Math.max(most, y), -Infinity)
  const room = Math.max(high - low, high * 0.02) * furthest
  return ({ y }) => y > low - room && y < high + room
}
