import { CancelledError, rowCountAtTime, seededRandom } from '@tickwise/amm'
import type {
  Forecaster,
  ParameterSchema,
  RebalanceDecision,
  Strategy,
  TokenPair,
  VaultView,
} from '@tickwise/strategies'
import type { z } from 'zod'
import { secondsInRange } from '../market/seconds-in-range.ts'
import { TimelineView } from '../market/timeline-view.ts'
import type { RebalanceOutcome, RefusalName } from '../vault/rebalance-outcome.ts'
import { SimulatedVault } from '../vault/simulated-vault.ts'
import { valueUp } from '../vault/valuation.ts'
import type { Venue } from '../venue/venue.ts'
import { AttributionLedger, type AttributionInterval } from './attribution.ts'
import { decideOnce, forecastsReadySince, type DecisionEntry } from './decide.ts'
import { gasPriceAt, gasUnits, weiToAssetUp } from './gas.ts'
import type { ResolvedSettings } from './settings.ts'
import { vaultFees } from './vault-fees.ts'

/** Net asset value at a time: each epoch, each action, start and end. Raw units of the asset. */
export interface EquityEntry {
  readonly timestamp: number
  readonly nav: bigint
  /** Terms `fees` and `lvr` of the attribution since the start. */
  readonly feesSoFar: bigint
  readonly lvrSoFar: bigint
  readonly sqrtPriceX96: bigint
  readonly tick: number
  readonly inRange: boolean
  readonly ranges: readonly (readonly [tickLower: number, tickUpper: number])[]
}

/** A rebalance that was carried out, that failed and cost its gas, or that the vault refused. */
export interface ActionEntry {
  readonly kind: 'rebalance' | 'failed' | 'refused'
  /** The contract's error, where it was refused. */
  readonly refused?: RefusalName
  /** When it was decided, and when it was carried out. Unix seconds. */
  readonly decidedAt: number
  readonly timestamp: number
  /** Events of the market before it. */
  readonly row: number
  readonly blockNumber: number
  readonly reason: string
  readonly sqrtPriceX96: bigint
  readonly outcome: RebalanceOutcome | undefined
  readonly gasUnits: bigint
  readonly gasPriceWei: bigint
  /** Raw units of the asset. */
  readonly gasCost: bigint
}

/** What a run leaves behind, before it is made into a result. */
export interface EngineOutcome {
  readonly equity: readonly EquityEntry[]
  readonly actions: readonly ActionEntry[]
  readonly decisions: readonly DecisionEntry[]
  readonly intervals: readonly AttributionInterval[]
  readonly secondsInRange: number
  /** Value of own swaps, raw units of the asset. */
  readonly swapped: bigint
  readonly partialSwaps: number
  /** Share of in-range liquidity that was ours, at each epoch with a position in range. */
  readonly liquidityShares: readonly number[]
}

/** Progress of a run; `total` epochs. */
export interface RunOptions {
  readonly onProgress?: (progress: {
    readonly phase: 'backtest'
    readonly done: number
    readonly total: number
  }) => void
  readonly signal?: { readonly aborted: boolean }
}

/** Somebody who watches a run: each epoch's point of the equity curve, each rebalance, as they come. */
export interface EngineObserver {
  readonly equity: (entry: EquityEntry) => void
  readonly decision: (decidedAt: number, decision: RebalanceDecision) => void
  readonly action: (entry: ActionEntry) => void
}

/** What the engine takes beside its inputs. */
export interface EngineOptions extends RunOptions {
  readonly forecaster?: Forecaster | undefined
  readonly observer?: EngineObserver | undefined
}

/** Epochs between looks at the progress callback and the stop signal. */
const PROGRESS_EPOCHS = 64

/** Plays a strategy over a venue, epoch by epoch. */
export function runEngine<S extends ParameterSchema>(
  venue: Venue,
  strategy: Strategy<S>,
  params: z.output<S>,
  settings: ResolvedSettings,
  options: EngineOptions = {},
): EngineOutcome {
  const { forecaster, observer } = options
  const readySince = forecastsReadySince(strategy.forecasts?.(params) ?? [], forecaster)
  const run = new Run(venue, settings)
  const { from, to, epochSeconds, confirmationSeconds } = settings
  const first = Math.ceil(from / epochSeconds) * epochSeconds
  const ready = Math.max(
    readySince,
    venue.timeline.track.startTimestamp + strategy.warmupSeconds(params),
  )
  const total = Math.max(0, Math.floor((to - first) / epochSeconds) + 1)
  for (let epoch = 0; epoch < total; epoch++) {
    if (epoch % PROGRESS_EPOCHS === 0) {
      if (options.signal?.aborted) throw new CancelledError('E_CANCELLED', 'the run was stopped')
      options.onProgress?.({ phase: 'backtest', done: epoch, total })
    }
    const boundary = first + epoch * epochSeconds
    run.closeEpoch(boundary)
    observer?.equity(run.lastEquity())
    if (boundary < ready) continue
    const decidedAt = boundary + confirmationSeconds
    const vault = run.vaultView()
    const view = new TimelineView(venue.timeline, boundary, decidedAt)
    const made = decideOnce(strategy, view, vault, params, forecaster)
    run.decisions.push({ decidedAt, visibleUntil: boundary, vault, ...made })
    const { decision } = made
    if (decision.kind === 'hold') continue
    observer?.decision(decidedAt, decision)
    for (const actAt of actionTimes(settings, boundary)) {
      const action = run.act(decision, decidedAt, actAt)
      observer?.action(action)
      if (action.kind !== 'refused') break
    }
  }
  options.onProgress?.({ phase: 'backtest', done: total, total })
  return run.finish()
}

/** When a decision about the epoch that ended at `boundary` is tried: until it can no longer be revealed. */
function actionTimes(settings: ResolvedSettings, boundary: number): readonly number[] {
  const { confirmationSeconds, delaySeconds, revealWindowSeconds, retrySeconds } = settings
  const first = boundary + confirmationSeconds + delaySeconds
  const end = Math.min(
    first + revealWindowSeconds,
    boundary + settings.epochSeconds,
    settings.to + 1,
  )
  const times: number[] = []
  for (let time = first; time < end; time += retrySeconds) times.push(time)
  return times
}

/** The moving parts of one run. */
class Run {
  readonly decisions: DecisionEntry[] = []
  readonly #venue: Venue
  readonly #settings: ResolvedSettings
  readonly #vault: SimulatedVault
  readonly #ledger: AttributionLedger
  readonly #vaultFees
  readonly #random
  readonly #equity: EquityEntry[] = []
  readonly #actions: ActionEntry[] = []
  readonly #shares: number[] = []
  #now: number
  #fees: TokenPair = { amount0: 0n, amount1: 0n }
  #secondsInRange = 0
  #swapped = 0n
  #partialSwaps = 0

  constructor(venue: Venue, settings: ResolvedSettings) {
    const { from, asset, capital0, capital1, limits } = settings
    const idle = { amount0: capital0, amount1: capital1 }
    this.#venue = venue
    this.#settings = settings
    this.#now = from
    venue.moveTo(from)
    this.#vault = new SimulatedVault(venue, asset, idle, limits)
    this.#ledger = new AttributionLedger(asset, from, venue.sqrtPriceX96, idle)
    this.#vaultFees = vaultFees(settings, from, this.#ledger.nav)
    this.#random = seededRandom(settings.seed)
    this.#recordEquity()
  }

  vaultView(): VaultView {
    return this.#vault.view()
  }

  closeEpoch(timestamp: number): void {
    this.#markAll(timestamp)
    this.#chargeVaultFees()
    this.#recordEquity()
    const own = this.#vault.liquidityInRange()
    if (own > 0n) this.#shares.push(share(own, this.#venue.marketLiquidity()))
  }

  lastEquity(): EquityEntry {
    return this.#equity.at(-1) as EquityEntry
  }

  /** Tries a rebalance, and says what came of it. */
  act(decision: RebalanceDecision, decidedAt: number, timestamp: number): ActionEntry {
    this.#markAll(timestamp)
    const { reason } = decision
    const refused = this.#vault.refusalOf(decision, timestamp)
    if (refused !== undefined) {
      const nothing = { outcome: undefined, gasUnits: 0n, gasPriceWei: 0n, gasCost: 0n }
      return this.#recordAction({ kind: 'refused', refused, decidedAt, reason, ...nothing })
    }
    const { failureProbability } = this.#settings
    const failed = failureProbability > 0 && this.#random() < failureProbability
    const { sqrtPriceX96 } = this.#venue
    const burns = this.#vault.positions.length
    const outcome = failed ? undefined : this.#vault.rebalance(decision, timestamp, this.#ledger)
    const gas = this.#payGas(timestamp, {
      burns,
      mints: outcome?.placed.length ?? decision.ranges.length,
      swaps: outcome === undefined ? Number(decision.swap === 'to-ratio') : Number(!!outcome.swap),
    })
    this.#bookSwap(outcome)
    this.#fees = this.#vault.fees()
    if (outcome !== undefined) {
      this.#ledger.closeInterval(timestamp, this.#vault.holdings())
      this.#venue.settle()
      this.#mark()
    }
    const kind = failed ? 'failed' : 'rebalance'
    const action = this.#recordAction({ kind, decidedAt, reason, outcome, ...gas }, sqrtPriceX96)
    this.#recordEquity()
    return action
  }

  finish(): EngineOutcome {
    this.#markAll(this.#settings.to)
    this.#chargeVaultFees()
    this.#ledger.closeInterval(this.#settings.to, this.#vault.holdings())
    this.#recordEquity()
    return {
      equity: this.#equity,
      actions: this.#actions,
      decisions: this.decisions,
      intervals: this.#ledger.intervals,
      secondsInRange: this.#secondsInRange,
      swapped: this.#swapped,
      partialSwaps: this.#partialSwaps,
      liquidityShares: this.#shares,
    }
  }

  #recordAction(
    action: Omit<ActionEntry, 'timestamp' | 'row' | 'blockNumber' | 'sqrtPriceX96'>,
    sqrtPriceX96 = this.#venue.sqrtPriceX96,
  ): ActionEntry {
    const { columns } = this.#venue.timeline.market
    const row = rowCountAtTime(columns, this.#now)
    const blockNumber = columns.blockNumber[Math.max(0, row - 1)] ?? 0
    const { kind, refused, decidedAt, reason, ...rest } = action
    const entry: ActionEntry = {
      kind,
      ...(refused === undefined ? {} : { refused }),
      decidedAt,
      timestamp: this.#now,
      row,
      blockNumber,
      reason,
      sqrtPriceX96,
      ...rest,
    }
    this.#actions.push(entry)
    return entry
  }

  #chargeVaultFees(): void {
    const owed = this.#vaultFees.charge(this.#now, this.#ledger.nav)
    if (owed > 0n) this.#ledger.paidVaultFees(owed)
  }

  #payGas(timestamp: number, counts: Parameters<typeof gasUnits>[1]): GasEntry {
    const { gas, gasPriceWei, l1FeeWei, native, nativePrice } = this.#settings
    const units = gasUnits(gas, counts)
    const price = gasPriceAt(gasPriceWei, timestamp)
    const wei = units * price + l1FeeWei
    const gasCost = weiToAssetUp(wei, this.#ledger.valuation, native, nativePrice)
    this.#ledger.paidGas(gasCost)
    return { gasUnits: units, gasPriceWei: price, gasCost }
  }

  #bookSwap(outcome: RebalanceOutcome | undefined): void {
    const swap = outcome?.swap
    if (swap === undefined) return
    const { zeroForOne, amountIn } = swap
    this.#swapped += valueUp(this.#ledger.valuation, {
      amount0: zeroForOne ? amountIn : 0n,
      amount1: zeroForOne ? 0n : amountIn,
    })
    if (!swap.complete) this.#partialSwaps++
  }

  /** Moves to a time and marks prices, amounts and fees there. */
  #markAll(timestamp: number): void {
    this.#markGridUpTo(timestamp - 1)
    this.#moveTo(timestamp)
    this.#fees = this.#vault.fees()
    this.#mark()
  }

  /** Marks every point of the markout grid up to `timestamp`; fees wait for the epoch's end. */
  #markGridUpTo(timestamp: number): void {
    if (this.#vault.positions.length === 0) return
    const { markoutSeconds } = this.#settings
    let next = (Math.floor(this.#now / markoutSeconds) + 1) * markoutSeconds
    for (; next <= timestamp; next += markoutSeconds) {
      this.#moveTo(next)
      this.#mark()
    }
  }

  #moveTo(timestamp: number): void {
    const since = this.#now
    this.#now = timestamp
    this.#venue.moveTo(timestamp)
    const { track } = this.#venue.timeline
    this.#secondsInRange += secondsInRange(track, this.#vault.positions, since, timestamp)
  }

  #mark(): void {
    this.#ledger.mark(this.#venue.sqrtPriceX96, this.#vault.inPositions(), this.#fees)
  }

  #recordEquity(): void {
    const entry: EquityEntry = {
      timestamp: this.#now,
      nav: this.#ledger.nav,
      feesSoFar: this.#ledger.soFar('fees'),
      lvrSoFar: this.#ledger.soFar('lvr'),
      sqrtPriceX96: this.#venue.sqrtPriceX96,
      tick: this.#venue.tick,
      inRange: this.#vault.liquidityInRange() > 0n,
      ranges: this.#vault.positions.map(({ tickLower, tickUpper }) => [tickLower, tickUpper]),
    }
    if (this.#equity.at(-1)?.timestamp === this.#now) this.#equity.pop()
    this.#equity.push(entry)
  }
}

interface GasEntry {
  readonly gasUnits: bigint
  readonly gasPriceWei: bigint
  readonly gasCost: bigint
}

function share(own: bigint, others: bigint): number {
  const whole = own + others
  return whole <= 0n ? 1 : Number(own) / Number(whole)
}
