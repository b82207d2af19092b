import type { CommandEvent, EventBody } from '@tickwise/terminal'

/** Adds times: so far apart that no progress is left out. */
function timed(events: readonly EventBody[]): readonly CommandEvent[] {
  return events.map((event, i) => ({ ...event, t: 60 * i }))
}

const hour = 3600
const start = 1_704_067_200

/** What `backtest --jsonl` tells first. */
const opening: readonly EventBody[] = [
  {
    type: 'started',
    schema: 1,
    command: 'backtest',
    arguments: ['backtest', '--dataset', 'data/sample', '--strategy', 'recentre'],
    at: '2025-01-01T00:00:00.000Z',
  },
  { type: 'progress', phase: 'indexing', done: 0, total: 10 },
  {
    type: 'run',
    runId: '9f9012ab34cd',
    strategy: 'recentre',
    parameters: { epochSeconds: hour, halfWidthTicks: 200, swap: true },
    from: start,
    to: start + 200 * hour,
    asset: { symbol: 'USDC', decimals: 6 },
    pool: { symbol0: 'WETH', symbol1: 'USDC', fee: 500 },
    simulated: true,
  },
]

/** Hour `i` of the story: a wave with a crash at hour 120. */
function pointAt(i: number): { readonly price: number; readonly nav: number } {
  const crash = i === 120 ? 0.8 : 1
  return {
    price: 2000 + 150 * Math.sin(i / 12),
    nav: (10_000 + 6 * i + 80 * Math.sin(i / 12)) * crash,
  }
}

const tickOf = (price: number): number => Math.floor(Math.log(price * 1e-12) / Math.log(1.0001))

/** Events of the run at hour `i`: a point of its curve, and every 25 hours a rebalance. */
function hourOf(i: number): readonly EventBody[] {
  const { price, nav } = pointAt(i)
  const centre = tickOf(pointAt(i - (i % 25)).price)
  const ranges = [[centre - 200, centre + 200]] as const
  const timestamp = start + i * hour
  const tick = tickOf(price)
  const point: EventBody = {
    ...{ type: 'equity', timestamp, price, tick, ranges },
    nav: String(Math.round(nav * 1e6)),
    inRange: Math.abs(tick - centre) <= 200,
    feesSoFar: String(2_500_000 * i),
    lvrSoFar: String(-1_500_000 * i),
  }
  if (i % 25 !== 0) return [point]
  const reason = i === 0 ? 'first placement' : `the price left the middle by ${i} ticks`
  return [
    { type: 'decision', decidedAt: timestamp - 120, reason, ranges },
    {
      ...{ type: 'action', kind: 'rebalance', decidedAt: timestamp - 120, timestamp },
      ...{ reason, price, ranges, gasCost: '150000' },
    },
    point,
  ]
}

/** A result as far as screens read it. */
const result: EventBody = {
  type: 'result',
  exitCode: 0,
  data: {
    runId: '9f9012ab34cd',
    dataset: { decimals0: 18, decimals1: 6 },
    settings: { asset: 1 },
    navStart: '10000000000',
    navEnd: '11180000000',
    attribution: {
      ...{ fees: '500000000', priceMove: '1022000000', tracking: '-40000000', lvr: '-300000000' },
      ...{
        swapFee: '-500000',
        swapImpact: '-300000',
        gas: '-1200000',
        vaultFees: '0',
        rounding: '-3',
      },
    },
    metrics: {
      totalReturn: 0.118,
      sharpe: 1.9,
      maxDrawdown: 0.2,
      timeInRange: 0.71,
      turnover: null,
    },
    benchmarks: [
      {
        name: 'hodl',
        totalReturn: 0.1022,
        equity: [0, 100, 200].map((i) => ({
          timestamp: start + i * hour,
          nav: String(10_000_000_000 + i * 5_110_000),
        })),
      },
    ],
    decisions: { taken: 201, held: 192 },
  },
}

/** A backtest of `hours` hours as it is told; whole when it is 201 or more. */
export function runStream(hours = 201): readonly CommandEvent[] {
  const told = Array.from({ length: Math.min(hours, 201) }, (_, i) => hourOf(i)).flat()
  const progress: EventBody = {
    type: 'progress',
    phase: 'running',
    done: Math.min(hours, 200),
    total: 200,
    rate: 50,
    secondsLeft: Math.max(0, 200 - hours) / 50,
  }
  const warning: EventBody = { type: 'warning', text: 'gas is counted at a constant price' }
  return timed([...opening, ...told, progress, ...(hours < 201 ? [] : [warning, result])])
}

/** Two parameters, twelve points, one of which fails; as many trials have ended as said. */
export function sweepStream(trials = 12): readonly CommandEvent[] {
  const axes = [
    { name: 'halfWidthTicks', values: [400, 800, 1200, 1600] },
    { name: 'thresholdTicks', values: [100, 200, 300] },
  ] as const
  const trialOf = (index: number): readonly EventBody[] => {
    const parameters = {
      halfWidthTicks: axes[0].values[Math.floor(index / 3)] ?? 0,
      thresholdTicks: axes[1].values[index % 3] ?? 0,
    }
    const done = index + 1
    const progress: EventBody = {
      ...{ type: 'progress', phase: 'sweeping', done, total: 12, rate: 4 },
      ...{ secondsLeft: (12 - done) / 4, detail: `2 at work, ${index >= 7 ? 1 : 0} failed` },
    }
    if (index === 7) {
      const error = { code: 'E_STRATEGY', message: 'the ranges are too narrow for the pool' }
      return [{ type: 'trial', index, parameters, outcome: 'failed', error }, progress]
    }
    const value = 3 - Math.abs(index - 4) / 2
    const metrics = {
      ...{ sharpe: value, totalReturn: value / 50, maxDrawdown: 0.05, feesMinusLvr: value / 100 },
      rebalances: 20 - index,
    }
    const runId = `${index.toString(16)}b12cd34ef56`
    return [{ type: 'trial', index, parameters, outcome: 'done', runId, value, metrics }, progress]
  }
  return timed([
    {
      ...{ type: 'started', schema: 1, command: 'sweep', at: '2025-01-01T00:00:00.000Z' },
      arguments: ['sweep', '--dataset', 'data/sample', '--strategy', 'recentre'],
    },
    { type: 'grid', strategy: 'recentre', axes, metric: 'sharpe', better: 'higher' },
    ...Array.from({ length: trials }, (_, index) => trialOf(index)).flat(),
    ...(trials < 12 ? [] : [{ type: 'result', exitCode: 0, data: {} } as const]),
  ])
}
