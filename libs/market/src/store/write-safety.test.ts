import { execFileSync, spawn } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { CancelledError, RetryableError, UserError } from '@tickwise/amm'
import type { PoolEvent } from '@tickwise/amm'
import { afterAll, describe, expect, it } from 'vitest'
import { marketEvents, meta } from '../testing/synthetic-market.ts'
import { useTemporaryFolder } from '../testing/temporary-folder.ts'
import { writeDataset } from './write-dataset.ts'

const events = marketEvents(300)
const startState = { kind: 'fresh' } as const
const content = { meta, events, startState }

function* failingAfter(count: number, error: Error): Generator<PoolEvent> {
  yield* events.slice(0, count)
  throw error
}

describe('writing a dataset', () => {
  const folder = useTemporaryFolder()

  it('leaves nothing when the source fails half way', async () => {
    const broken = failingAfter(250, new Error('connection lost'))
    await expect(writeDataset(folder.path('a'), { ...content, events: broken })).rejects.toThrow(
      'connection lost',
    )
    expect(await folder.entries()).toEqual([])
  })

  it('says that the disk is full and leaves nothing', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
    })
    const written = writeDataset(folder.path('a'), { ...content, events: failingAfter(250, full) })
    await expect(written).rejects.toBeInstanceOf(UserError)
    await expect(written).rejects.toMatchObject({ code: 'E_DISK_FULL' })
    expect(await folder.entries()).toEqual([])
  })

  it('stops when asked and leaves nothing', async () => {
    const controller = new AbortController()
    const written = writeDataset(folder.path('a'), content, {
      signal: controller.signal,
      onProgress: ({ done }) => {
        if (done > 0) controller.abort()
      },
    })
    await expect(written).rejects.toBeInstanceOf(CancelledError)
    expect(await folder.entries()).toEqual([])
  })

  it('keeps an older dataset unless told to replace it', async () => {
    const first = await writeDataset(folder.path('a'), content)
    await expect(writeDataset(folder.path('a'), content)).rejects.toMatchObject({
      code: 'E_EXISTS',
    })
    const failed = { ...content, events: failingAfter(10, new Error('lost')) }
    await expect(writeDataset(folder.path('a'), failed, { replace: true })).rejects.toThrow('lost')
    expect(await readFile(folder.path('a/manifest.json'), 'utf8')).toContain(first.root)
    const shorter = await writeDataset(
      folder.path('a'),
      { ...content, events: events.slice(0, 100) },
      { replace: true },
    )
    expect(shorter.root).not.toBe(first.root)
    expect(await folder.entries()).toEqual(['a'])
  })

  it('never replaces a folder that holds something else', async () => {
    await mkdir(folder.path('a'))
    await writeFile(folder.path('a/thesis.txt'), 'five years of work')
    await expect(writeDataset(folder.path('a'), content, { replace: true })).rejects.toMatchObject({
      code: 'E_NOT_A_DATASET',
    })
    expect(await readFile(folder.path('a/thesis.txt'), 'utf8')).toBe('five years of work')
  })

  it('refuses events that are out of order or doubled', async () => {
    const [a, b, c] = [events[10]!, events[11]!, events[12]!]
    await expect(
      writeDataset(folder.path('a'), { ...content, events: [a, c, b] }),
    ).rejects.toMatchObject({ code: 'E_EVENT_ORDER' })
    await expect(
      writeDataset(folder.path('a'), { ...content, events: [a, b, b] }),
    ).rejects.toMatchObject({ code: 'E_DUPLICATE_EVENT' })
    await expect(writeDataset(folder.path('a'), { ...content, events: [] })).rejects.toMatchObject({
      code: 'E_EMPTY',
    })
  })
})

describe('two writers of one folder', () => {
  const folder = useTemporaryFolder()
  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'])
  afterAll(() => other.kill())

  it('lets the second fail with the process that holds the lock', async () => {
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    async function* slow(): AsyncGenerator<PoolEvent> {
      yield* events.slice(0, 10)
      await held
      yield* events.slice(10)
    }
    const first = writeDataset(folder.path('a'), { ...content, events: slow() })
    await expect.poll(() => folder.entries()).toContain('a.lock')
    const second = writeDataset(folder.path('a'), content)
    await expect(second).rejects.toBeInstanceOf(RetryableError)
    await expect(second).rejects.toMatchObject({ code: 'E_LOCKED', facts: { pid: process.pid } })
    release()
    expect((await first).columns.length).toBe(events.length)
    expect(await folder.entries()).toEqual(['a'])
  })

  it('respects the lock of another living process and takes over that of a dead one', async () => {
    const lock = (pid: number | undefined): Promise<void> =>
      writeFile(folder.path('a.lock'), JSON.stringify({ pid, host: hostname() }))
    await lock(other.pid)
    await expect(writeDataset(folder.path('a'), content)).rejects.toMatchObject({
      code: 'E_LOCKED',
      facts: { pid: other.pid },
    })
    const print = 'process.stdout.write(String(process.pid))'
    const dead = Number(execFileSync(process.execPath, ['-e', print], { encoding: 'utf8' }))
    await lock(dead)
    expect((await writeDataset(folder.path('a'), content)).columns.length).toBe(events.length)
    expect(await folder.entries()).toEqual(['a'])
  })
})
