import { strategyVaultAbi } from '@tickwise/protocol'
import { existsSync } from 'node:fs'
import type { PublicClient } from 'viem'
import { weiOfNative } from '../config/amounts.ts'
import type { KeeperConfig } from '../config/schema.ts'
import type { Journal } from '../journal/open-journal.ts'
import type { Guard } from '../ports.ts'
import { createBalanceFloor, createCostCap, createSpendLimit } from './cost.ts'
import { createLossLimit } from './losses.ts'
import { daySeconds } from './rolling-window.ts'
import { createSpendLedger } from './spend-ledger.ts'
import {
  createClockGuard,
  createKillSwitch,
  createPauseGuard,
  type CircuitBreaker,
} from './stops.ts'
import { createValueLedger } from './value-ledger.ts'

/** What guards look at. */
export interface GuardSources {
  readonly journal: Pick<Journal, 'events'>
  readonly client: PublicClient
  readonly now: () => number
  /** The latest block known. */
  readonly head: () => { readonly timestamp: number } | undefined
  /** Since when a signal has stopped the keeper. */
  readonly stopped: () => number | undefined
  readonly breaker: CircuitBreaker
}

/** The guards of a configuration, in the order in which they are asked: what needs no chain first. */
export function createGuards(
  { limits, fees, killSwitchFile }: KeeperConfig,
  { journal, client, now, head, stopped, breaker }: GuardSources,
): readonly Guard[] {
  const ledger = createSpendLedger(journal, () => now() - daySeconds)
  return [
    createKillSwitch(killSwitchFile, existsSync, stopped),
    createClockGuard(limits, head),
    breaker,
    createCostCap(weiOfNative(fees.maxTransactionCostNative)),
    createBalanceFloor(weiOfNative(limits.minBalanceNative)),
    createSpendLimit(weiOfNative(limits.maxSpendPerDayNative), ledger.fees),
    createPauseGuard((vault) =>
      client.readContract({ address: vault, abi: strategyVaultAbi, functionName: 'paused' }),
    ),
    createLossLimit(limits.maxLossPerDayBps, createValueLedger(journal, client, now)),
  ]
}
