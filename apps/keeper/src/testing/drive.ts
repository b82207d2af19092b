import { passUntil, timeOf, trade, type InferenceSetup } from '@tickwise/protocol/testing'
import type { TickOutcome } from '../keeper.ts'

/** Whatever is to be done after each step of time. */
export type AfterStep = () => Promise<TickOutcome | void>

/** Seconds of an epoch at which a keeper has something to do, or a block is needed for finality. */
const moments = [1, 61, 75, 90, 125, 140, 155, 170, 300]

/**
 * A block at a time, or at the next possible one: the node's clock runs on, so a step of some seconds may be
 * past by now.
 */
export async function reach({ market }: InferenceSetup, timestamp: number): Promise<void> {
  const passed = await passUntil(market, timestamp).then(
    () => true,
    () => false,
  )
  if (!passed) await market.anvil.client.mine({ blocks: 1 })
}

/** Second of the epoch that the chain is in, and its number. */
export async function epochOf(setup: InferenceSetup): Promise<number> {
  return Math.floor((await timeOf(setup.market)) / setup.epochSeconds)
}

/**
 * Lets the chain live through the rest of its epoch and the beginning of the next, with trades, and does
 * something after each step.
 */
export async function liveEpoch(
  setup: InferenceSetup,
  after: AfterStep,
  at: readonly number[] = moments,
): Promise<number> {
  const { market, epochSeconds } = setup
  const epoch = await epochOf(setup)
  const begin = epoch * epochSeconds
  for (const second of at) {
    if ((await timeOf(market)) >= begin + second) continue
    await reach(setup, begin + second)
    await after()
  }
  await tradeThrough(setup, begin + epochSeconds)
  await passUntil(market, begin + epochSeconds + 1)
  return epoch
}

/** A trade per cell, so that the epoch has a variance. */
async function tradeThrough({ market, epochSeconds, cells }: InferenceSetup, end: number) {
  const step = epochSeconds / cells
  for (;;) {
    const next = Math.floor((await timeOf(market)) / step + 1) * step
    if (next >= end) return
    await market.anvil.client.setNextBlockTimestamp({ timestamp: BigInt(next) })
    await trade(market, [9, -14, 6, 11, -12][(next / step) % 5] ?? 1)
  }
}
