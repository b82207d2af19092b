import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { importDataset, openDataset } from '@tickwise/market'

export const title = 'Dataset: cold import and opening from cache'

interface BenchRow {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly note?: string
}

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

const sharedData =
  process.env['TICKWISE_SHARED_DATA'] ??
  fileURLToPath(new URL('../../../../shared/data', import.meta.url))

/** Fourteen days of a deep pool: decoded Parquet to a checked, indexed dataset; then opened again. */
export async function benchImportAndOpen(): Promise<readonly BenchRow[]> {
  const source = join(sharedData, 'arbitrum_weth_usdc_005')
  if (!existsSync(source)) return []
  const folder = await mkdtemp(join(tmpdir(), 'tickwise-bench-'))
  const out = join(folder, 'dataset')
  try {
    const cold = await seconds(() =>
      importDataset({ source, out, window: '2025-06-27..2025-07-10' }),
    )
    const processor = process.cpuUsage()
    const opened: number[] = []
    for (let i = 0; i < 5; i++)
      opened.push(await seconds(async () => (await openDataset(out)).index()))
    const note = '312,363 swaps, 66,148 mints and burns, 334 states'
    return [
      {
        name: 'cold import, check and index',
        value: cold,
        unit: 's',
        note: `${note}; target 20 s`,
      },
      {
        name: 'processor time of it, all threads',
        value: (processor.user + processor.system) / 1e6,
        unit: 's',
      },
      {
        name: 'open from cache, with index',
        value: opened.sort((a, b) => a - b)[2] ?? NaN,
        unit: 's',
        note: 'median of 5; target 0.5 s',
      },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
