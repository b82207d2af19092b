import { gru, harNet, mlp, openBackend } from '../src/index.ts'
import type { BackendName, Learner, NetBackend, TrainingProgress } from '../src/index.ts'
import { longMemorySeries, windowOver } from '../src/nets/testing/synthetic-series.ts'

export const title = 'Training of nets'

interface BenchRow {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly note?: string
}

interface Passes {
  readonly epochs: number
  readonly onPass: (progress: TrainingProgress) => void
}

const ROUNDS = 3
const nets: readonly {
  readonly name: string
  readonly passes: number
  readonly create: (backend: NetBackend, passes: Passes) => Learner
}[] = [
  { name: 'mlp 11→32→16→1', passes: 6, create: mlp },
  { name: 'har-net 11→16→1', passes: 6, create: harNet },
  { name: 'gru 24 steps of 6, 16 units', passes: 2, create: gru },
]

/** Samples a second of training, by backend, in turns; ratios to plain JavaScript within the same round. */
export async function benchNetTraining(): Promise<readonly BenchRow[]> {
  const window = { ...windowOver(longMemorySeries(4000, 1)), validationRows: new Int32Array() }
  const rows: BenchRow[] = []
  for (const { name, passes, create } of nets) {
    const speeds: Record<'cpu' | 'wasm', number[]> = { cpu: [], wasm: [] }
    for (let round = 0; round < ROUNDS; round++) {
      for (const backend of ['cpu', 'wasm'] as const) {
        const seconds = await secondsAPass(backend, passes, (opened, options) =>
          create(opened, options).fit(window),
        )
        speeds[backend].push(window.rows.length / seconds)
      }
    }
    const note = `${window.rows.length} samples a pass, batches of 256; median of ${ROUNDS} rounds`
    for (const backend of ['cpu', 'wasm'] as const) {
      rows.push({
        name: `${name}: ${backend}`,
        value: median(speeds[backend]),
        unit: 'samples/s',
        note,
      })
    }
    const ratios = speeds.wasm.map((speed, round) => speed / (speeds.cpu[round] ?? NaN))
    rows.push({ name: `${name}: wasm to cpu`, value: median(ratios), unit: '×', note })
  }
  return rows
}

/** Median time from one pass to the next; the first, which warms up, is not counted. */
async function secondsAPass(
  name: BackendName,
  passes: number,
  fit: (backend: NetBackend, passes: Passes) => unknown,
): Promise<number> {
  const times: number[] = []
  const onPass = (): void => void times.push(performance.now())
  await fit(await openBackend(name), { epochs: passes + 1, onPass })
  return median(times.slice(1).map((time, i) => (time - (times[i] ?? NaN)) / 1000))
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}
