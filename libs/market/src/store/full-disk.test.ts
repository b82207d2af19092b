import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { marketEvents, meta } from '../testing/synthetic-market.ts'
import { writeDataset } from './write-dataset.ts'

/** A file system of 64 KiB, where this process may mount one. */
const mountTinyDisk = (): string | undefined => {
  const folder = mkdtempSync(join(tmpdir(), 'tickwise-tiny-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' })
    return folder
  } catch {
    rmSync(folder, { recursive: true })
    return undefined
  }
}

const disk = mountTinyDisk()
const reason = disk === undefined ? ' (skipped: this user may not mount a small disk)' : ''

describe.skipIf(disk === undefined)(`writing to a disk that is full${reason}`, () => {
  afterAll(() => {
    if (disk === undefined) return
    execFileSync('umount', [disk])
    rmSync(disk, { recursive: true })
  })

  it.each([
    ['in the first file', 3000, 600],
    ['in a later file', 600, 600],
  ])('fails with a typed error %s and leaves nothing', async (_where, swaps, seconds) => {
    const events = marketEvents(swaps, seconds)
    const written = writeDataset(join(disk ?? '', 'a'), {
      meta,
      events,
      startState: { kind: 'fresh' },
    })
    await expect(written).rejects.toMatchObject({ code: 'E_DISK_FULL', exitCode: 1 })
    expect(readdirSync(disk ?? '')).toEqual([])
  })
})
