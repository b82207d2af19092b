import type { MarketView } from '@tickwise/strategies'
import type { Sentinel, SentinelQuestion } from '../ports.ts'
import { assessMarket, type MarketSample, type SentinelThresholds } from './assess-market.ts'

/** Windows of the vault's price envelope, seconds: what lies apart there is refused on chain. */
const envelopeWindows = [120, 1_800] as const

/**
 * A sentinel over the ends of epochs as the decision's own market shows them.
 *
 * @example
 * createSentinel({ windowEpochs: 96, minEpochs: 24, maxScore: 12 }).assess(question)
 */
export function createSentinel(thresholds: SentinelThresholds): Sentinel {
  return {
    historyEpochs: thresholds.windowEpochs + 2,
    assess: (question) =>
      assessMarket(samplesOf(question, thresholds.windowEpochs + 2), thresholds),
  }
}

/** The pool at the ends of the last epochs, as far as the history goes back. */
export function samplesOf(question: SentinelQuestion, count: number): readonly MarketSample[] {
  const { end, epoch, epochSeconds, viewAt } = question
  const { historyStart } = viewAt(end)
  return Array.from({ length: count }, (_, i) => count - 1 - i)
    .map((back) => ({ epoch: epoch - back, at: end - back * epochSeconds }))
    .filter(({ at }) => at >= historyStart)
    .map(({ epoch: sampled, at }) => sampleOf(sampled, viewAt(at)))
}

function sampleOf(epoch: number, view: MarketView): MarketSample {
  const { tick, liquidity, timestamp, historyStart } = view
  const means = envelopeWindows
    .filter((window) => timestamp - window >= historyStart)
    .map((window) => view.meanTick(timestamp - window, timestamp))
  if (means.length < envelopeWindows.length) return { epoch, tick, liquidity }
  const ticks = [tick, ...means]
  return { epoch, tick, liquidity, spreadTicks: Math.max(...ticks) - Math.min(...ticks) }
}
