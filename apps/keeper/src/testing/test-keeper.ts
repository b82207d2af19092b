import type { InferenceSetup } from '@tickwise/protocol/testing'
import { createKeeper } from '../create-keeper.ts'
import { createKeeperRpc } from '../chain/create-keeper-rpc.ts'
import type { KeeperRpc } from '../chain/keeper-rpc.ts'
import { openJournal, type Journal } from '../journal/open-journal.ts'
import type { Keeper, TickOutcome } from '../keeper.ts'
import type { FaultPoint, Guard, KeeperEvent } from '../ports.ts'
import { defaultKeeperSettings, strategyOf, type KeeperSettings } from '../settings.ts'
import { settableClock, type SettableClock } from './chain-clock.ts'
import { steadyStrategy } from './test-strategy.ts'

/** Key of the keeper of `deployInferenceSetup`, of no account that holds anything anywhere. */
export const testKeeperKey = `0x${'4b'.repeat(32)}` as const

/** What of a test's keeper can be another. */
export interface TestKeeperOptions {
  readonly journalPath: string
  readonly settings?: Partial<KeeperSettings>
  /** Epochs from one trade to the next; default 1. */
  readonly tradeEvery?: number
  readonly urls?: readonly string[]
  readonly timeoutMs?: number
  readonly guards?: readonly Guard[]
  readonly fault?: FaultPoint
}

/** A keeper in the hands of a test. */
export interface TestKeeper {
  readonly keeper: Keeper
  readonly rpc: KeeperRpc
  readonly journal: Journal
  readonly clock: SettableClock
  readonly events: readonly KeeperEvent[]
  /** Sets the clock to the chain's time and ticks. */
  tick(): Promise<TickOutcome>
}

/** The part of a setup that a keeper needs; plain data, so that it can be handed to another process. */
export type KeeperPlace = Pick<InferenceSetup, 'domain' | 'epochSeconds' | 'keeper'> & {
  readonly rpcUrl: string
  readonly vault: { readonly address: InferenceSetup['vault']['address'] }
  readonly modelId: number
}

/** Where the keeper of a setup works. */
export function placeOf(setup: InferenceSetup): KeeperPlace {
  const { domain, epochSeconds, keeper, vault, models, market } = setup
  return { domain, epochSeconds, keeper, vault, modelId: models[0].id, rpcUrl: market.anvil.rpcUrl }
}

/** A keeper of a setup whose clock follows the chain. */
export function startTestKeeper(place: KeeperPlace, options: TestKeeperOptions): TestKeeper {
  const { domain, epochSeconds, keeper: account, vault, modelId, rpcUrl } = place
  const events: KeeperEvent[] = []
  const clock = settableClock(0)
  const listen = (event: KeeperEvent) => void events.push(event)
  const settings: KeeperSettings = {
    ...defaultKeeperSettings,
    chainId: domain.chainId,
    registry: domain.registry,
    vault: vault.address,
    modelId,
    modelName: 'test',
    strategy: strategyOf(steadyStrategy, { epochSeconds, every: options.tradeEvery ?? 1 }),
    confirmations: 2,
    marginSeconds: 0,
    maxHeadAgeSeconds: 600,
    ...options.settings,
  }
  const rpc = createKeeperRpc({
    urls: options.urls ?? [rpcUrl],
    chainId: domain.chainId,
    now: () => clock.now(),
    listen,
    timeoutMs: options.timeoutMs ?? 5_000,
  })
  const journal = openJournal(options.journalPath)
  const { guards = [], fault } = options
  const deps = { settings, rpc, account, journal, clock, guards, listen }
  const keeper = createKeeper(fault === undefined ? deps : { ...deps, fault })
  return {
    keeper,
    rpc,
    journal,
    clock,
    events,
    tick: async () => {
      clock.set(await chainTime(rpcUrl))
      return keeper.tick()
    },
  }
}

/** Unix seconds of the latest block behind a URL. */
export async function chainTime(rpcUrl: string): Promise<number> {
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'eth_getBlockByNumber',
      params: ['latest', false],
    }),
  })
  const { result } = (await response.json()) as { result: { timestamp: string } }
  return Number(result.timestamp)
}
