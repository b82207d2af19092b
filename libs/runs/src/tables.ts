import type { BacktestResult } from '@tickwise/backtest'
import type { TableColumn } from '@tickwise/market/parquet'

type EquityPoint = BacktestResult['equity'][number]
type Action = BacktestResult['actions'][number]
type Interval = BacktestResult['attributionIntervals'][number]

/** One point of one benchmark's curve. */
export interface BenchmarkPoint {
  readonly name: string
  readonly timestamp: number
  readonly nav: string
}

/** A table of a run: how its rows become columns of a file and come back, to the last bit. */
export interface RunTable<Row> {
  readonly columns: readonly TableColumn<Row>[]
  /** From the cells of one row, in the order of the columns. */
  readonly read: (cells: readonly unknown[]) => Row
}

const wei = (cell: unknown): string => cell as string
const number = (cell: unknown): number => cell as number

/** The equity curve. `nav` is raw units of the asset as text; `nav_f64` its float, for plots only. */
export const equityTable: RunTable<EquityPoint> = {
  columns: [
    { name: 'timestamp', type: 'UINTEGER', cell: (point) => point.timestamp },
    { name: 'nav', type: 'VARCHAR', cell: (point) => point.nav },
    { name: 'nav_f64', type: 'DOUBLE', cell: (point) => Number(point.nav) },
    { name: 'fees_so_far', type: 'VARCHAR', cell: (point) => point.feesSoFar },
    { name: 'lvr_so_far', type: 'VARCHAR', cell: (point) => point.lvrSoFar },
    { name: 'price', type: 'DOUBLE', cell: (point) => point.price },
    { name: 'tick', type: 'INTEGER', cell: (point) => point.tick },
    { name: 'in_range', type: 'BOOLEAN', cell: (point) => point.inRange },
    { name: 'ranges', type: 'VARCHAR', cell: (point) => JSON.stringify(point.ranges) },
  ],
  read: ([timestamp, nav, , feesSoFar, lvrSoFar, price, tick, inRange, ranges]) => ({
    timestamp: number(timestamp),
    nav: wei(nav),
    feesSoFar: wei(feesSoFar),
    lvrSoFar: wei(lvrSoFar),
    tick: number(tick),
    inRange: inRange as boolean,
    ranges: JSON.parse(ranges as string) as EquityPoint['ranges'],
    price: number(price),
  }),
}

/** The curves of the benchmarks under each other. */
export const benchmarkTable: RunTable<BenchmarkPoint> = {
  columns: [
    { name: 'benchmark', type: 'VARCHAR', cell: (point) => point.name },
    { name: 'timestamp', type: 'UINTEGER', cell: (point) => point.timestamp },
    { name: 'nav', type: 'VARCHAR', cell: (point) => point.nav },
    { name: 'nav_f64', type: 'DOUBLE', cell: (point) => Number(point.nav) },
  ],
  read: ([name, timestamp, nav]) => ({
    name: name as string,
    timestamp: number(timestamp),
    nav: wei(nav),
  }),
}

/** What the strategy did; amounts are raw units as text. */
export const actionTable: RunTable<Action> = {
  columns: [
    { name: 'kind', type: 'VARCHAR', cell: (action) => action.kind },
    { name: 'decided_at', type: 'UINTEGER', cell: (action) => action.decidedAt },
    { name: 'timestamp', type: 'UINTEGER', cell: (action) => action.timestamp },
    { name: 'row', type: 'UINTEGER', cell: (action) => action.row },
    { name: 'block_number', type: 'UINTEGER', cell: (action) => action.blockNumber },
    { name: 'reason', type: 'VARCHAR', cell: (action) => action.reason },
    { name: 'price', type: 'DOUBLE', cell: (action) => action.price },
    { name: 'burned0', type: 'VARCHAR', cell: (action) => action.burned0 },
    { name: 'burned1', type: 'VARCHAR', cell: (action) => action.burned1 },
    { name: 'collected0', type: 'VARCHAR', cell: (action) => action.collected0 },
    { name: 'collected1', type: 'VARCHAR', cell: (action) => action.collected1 },
    { name: 'swap', type: 'VARCHAR', cell: ({ swap }) => (swap ? JSON.stringify(swap) : null) },
    { name: 'ranges', type: 'VARCHAR', cell: (action) => JSON.stringify(action.ranges) },
    { name: 'gas_units', type: 'VARCHAR', cell: (action) => action.gasUnits },
    { name: 'gas_price_wei', type: 'VARCHAR', cell: (action) => action.gasPriceWei },
    { name: 'gas_cost', type: 'VARCHAR', cell: (action) => action.gasCost },
    { name: 'refused', type: 'VARCHAR', cell: ({ refused }) => refused ?? null },
  ],
  read: (cells) => {
    const [kind, decidedAt, timestamp, row, blockNumber, reason, price, ...rest] = cells
    const [burned0, burned1, collected0, collected1, swap, ranges, ...gas] = rest
    const refused = gas[3] as Action['refused'] | null
    return {
      kind: kind as Action['kind'],
      ...(refused ? { refused } : {}),
      decidedAt: number(decidedAt),
      timestamp: number(timestamp),
      row: number(row),
      blockNumber: number(blockNumber),
      reason: reason as string,
      gasUnits: wei(gas[0]),
      gasPriceWei: wei(gas[1]),
      gasCost: wei(gas[2]),
      price: number(price),
      burned0: wei(burned0),
      burned1: wei(burned1),
      collected0: wei(collected0),
      collected1: wei(collected1),
      ...(swap === null ? {} : { swap: JSON.parse(swap as string) as NonNullable<Action['swap']> }),
      ranges: JSON.parse(ranges as string) as Action['ranges'],
    }
  },
}

const intervalTerms = [
  'navStart',
  'navEnd',
  'fees',
  'priceMove',
  'tracking',
  'lvr',
  'swapFee',
  'swapImpact',
  'gas',
  'vaultFees',
  'rounding',
] as const satisfies readonly (keyof Interval)[]

const inSnakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The attribution per stretch between rebalances; raw units of the asset as text. */
export const intervalTable: RunTable<Interval> = {
  columns: [
    { name: 'from', type: 'UINTEGER', cell: (interval) => interval.from },
    { name: 'to', type: 'UINTEGER', cell: (interval) => interval.to },
    ...intervalTerms.map((term) => ({
      name: inSnakeCase(term),
      type: 'VARCHAR' as const,
      cell: (interval: Interval) => interval[term],
    })),
  ],
  read: ([from, to, ...terms]) => {
    const amounts = intervalTerms.map((term, i) => [term, wei(terms[i])] as const)
    return {
      from: number(from),
      to: number(to),
      ...(Object.fromEntries(amounts) as Record<(typeof intervalTerms)[number], string>),
    }
  },
}
