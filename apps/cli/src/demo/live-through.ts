import { defaultAsset, marketDataOf } from '@tickwise/backtest'
import { strategyOf } from '@tickwise/keeper'
import { encodeModel } from '@tickwise/forecast'
import type { Dataset } from '@tickwise/market'
import {
  backtestOf,
  comparePlay,
  playMarket,
  playPlanOf,
  type NamedModel,
  type ParityReport,
  type PlayedMarket,
  type PlayPlan,
  type Stage,
} from '@tickwise/parity'
import { findReveals, verifyReceipt } from '@tickwise/protocol'
import { findStrategy, parseParameters } from '@tickwise/strategies'
import type { CommandContext } from '@tickwise/terminal'
import { twoDepositors, type Departures } from './depositors.ts'

/** Epochs that are compared with the backtest; depositors leave after them. */
export const COMPARED_EPOCHS = 12
/** Epochs in which the queue is paid. */
const LATER_EPOCHS = 4

/** How a vault lived through the last day of a market. */
export interface LivedThrough {
  readonly plan: PlayPlan
  readonly played: PlayedMarket
  readonly report: ParityReport
  readonly departures: Departures
  /** Reveals of the keeper, and how many of them anyone can derive again. */
  readonly reveals: number
  readonly matching: number
}

/**
 * The first moment of the last day that the demo lives through, unix seconds: the end of an epoch.
 * @example stretchStart(dataset, 3600)
 */
export function stretchStart(dataset: Dataset, epochSeconds: number): number {
  const { timestamp, length } = dataset.columns
  const last = Math.floor((timestamp[length - 1] ?? 0) / epochSeconds) * epochSeconds
  return last - (COMPARED_EPOCHS + LATER_EPOCHS + 1) * epochSeconds
}

/**
 * Plays the last day of the market on a local node: vault, registry, oracle and model are deployed, two people
 * deposit, the keeper commits and reveals every hour, the two leave, and everything revealed is derived again.
 */
export async function liveThrough(
  { signal, onProgress }: CommandContext,
  dataset: Dataset,
  model: NamedModel,
): Promise<LivedThrough> {
  const { epochSeconds } = model.file
  const from = stretchStart(dataset, epochSeconds)
  const until = from + COMPARED_EPOCHS * epochSeconds
  const plan = planOf(dataset, model, from, until + LATER_EPOCHS * epochSeconds)
  const people = twoDepositors()
  const verification = verifier(encodeModel(model.file))
  const played = await playMarket(plan, {
    signal,
    onProgress: ({ phase, done, total }) => onProgress({ phase: phases[phase], done, total }),
    onDeployed: (stage) => people.arrive(stage, plan.deposit / 2n),
    onEpoch: async (stage, { done }) => {
      await verification.check(stage)
      if (done === COMPARED_EPOCHS + 1) await people.leave(stage)
    },
    onFinished: (stage) => people.claim(stage),
  })
  const backtest = backtestOf(plan, played)
  const report = comparePlay(played, backtest, until)
  return { plan, played, report, departures: people.departures, ...verification.counts }
}

const phases = {
  deploy: 'deploy the contracts',
  'warm-up': 'replay the market',
  epochs: 'keep the vault',
} as const

/** A narrow band, so that a day has rebalances to look at. */
function planOf(dataset: Dataset, model: NamedModel, from: number, to: number): PlayPlan {
  const market = marketDataOf(dataset)
  const { epochSeconds, horizonEpochs } = model.file
  const strategy = findStrategy('volatility-band')
  const params = parseParameters(strategy, {
    model: model.hash,
    epochSeconds: String(epochSeconds),
    horizonEpochs: String(horizonEpochs),
    widthMilliSigmas: '1500',
    recentreBps: '2000',
    lookbackEpochs: '1',
  })
  const asset = defaultAsset(market.tokens)
  return playPlanOf({ market, strategy: strategyOf(strategy, params), model, from, to, asset })
}

/** More than an epoch has, and fewer than the node keeps states of. */
const RECENT_BLOCKS = 300n

/** Derives again what was revealed since the last time, while the node still has the states of then. */
function verifier(modelFile: Uint8Array): {
  readonly check: (stage: Stage) => Promise<void>
  readonly counts: Pick<LivedThrough, 'reveals' | 'matching'>
} {
  const counts = { reveals: 0, matching: 0 }
  let checkedTo = 0n
  return {
    counts,
    async check({ connection, vault }) {
      const toBlock = await connection.client.getBlockNumber()
      const recent = toBlock < RECENT_BLOCKS ? 0n : toBlock - RECENT_BLOCKS
      const fromBlock = checkedTo < recent ? recent : checkedTo + 1n
      const reveals = await findReveals(connection, vault.address, { fromBlock, toBlock })
      for (const { transaction } of reveals) {
        const { result } = await verifyReceipt(transaction, { connection, modelFile })
        counts.reveals++
        if (result === 'match') counts.matching++
      }
      checkedTo = toBlock
    },
  }
}
