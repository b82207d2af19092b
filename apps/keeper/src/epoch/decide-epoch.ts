import { decideOnce, TimelineView, type DecisionEntry } from '@tickwise/backtest'
import { readStateHashes } from '@tickwise/protocol'
import { hold, type Decision } from '@tickwise/strategies'
import type { BlockHeader, KeeperRpc } from '../chain/keeper-rpc.ts'
import type { Sentinel, SentinelAnswer } from '../ports.ts'
import type { KeeperSettings } from '../settings.ts'
import { lastBlockAt } from '../view/block-at.ts'
import type { MarketHistory } from '../view/market-history.ts'
import { forecasterAt, readModelForecast } from '../view/model-forecast.ts'
import { readPoolState } from '../view/pool-state.ts'
import { readVaultView } from '../view/read-vault-view.ts'
import { connectionOf, type VaultFacts } from '../view/vault-facts.ts'
import type { Decided } from './decided.ts'

/** A decision with what it was made of, for the journal. */
export interface EpochDecision {
  readonly decided: Decided
  readonly entry: DecisionEntry
}

/** What decisions are made with. */
export interface DecisionSources {
  readonly rpc: KeeperRpc
  readonly facts: VaultFacts
  readonly settings: KeeperSettings
  readonly history: MarketHistory
  /** Whether the market is left alone. */
  readonly sentinel?: Sentinel
}

/**
 * Decides about an epoch from what was known when the one before it ended: market, vault and features end
 * there, so the decision comes out the same whenever and however often it is made.
 *
 * @throws RetryableError when the chain cannot be asked or the logs are not whole
 * @throws UserError when there is not enough history, or the strategy refuses
 */
export async function decideEpoch(
  { rpc, facts, settings, history, sentinel }: DecisionSources,
  head: BlockHeader,
  epoch: number,
): Promise<EpochDecision> {
  const { epochSeconds, model, oracle } = facts
  const end = epoch * epochSeconds
  const decidedAt = end + settings.confirmationSeconds
  const { strategy, params } = settings.strategy
  const block = await lastBlockAt(rpc, head, end)
  const state = await readPoolState(rpc, facts.vault.pool, block.number)
  const [vault, hashes, forecast, timeline] = await Promise.all([
    readVaultView(rpc, facts, state, block.number),
    readStateHashes(connectionOf(rpc), settings.registry, settings.vault, {
      blockNumber: block.number,
    }),
    readModelForecast(rpc, model, oracle, epoch - 1, head.number),
    history.upTo(
      block,
      state,
      end - secondsWanted(strategy.warmupSeconds(params), sentinel, epochSeconds),
    ),
  ])
  const forecaster = forecasterAt(settings, model, epoch - 1, forecast.forecastX16)
  const market = new TimelineView(timeline, end, decidedAt)
  const own = decideOnce(strategy, market, vault, params, forecaster)
  const viewAt = (timestamp: number) => new TimelineView(timeline, timestamp, timestamp)
  const warning = sentinel?.assess({ vault: settings.vault, epoch, epochSeconds, end, viewAt })
  const made = { ...own, decision: heeded(own.decision, warning) }
  const { decision } = made
  return {
    entry: { decidedAt, visibleUntil: end, vault, ...made },
    decided: {
      epoch,
      observedBlock: block.number,
      observedBlockHash: block.hash,
      modelId: settings.modelId,
      modelHash: model.modelHash,
      features: forecast.features,
      output: { forecastX16: forecast.forecastX16, trade: decision.kind === 'rebalance' },
      ...hashes,
      reason: decision.reason,
    },
  }
}

/** A sentinel sees more of the past than most strategies. */
function secondsWanted(
  warmupSeconds: number,
  sentinel: Sentinel | undefined,
  epochSeconds: number,
): number {
  return Math.max(warmupSeconds, (sentinel?.historyEpochs ?? 0) * epochSeconds)
}

/**
 * A market that is out of the ordinary is not traded in. The forecast is committed to all the same: a
 * record without the wild epochs would flatter.
 */
function heeded(decision: Decision, warning: SentinelAnswer | undefined): Decision {
  if (decision.kind === 'hold' || warning?.skip !== true) return decision
  return hold(`sentinel: ${warning.reason}; the strategy wanted: ${decision.reason}`)
}
