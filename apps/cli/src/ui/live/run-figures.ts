import { z } from 'zod'
import type { ChartPoint } from '@tickwise/terminal'
import { traceOf } from './trace.ts'

/** What a screen shows of a run's result. Amounts in whole units of the asset. */
export interface RunFigures {
  readonly runId: string
  readonly navStart: number
  readonly navEnd: number
  /** Terms that add to the change of net asset value, in the order of reports. */
  readonly attribution: readonly { readonly term: string; readonly value: number }[]
  /** Fractions and counts by name; `null` where one is not defined. */
  readonly metrics: Readonly<Record<string, number | null>>
  readonly benchmarks: readonly {
    readonly name: string
    readonly totalReturn: number
    readonly curve: readonly ChartPoint[]
  }[]
  readonly decisions: { readonly taken: number; readonly held: number }
}

const amount = z.string().regex(/^-?\d+$/)

/** The part of a backtest's result that is shown. */
const resultSchema = z.object({
  runId: z.string(),
  dataset: z.object({ decimals0: z.number(), decimals1: z.number() }),
  settings: z.object({ asset: z.union([z.literal(0), z.literal(1)]) }),
  navStart: amount,
  navEnd: amount,
  attribution: z.record(z.string(), amount),
  metrics: z.record(z.string(), z.number().nullable()),
  benchmarks: z.array(
    z.object({
      name: z.string(),
      totalReturn: z.number(),
      equity: z.array(z.object({ timestamp: z.number(), nav: amount })),
    }),
  ),
  decisions: z.object({ taken: z.number(), held: z.number() }),
})

/** The figures in the result of a backtest; `undefined` where the data is something else. */
export function figuresOf(data: unknown): RunFigures | undefined {
  const parsed = resultSchema.safeParse(data)
  if (!parsed.success) return undefined
  const { runId, dataset, settings, metrics, decisions, ...result } = parsed.data
  const unit = 10 ** (settings.asset === 0 ? dataset.decimals0 : dataset.decimals1)
  return {
    runId,
    metrics,
    decisions,
    navStart: Number(result.navStart) / unit,
    navEnd: Number(result.navEnd) / unit,
    attribution: Object.entries(result.attribution).map(([term, value]) => ({
      term,
      value: Number(value) / unit,
    })),
    benchmarks: result.benchmarks.map(({ name, totalReturn, equity }) => ({
      name,
      totalReturn,
      curve: traceOf(equity.map(({ timestamp, nav }) => ({ x: timestamp, y: Number(nav) / unit }))),
    })),
  }
}
