import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  compareRuns,
  csvOf,
  exportRun,
  filterRuns,
  findRun,
  isBetter,
  listRuns,
  parseCondition,
  rankedMetric,
  readRunTables,
  recordRun,
  sortRuns,
  thinnedPositions,
  toDataFrame,
} from './index.ts'
import { scratchFolder, someRun } from './testing/some-run.ts'

const scratch = scratchFolder()
const root = join(scratch, 'runs')
const widths = [600, 1200, 1800]
const runs = widths.map((width) => someRun(width))
const ready = Promise.all(runs.map((run) => recordRun(root, run)))
const open = async (place: number) => {
  await ready
  return findRun(root, runs[place]?.result.runId ?? '')
}

describe('filterRuns and sortRuns', () => {
  const matching = async (...conditions: string[]) => {
    await ready
    const { runs: all } = await listRuns(root)
    return filterRuns(all, conditions.map(parseCondition))
      .map(({ strategy }) => strategy.parameters['halfWidthTicks'])
      .sort()
  }

  it('know facts, metrics, parameters and labels, and numbers as numbers', async () => {
    expect(await matching('halfWidthTicks>=1200')).toEqual([1200, 1800])
    expect(await matching('halfWidthTicks>600', 'halfWidthTicks!=1800')).toEqual([1200])
    expect(await matching('strategy=recentre', 'dataset~SOME', 'label=simulated')).toHaveLength(3)
    expect(await matching('label=real')).toEqual([])
    expect(await matching('totalReturn<-5')).toEqual([])
  })

  it('propose the column that was meant, and refuse what is no condition', async () => {
    await ready
    const { runs: all } = await listRuns(root)
    expect(() => filterRuns(all, [parseCondition('sharp>1')])).toThrow(
      expect.objectContaining({
        code: 'E_RUN_COLUMN',
        hint: expect.stringContaining('sharpe') as string,
      }),
    )
    expect(() => parseCondition('sharpe')).toThrow(
      expect.objectContaining({ code: 'E_RUN_FILTER' }),
    )
    expect(() => sortRuns(all, { column: 'nothing' })).toThrow(/no column/)
  })

  it('order numbers from the highest and texts from a, as long as nothing else is said', async () => {
    await ready
    const { runs: all } = await listRuns(root)
    const by = (column: string, direction?: 'asc' | 'desc') =>
      sortRuns(all, { column, ...(direction === undefined ? {} : { direction }) })
    expect(by('halfWidthTicks').map((run) => run.strategy.parameters['halfWidthTicks'])).toEqual(
      widths.toReversed(),
    )
    expect(by('halfWidthTicks', 'asc')[0]?.strategy.parameters['halfWidthTicks']).toBe(600)
    expect(by('runId').map(({ runId }) => runId)).toEqual(all.map(({ runId }) => runId).sort())
  })
})

describe('compareRuns', () => {
  it('tells what differs, by how much, and which is best', async () => {
    const opened = [await open(0), await open(1), await open(2)]
    const { inputs, metrics } = compareRuns(opened)
    expect(inputs).toEqual([{ name: 'halfWidthTicks', values: ['600', '1200', '1800'] }])
    const returns = metrics.find(({ metric }) => metric === 'totalReturn')
    const values = runs.map(({ result }) => result.metrics.totalReturn ?? NaN)
    expect(returns?.values).toEqual(values)
    expect(returns?.differences).toEqual(values.map((value) => value - (values[0] ?? NaN)))
    expect(returns?.best).toBe(values.indexOf(Math.max(...values)))
    const drawdown = metrics.find(({ metric }) => metric === 'maxDrawdown')
    const depths = runs.map(({ result }) => result.metrics.maxDrawdown ?? NaN)
    expect(drawdown?.best).toBe(depths.indexOf(Math.min(...depths)))
  })

  it('knows which way is better, and what is no metric', () => {
    expect(isBetter('sharpe', 2, 1)).toBe(true)
    expect(isBetter('maxDrawdown', 2, 1)).toBe(false)
    expect(isBetter('sharpe', null, null)).toBe(false)
    expect(isBetter('sharpe', -9, null)).toBe(true)
    expect(() => rankedMetric('sharp')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('sharpe') as string }),
    )
  })
})

describe('exportRun', () => {
  it('writes what is on record, and over nothing', async () => {
    const out = join(scratch, 'out')
    const opened = await open(0)
    const id = opened.run.runId
    await exportRun(opened, 'parquet', out)
    await exportRun(opened, 'csv', out)
    await exportRun(opened, 'json', out)
    expect(readdirSync(out)).toHaveLength(9)
    expect(JSON.parse(readFileSync(join(out, `${id}-result.json`), 'utf8'))).toEqual(
      runs[0]?.result,
    )
    expect(readFileSync(join(out, `${id}-equity.parquet`))).toEqual(
      readFileSync(join(opened.folder, 'equity.parquet')),
    )
    const [header, first] = readFileSync(join(out, `${id}-equity.csv`), 'utf8').split('\r\n')
    expect(header).toMatch(/^timestamp,nav,nav_f64,.*price,tick,in_range,ranges$/)
    const point = runs[0]?.result.equity[0]
    expect(first?.startsWith(`${point?.timestamp},${point?.nav},`)).toBe(true)
    for (const format of ['csv', 'parquet', 'json'] as const) {
      await expect(exportRun(opened, format, out)).rejects.toMatchObject({ code: 'E_EXISTS' })
    }
  })

  it('quotes what a CSV would break at', () => {
    expect(
      csvOf({
        columns: ['a', 'b'],
        rows: [
          ['x,"y"\n', null],
          [true, 1.5],
        ],
      }),
    ).toBe('a,b\r\n"x,""y""\n",\r\ntrue,1.5\r\n')
  })
})

describe('toDataFrame', () => {
  class Frame {
    readonly columns: readonly string[]
    readonly shape: readonly number[]
    readonly dtypes: readonly string[]
    readonly values: readonly (readonly unknown[])[]
    constructor(
      rows: readonly (readonly unknown[])[],
      options: { readonly columns: readonly string[]; readonly dtypes: readonly string[] },
    ) {
      this.values = rows
      this.columns = options.columns
      this.dtypes = options.dtypes
      this.shape = [rows.length, options.columns.length]
    }
  }
  const load = () => Promise.resolve({ default: { DataFrame: Frame } })

  it('keeps amounts as text unless a column is declared a float', async () => {
    const { equity } = await readRunTables(await open(0))
    const exact = await toDataFrame<Frame>(equity, {}, load)
    expect(exact.shape).toEqual([equity.rows.length, equity.columns.length])
    expect(exact.dtypes[1]).toBe('string')
    expect(exact.values[0]?.[1]).toBe(runs[0]?.result.equity[0]?.nav)
    const floats = await toDataFrame<Frame>(equity, { floats: { nav: 18 } }, load)
    expect(floats.dtypes[1]).toBe('float32')
    expect(floats.values[0]?.[1]).toBeCloseTo(Number(runs[0]?.result.equity[0]?.nav) / 1e18)
    expect(floats.dtypes[0]).toBe('int32')
    expect(exact.dtypes[2]).toBe('float32')
  })

  it('says what is missing', async () => {
    const { equity } = await readRunTables(await open(0))
    await expect(toDataFrame(equity, { floats: { nothing: 6 } }, load)).rejects.toMatchObject({
      code: 'E_COLUMN',
    })
    await expect(toDataFrame(equity)).rejects.toMatchObject({ code: 'E_DANFO_MISSING' })
  })
})

describe('thinnedPositions', () => {
  it('keeps ends and extremes within the limit', () => {
    const values = Array.from({ length: 5000 }, (_, i) =>
      i === 3777 ? 99 : i === 1234 ? -99 : i % 7,
    )
    const kept = thinnedPositions(values, 200)
    expect(kept.length).toBeLessThanOrEqual(200)
    expect(kept).toEqual([...kept].sort((a, b) => a - b))
    for (const position of [0, 1234, 3777, 4999]) expect(kept).toContain(position)
  })
})
