import { runId } from '@tickwise/backtest'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  findRun,
  findRunId,
  listRuns,
  openRun,
  readBenchmarks,
  readResultFile,
  readRunResult,
  recordRun,
  removeRun,
  runFiles,
} from './index.ts'
import { scratchFolder, someRun } from './testing/some-run.ts'

const scratch = scratchFolder()
let folders = 0
const newRoot = (): string => join(scratch, String(++folders))

const bytesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ]),
  )

describe('recordRun', () => {
  it('keeps a result to the last bit and its inputs under the id that is their hash', async () => {
    const root = newRoot()
    const run = someRun()
    const { status, folder } = await recordRun(root, run)
    expect(status).toBe('written')
    const opened = await openRun(root, run.result.runId)
    // As text: the order of the keys is kept too, so that --json prints the same bytes.
    expect(JSON.stringify(await readRunResult(opened))).toBe(JSON.stringify(run.result))
    expect(await readBenchmarks(opened)).toEqual(run.result.benchmarks)
    expect(runId(opened.run.inputs)).toBe(run.result.runId)
    expect(readdirSync(folder).sort()).toEqual(Object.values(runFiles).sort())
    expect(run.result.actions.length).toBeGreaterThan(1)
    expect(run.result.actions.some(({ swap }) => swap !== undefined)).toBe(true)
  })

  it('keeps what a vault refused, with the name of its error', async () => {
    const root = newRoot()
    const run = someRun()
    const [first, ...others] = run.result.actions
    const refused = { ...first!, kind: 'refused', refused: 'PriceUnsettled' } as const
    const result = { ...run.result, actions: [refused, ...others] }
    await recordRun(root, { ...run, result })
    const opened = await openRun(root, result.runId)
    expect((await readRunResult(opened)).actions).toEqual(result.actions)
  })

  it('writes the same bytes each time, whenever it is made', async () => {
    const [one, two] = [newRoot(), newRoot()]
    const first = await recordRun(one, someRun())
    const later = someRun(600, { made: { ...someRun().made, madeAt: '2026-01-01T00:00:00.000Z' } })
    const second = await recordRun(two, later)
    const { [runFiles.made]: when, ...bytes } = bytesOf(first.folder)
    const { [runFiles.made]: laterWhen, ...same } = bytesOf(second.folder)
    expect(same).toEqual(bytes)
    expect(laterWhen).not.toBe(when)
  })

  it('leaves what is there, completes figures, and mends what is damaged', async () => {
    const root = newRoot()
    const run = someRun()
    expect((await recordRun(root, { ...run, parts: 'metrics' })).status).toBe('written')
    const figures = await openRun(root, run.result.runId)
    await expect(readRunResult(figures)).rejects.toThrow(/only the figures/)
    expect((await recordRun(root, { ...run, parts: 'metrics' })).status).toBe('same')
    expect((await recordRun(root, run)).status).toBe('completed')
    expect((await recordRun(root, run)).status).toBe('same')
    expect((await recordRun(root, { ...run, parts: 'metrics' })).status).toBe('same')
    truncateSync(join(root, run.result.runId, runFiles.equity), 100)
    await expect(readRunResult(await openRun(root, run.result.runId))).rejects.toMatchObject({
      code: 'E_RUN_BROKEN',
    })
    expect((await recordRun(root, run)).status).toBe('repaired')
    expect((await readRunResult(await openRun(root, run.result.runId))).navEnd).toBe(
      run.result.navEnd,
    )
  })

  it('refuses another result of the same inputs', async () => {
    const root = newRoot()
    const run = someRun()
    await recordRun(root, run)
    const other = { ...run.result, navEnd: `${run.result.navEnd}0` }
    await expect(recordRun(root, { ...run, result: other })).rejects.toMatchObject({
      code: 'E_RUN_DIFFERS',
      exitCode: 3,
    })
  })

  it('is safe when several write the same run and others at once', async () => {
    const root = newRoot()
    const runs = [600, 600, 600, 1200, 600, 1200].map((width) => someRun(width))
    const statuses = await Promise.all(runs.map(async (run) => (await recordRun(root, run)).status))
    expect(statuses.filter((status) => status === 'written')).toHaveLength(2)
    expect(statuses.filter((status) => status === 'same')).toHaveLength(4)
    const { runs: listed, broken } = await listRuns(root)
    expect(listed).toHaveLength(2)
    expect(broken).toEqual([])
    expect(
      readdirSync(root).filter((name) => name.includes('lock') || name.includes('partial')),
    ).toEqual([])
  })
})

describe('result.json', () => {
  it('does not grow with the length of the run, and its curve keeps every extreme', async () => {
    const root = newRoot()
    const run = someRun()
    const [first] = run.result.equity
    const equity = Array.from({ length: 50_000 }, (_, i) => ({
      ...(first as NonNullable<typeof first>),
      timestamp: i,
      nav: String(i === 33_333 ? 1 : 10 ** 18 + (i % 97)),
    }))
    const long = { ...run, result: { ...run.result, equity } }
    const { folder } = await recordRun(root, long)
    expect(statSync(join(folder, runFiles.result)).size).toBeLessThan(400_000)
    const opened = await openRun(root, run.result.runId)
    const { preview, points } = await readResultFile(opened)
    expect(points.equity).toBe(50_000)
    expect(preview.length).toBeLessThanOrEqual(1000)
    expect(preview.some(({ nav }) => nav === '1')).toBe(true)
    expect((await readRunResult(opened)).equity).toEqual(equity)
  })
})

describe('listRuns', () => {
  it('loses nothing with its index, and sees what comes, changes and goes', async () => {
    const root = newRoot()
    await recordRun(root, someRun(600))
    await recordRun(root, someRun(1200))
    const full = await listRuns(root)
    expect(full.runs.map(({ strategy }) => strategy.parameters['halfWidthTicks']).sort()).toEqual([
      1200, 600,
    ])
    expect(await listRuns(root)).toEqual(full)
    rmSync(join(root, 'index.json'))
    expect(await listRuns(root)).toEqual(full)
    writeFileSync(join(root, 'index.json'), '{"schema":1,"runs":')
    expect(await listRuns(root)).toEqual(full)
    await recordRun(root, someRun(1800))
    expect((await listRuns(root)).runs).toHaveLength(3)
    await removeRun(root, someRun(1800).result.runId)
    expect(await listRuns(root)).toEqual(full)
    const moved = join(scratch, 'moved')
    cpSync(root, moved, { recursive: true })
    expect(await listRuns(moved)).toEqual(full)
  })

  it('tells what is cut or no run, and lists the others', async () => {
    const root = newRoot()
    const runs = [600, 1200, 1800, 2400].map((width) => someRun(width))
    for (const run of runs) await recordRun(root, run)
    await listRuns(root)
    const [, cut, emptied, renamed] = runs.map(({ result }) => join(root, result.runId))
    truncateSync(join(cut as string, runFiles.actions), 10)
    writeFileSync(join(emptied as string, runFiles.run), '{"schema":1')
    cpSync(renamed as string, join(root, 'abcdefabcdef'), { recursive: true })
    mkdirSync(join(root, 'notes'))
    mkdirSync(join(root, '.half.partial'))
    const { runs: listed, broken } = await listRuns(root)
    expect(listed.map(({ runId }) => runId).sort()).toEqual(
      [runs[0], runs[3]].map((run) => run?.result.runId).sort(),
    )
    const problems = Object.fromEntries(broken.map(({ name, problem }) => [name, problem]))
    expect(problems[runs[1]?.result.runId ?? '']).toContain('actions.parquet')
    expect(problems[runs[2]?.result.runId ?? '']).toContain('run.json')
    expect(problems['abcdefabcdef']).toContain(runs[3]?.result.runId)
    expect(problems['notes']).toContain('no run id')
    expect(broken).toHaveLength(4)
  })

  it('is empty where nothing is', async () => {
    expect(await listRuns(join(scratch, 'nowhere'))).toEqual({ runs: [], broken: [] })
  })
})

describe('findRun', () => {
  it('takes the begin of an id as far as it is one run’s', async () => {
    const root = newRoot()
    const id = someRun().result.runId
    await recordRun(root, someRun())
    mkdirSync(join(root, `${id.slice(0, 4)}00000000`))
    expect((await findRun(root, id)).run.runId).toBe(id)
    expect(findRunId(root, id.slice(0, 9).toUpperCase())).toBe(id)
    expect(() => findRunId(root, id.slice(0, 4))).toThrow(
      expect.objectContaining({ code: 'E_RUN_AMBIGUOUS' }),
    )
    expect(() => findRunId(root, 'zz')).toThrow(
      expect.objectContaining({ code: 'E_RUN_NOT_FOUND' }),
    )
    expect(() => findRunId(root, '')).toThrow(expect.objectContaining({ code: 'E_RUN_NOT_FOUND' }))
  })
})

describe('removeRun', () => {
  it('removes a run and nothing else', async () => {
    const root = newRoot()
    const { folder } = await recordRun(root, someRun())
    const foreign = join(root, '0123456789ab')
    mkdirSync(foreign)
    writeFileSync(join(foreign, 'thesis.txt'), 'years of work')
    await removeRun(root, someRun().result.runId)
    expect(existsSync(folder)).toBe(false)
    await expect(removeRun(root, '0123456789ab')).rejects.toMatchObject({ code: 'E_RUN_BROKEN' })
    expect(existsSync(join(foreign, 'thesis.txt'))).toBe(true)
  })
})
