import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simulateMarket } from '@tickwise/market'

export const title = 'Simulated market on the real contracts'

interface BenchRow {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly note?: string
}

/** A month of a busy pool on a local node: simulated, compared with the exact pool, written and checked. */
export async function benchSimulate(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tickwise-bench-'))
  try {
    const start = performance.now()
    const dataset = await simulateMarket(join(folder, 'busy'), {
      seed: '1',
      days: 30,
      preset: 'busy',
    })
    const seconds = (performance.now() - start) / 1000
    const swaps = dataset.manifest.rows['swap'] ?? 0
    return [
      {
        name: '30 days of a busy pool',
        value: seconds,
        unit: 's',
        note: `${swaps} swaps; target 90 s`,
      },
      { name: 'swaps mined, compared and written', value: swaps / seconds, unit: 'swaps/s' },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
