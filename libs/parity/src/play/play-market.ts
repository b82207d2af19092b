import { CancelledError } from '@tickwise/amm'
import type { MarketData, VaultLimits } from '@tickwise/backtest'
import type { BoundStrategy, KeeperEvent } from '@tickwise/keeper'
import { pokeSteps, readOracle, sendSteps } from '@tickwise/protocol'
import type { TokenIndex, TokenPair } from '@tickwise/strategies'
import { deployKeeping, type LocalKeeping } from '../deploy/deploy-keeping.ts'
import { deployLocalVault, deposit, type LocalVault } from '../deploy/deploy-vault.ts'
import { openLocalMarket, type LocalMarket } from '../market/open-local-market.ts'
import { replayEvents, type Replay } from '../market/replay-events.ts'
import { strategyPolicy } from '../stretch/strategy-policy.ts'
import type { NamedModel } from '../stretch/view-forecaster.ts'
import { seatKeeper, type KeeperSeat } from './keeper-seat.ts'
import {
  readIdle,
  readMark,
  readRebalances,
  type ChainRebalance,
  type VaultMark,
} from './read-vault.ts'

/** What is to be played. Times are unix seconds. */
export interface PlayPlan {
  /** Begins early enough for what strategy and model look back on. */
  readonly market: MarketData
  readonly strategy: BoundStrategy
  readonly model: NamedModel
  readonly limits: VaultLimits
  readonly asset: TokenIndex
  /** Raw units of the asset, on top of the seed that every vault is created with. */
  readonly deposit: bigint
  /** First and last end of an epoch that is decided about. */
  readonly from: number
  readonly to: number
  readonly confirmationSeconds: number
  readonly delaySeconds: number
  /** From the first second of a reveal, how long a refused trade is tried again. */
  readonly revealWindowSeconds: number
  readonly retrySeconds: number
}

/** Everything that stands on the node while the market is played. */
export interface Stage extends LocalVault, LocalKeeping {
  readonly local: LocalMarket
  readonly replay: Replay
  readonly seat: KeeperSeat
}

/** An epoch that has just been kept. */
export interface PlayedEpoch {
  readonly epoch: number
  /** Its beginning: the end of what was decided about. */
  readonly boundary: number
  readonly done: number
  readonly total: number
  /** The vault at the boundary, before anything was done. */
  readonly mark: VaultMark
}

/** Where others come in; the clock stands still meanwhile. */
export interface PlayHooks {
  readonly onDeployed?: (stage: Stage) => void | Promise<void>
  readonly onEpoch?: (stage: Stage, epoch: PlayedEpoch) => void | Promise<void>
  readonly onFinished?: (stage: Stage, played: PlayedMarket) => void | Promise<void>
  readonly onProgress?: (progress: {
    readonly phase: 'deploy' | 'warm-up' | 'epochs'
    readonly done: number
    readonly total: number
  }) => void
  readonly listen?: (event: KeeperEvent) => void
  readonly signal?: { readonly aborted: boolean }
}

/** What became of the vault. */
export interface PlayedMarket {
  /** What the vault held idle when the stretch began, raw units. */
  readonly capital: TokenPair
  /** One for each boundary from `from` to `to`. */
  readonly marks: readonly VaultMark[]
  readonly rebalances: readonly ChainRebalance[]
  /** Events of the market that happened, and how long all of it took. */
  readonly events: number
  readonly milliseconds: number
}

/** Seconds before the data in which contracts are deployed and the timelock's two days pass. */
const LEAD = 3 * 86_400
/** The pool remembers an epoch, the cell before it and some minutes, if it trades in every second. */
const CARDINALITY = 4200
/** Room that the keeper leaves between its reveals and the bounds of their window. */
const WITHHOLD_BEFORE = 120
const INCLUSION = 24

/**
 * Plays a market on a local node, with the real pool, vault, registry, oracle and model, kept by the real keeper
 * whose clock is the chain's: it wakes a confirmation after each epoch, at the first second of the reveal, and every
 * `retrySeconds` while a trade is refused.
 *
 * @throws UserError for a strategy that no vault can follow, limits, models and start states that the contracts refuse
 * @throws RetryableError `E_KEEPER_STOPPED`
 * @throws CancelledError when stopped
 *
 * @example
 * const { rebalances } = await playMarket(plan, { onEpoch: (stage, { mark }) => show(mark) })
 */
export async function playMarket(plan: PlayPlan, hooks: PlayHooks = {}): Promise<PlayedMarket> {
  const began = performance.now()
  hooks.onProgress?.({ phase: 'deploy', done: 0, total: 1 })
  const start = plan.market.columns.timestamp[0] ?? plan.from
  const local = await openLocalMarket(plan.market, {
    genesis: start - LEAD,
    cardinality: CARDINALITY,
  })
  let seat: KeeperSeat | undefined
  try {
    const stage = await setStage(local, plan, hooks)
    seat = stage.seat
    await hooks.onDeployed?.(stage)
    await warmUp(stage, plan, hooks)
    const { capital, marks } = await playEpochs(stage, plan, hooks)
    const rebalances = await readRebalances(stage.connection, stage.vault)
    const events = stage.replay.rows
    const milliseconds = Math.round(performance.now() - began)
    const played = { capital, marks, rebalances, events, milliseconds }
    await hooks.onFinished?.(stage, played)
    return played
  } finally {
    await seat?.close()
    await local.anvil.stop()
  }
}

async function setStage(local: LocalMarket, plan: PlayPlan, hooks: PlayHooks): Promise<Stage> {
  const { strategy, model, limits, asset, market } = plan
  const policy = strategyPolicy(strategy)
  const chain = await deployLocalVault(local, { asset, policy, limits, registry: 'canonical' })
  const keeping = await deployKeeping(local, chain, {
    registry: chain.registry,
    model,
    // A keeper allows for the block that its commitment lands in.
    minDelaySeconds: plan.delaySeconds - INCLUSION,
    revealWindowSeconds: INCLUSION + plan.revealWindowSeconds + WITHHOLD_BEFORE,
    cooldownSeconds: limits.cooldownSeconds,
    ringLength: 2048,
  })
  await deposit(chain, chain.deployer, plan.deposit)
  const replay = await replayEvents(local, market)
  const deployed = { ...chain, ...keeping }
  const seat = await seatKeeper(local, deployed, {
    strategy,
    model,
    confirmationSeconds: plan.confirmationSeconds,
    delaySeconds: plan.delaySeconds,
    withholdBeforeSeconds: WITHHOLD_BEFORE,
    now: () => replay.now,
    ...(hooks.listen === undefined ? {} : { listen: hooks.listen }),
  })
  return { local, replay, seat, ...deployed }
}

/** Everything before the stretch, with a record of each epoch: the model looks back on them. */
async function warmUp(stage: Stage, plan: PlayPlan, hooks: PlayHooks): Promise<void> {
  const { epochSeconds } = plan.model.file
  const first = Math.ceil(((plan.market.columns.timestamp[0] ?? 0) + 1) / epochSeconds)
  const total = plan.from / epochSeconds - first
  for (let epoch = first + 1; epoch * epochSeconds < plan.from; epoch++) {
    stopIfAsked(hooks)
    hooks.onProgress?.({ phase: 'warm-up', done: epoch - first, total })
    await stage.replay.advanceTo(epoch * epochSeconds + plan.confirmationSeconds)
    await poke(stage, epoch - 1)
  }
}

/** Records what has ended; the first poke ever records one epoch at a time, as far as the pool remembers. */
async function poke({ connection, deployer, oracle }: Stage, lastEnded: number): Promise<void> {
  const state = await readOracle(connection, oracle)
  await sendSteps(connection, deployer, pokeSteps(oracle, state, lastEnded))
}

async function playEpochs(
  stage: Stage,
  plan: PlayPlan,
  hooks: PlayHooks,
): Promise<Pick<PlayedMarket, 'capital' | 'marks'>> {
  const { connection, vault, replay, seat } = stage
  const { from, to } = plan
  const { epochSeconds } = plan.model.file
  const capital = await readIdle(connection, vault)
  const total = Math.floor((to - from) / epochSeconds) + 1
  const marks: VaultMark[] = []
  for (let done = 0; done < total; done++) {
    stopIfAsked(hooks)
    hooks.onProgress?.({ phase: 'epochs', done, total })
    const boundary = from + done * epochSeconds
    await replay.advanceTo(boundary)
    const mark = await readMark(connection, vault)
    marks.push(mark)
    if (done < total - 1) {
      await keepEpoch(replay, seat, plan, boundary)
      const epoch = boundary / epochSeconds
      await hooks.onEpoch?.(stage, { epoch, boundary, done: done + 1, total, mark })
    }
  }
  return { capital, marks }
}

/** Commit, reveal, and again while the vault refuses. */
async function keepEpoch(
  replay: Replay,
  seat: KeeperSeat,
  plan: PlayPlan,
  boundary: number,
): Promise<void> {
  const committed = boundary + plan.confirmationSeconds
  await replay.advanceTo(committed)
  await seat.act()
  const revealable = committed + plan.delaySeconds
  const withheld = revealable + plan.revealWindowSeconds
  for (let time = revealable; time < withheld + plan.retrySeconds; time += plan.retrySeconds) {
    await replay.advanceTo(Math.min(time, withheld))
    await seat.act()
    if (seat.keeper.status().commitment === undefined) return
  }
}

function stopIfAsked({ signal }: PlayHooks): void {
  if (signal?.aborted) throw new CancelledError('E_CANCELLED', 'the play was stopped')
}
