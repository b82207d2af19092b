import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'

/** A fresh folder for each test, removed afterwards. Call it inside a describe block. */
export const useTemporaryFolder = (): {
  readonly path: (name: string) => string
  readonly entries: () => Promise<string[]>
} => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tickwise-market-'))
  })
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true })
  })
  return { path: (name) => join(folder, name), entries: () => readdir(folder) }
}
