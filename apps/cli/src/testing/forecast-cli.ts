import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { z } from 'zod'
import { runCli } from './run-cli.ts'

export const sample = 'data/sample'

export const hash = z.string().regex(/^0x[0-9a-f]{64}$/)

const errorJson = z.object({
  error: z.object({ code: z.string(), hint: z.string(), exitCode: z.number() }),
})

/** Two hours ahead, three folds of a day. */
export const hourly = [
  ...['--dataset', sample, '--horizon-epochs', '2', '--train-epochs', '96'],
  ...['--validation-epochs', '12', '--test-epochs', '24'],
]

/** A folder of the test file's own; `path` says where something in it lies. */
export function useScratch(): { readonly path: (name: string) => string } {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tickwise-forecast-'))
  })
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
  })
  return { path: (name) => join(folder, name) }
}

/** The JSON document of a run that must succeed. */
export async function json(args: readonly string[]): Promise<Record<string, unknown>> {
  const run = await runCli([...args, '--json'])
  expect(run.stderr).not.toContain('"error"')
  return JSON.parse(run.stdout) as Record<string, unknown>
}

/** The error of a run that must fail, with the exit code that it says. */
export async function fault(args: readonly string[]): Promise<z.output<typeof errorJson>['error']> {
  const run = await runCli([...args, '--json', '--quiet'])
  expect(run.stdout).toBe('')
  const { error } = errorJson.parse(JSON.parse(run.stderr))
  expect(run.code).toBe(error.exitCode)
  return error
}

/** The hash of a model that was trained into a store. */
export async function train(models: string, ...more: readonly string[]): Promise<string> {
  const args = ['train', ...hourly, '--models', models, '--no-cache', ...more]
  return hash.parse((await json(args))['hash'])
}

/** A dataset of 400 hourly candles. */
export async function importCandles(file: string, out: string): Promise<void> {
  const price = (i: number): number => 100 * (1 + 0.02 * Math.sin(i * i))
  const rows = Array.from({ length: 400 }, (_, i) => {
    const prices = [price(i), price(i + 0.5), price(i + 1)]
    const [open = 0, , close = 0] = prices
    const cells = [open, Math.max(...prices), Math.min(...prices), close]
    return [1672531200 + 3600 * i, ...cells.map((value) => value.toFixed(3)), 1].join(',')
  })
  await writeFile(file, ['date,open,high,low,close,volume', ...rows].join('\n'))
  expect((await runCli(['data', 'import', file, '--out', out])).code).toBe(0)
}
