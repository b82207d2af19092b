import type { BacktestResult, PreparedRun, RunObserver } from '@tickwise/backtest'
import { thinnedPositions } from '@tickwise/runs'
import type { CommandContext } from '@tickwise/terminal'

type EquityPoint = BacktestResult['equity'][number]
type Action = BacktestResult['actions'][number]

/** Points of a run's equity curve that are told while it runs, about. */
const toldPoints = 1000

/** Says which run it is that begins, or that is shown from the record. */
export function tellRun(
  { emit, hasEvents }: CommandContext,
  { runId, strategy, params, resolved, market }: PreparedRun,
): void {
  if (!hasEvents) return
  const { symbol, decimals } = market.tokens[resolved.asset]
  emit({
    type: 'run',
    runId,
    strategy: strategy.name,
    parameters: { ...params } as Record<string, string | number | boolean>,
    from: resolved.from,
    to: resolved.to,
    asset: { symbol, decimals },
    pool: {
      symbol0: market.tokens[0].symbol,
      symbol1: market.tokens[1].symbol,
      fee: market.spec.fee,
    },
    simulated: market.simulated,
  })
}

/** Tells what a run does as it does it; nobody listens where there are no events. */
export function runObserver(
  context: CommandContext,
  { resolved }: Pick<PreparedRun, 'resolved'>,
): { readonly observer?: RunObserver; readonly end: () => void } {
  if (!context.hasEvents) return { end: () => undefined }
  const epochs = (resolved.to - resolved.from) / resolved.epochSeconds
  const equity = thinned(Math.ceil((2 * epochs) / toldPoints), (point) => tellPoint(context, point))
  return {
    observer: {
      equity: equity.take,
      decision: (decision) => context.emit({ type: 'decision', ...decision }),
      action: (action) => {
        equity.flush()
        tellAction(context, action)
      },
    },
    end: equity.flush,
  }
}

/** Tells a run that is on record as it would have been told while it ran. */
export function tellRecordedRun(context: CommandContext, result: BacktestResult): void {
  if (!context.hasEvents) return
  const { equity, actions } = result
  const navs = equity.map(({ nav }) => Number(nav))
  let next = 0
  for (const position of thinnedPositions(navs, toldPoints)) {
    const point = equity[position] as EquityPoint
    for (; (actions[next]?.timestamp ?? Infinity) <= point.timestamp; next++)
      tellAction(context, actions[next] as Action)
    tellPoint(context, point)
  }
}

/** Tells the warnings of a result. */
export function tellWarnings({ emit, hasEvents }: CommandContext, result: BacktestResult): void {
  if (hasEvents) for (const text of result.warnings) emit({ type: 'warning', text })
}

function tellPoint({ emit }: CommandContext, point: EquityPoint): void {
  emit({ type: 'equity', ...point })
}

function tellAction({ emit }: CommandContext, action: Action): void {
  const { kind, decidedAt, timestamp, reason, price, gasCost } = action
  const ranges = action.ranges.map(({ tickLower, tickUpper }) => [tickLower, tickUpper] as const)
  emit({ type: 'action', kind, decidedAt, timestamp, reason, price, ranges, gasCost })
}

/** Of every `stride` points passes on the lowest and the highest, in their order. */
function thinned(stride: number, pass: (point: EquityPoint) => void) {
  let points: EquityPoint[] = []
  const flush = (): void => {
    const navs = points.map(({ nav }) => Number(nav))
    const kept = [navs.indexOf(Math.min(...navs)), navs.indexOf(Math.max(...navs))]
    for (const position of [...new Set(kept)].sort((a, b) => a - b)) {
      const point = points[position]
      if (point !== undefined) pass(point)
    }
    points = []
  }
  const take = (point: EquityPoint): void => {
    points.push(point)
    if (points.length >= stride) flush()
  }
  return { take, flush }
}
