import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { openBackend } from './backend/open-backend.ts'
import { weightsHashes } from './testing/weights-hashes.ts'

const run = promisify(execFile)
const script = (name: string): string => fileURLToPath(new URL(`testing/${name}`, import.meta.url))

async function hashesInAnotherProcess(seed: number): Promise<unknown> {
  const { stdout, stderr } = await run(process.execPath, [
    '--conditions=@tickwise/source',
    '--import',
    script('typescript-hooks.mjs'),
    script('print-weights-hashes.ts'),
    String(seed),
  ])
  expect(stderr).toBe('')
  return JSON.parse(stdout)
}

it('the same seed gives the same weights in another process, another seed others; nothing else is printed', async () => {
  const elsewhere = hashesInAnotherProcess(11)
  const backend = await openBackend('wasm')
  const here = await weightsHashes(backend, 11)
  expect(await weightsHashes(backend, 11)).toEqual(here)
  expect(await elsewhere).toEqual(here)
  const others = await weightsHashes(backend, 12)
  others.forEach((hash) => expect(here).not.toContain(hash))
})
