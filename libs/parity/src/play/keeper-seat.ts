import { RetryableError } from '@tickwise/amm'
import {
  createKeeper,
  createKeeperRpc,
  defaultKeeperSettings,
  openJournal,
  type BoundStrategy,
  type Clock,
  type Keeper,
  type KeeperEvent,
  type KeeperSettings,
} from '@tickwise/keeper'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LocalKeeping } from '../deploy/deploy-keeping.ts'
import type { LocalVault } from '../deploy/deploy-vault.ts'
import type { LocalMarket } from '../market/open-local-market.ts'
import type { NamedModel } from '../stretch/view-forecaster.ts'

/** What a keeper on the node is told beside what is deployed. */
export interface SeatPlan {
  readonly strategy: BoundStrategy
  readonly model: NamedModel
  readonly confirmationSeconds: number
  readonly delaySeconds: number
  /** Before the deadline of a reveal: no more trades that are refused. */
  readonly withholdBeforeSeconds: number
  /** The node's time. */
  readonly now: () => number
  readonly listen?: (event: KeeperEvent) => void
}

/** The real keeper, awake when it is told to. */
export interface KeeperSeat {
  readonly keeper: Keeper
  /**
   * Lets the keeper look and act until it has nothing more to do at this time.
   * @throws RetryableError `E_KEEPER_STOPPED` with its own words when it stops
   */
  act(): Promise<void>
  close(): Promise<void>
}

/** Looks at one moment; poke, commit and score are three actions at most. */
const mostTicks = 40

/**
 * Seats the keeper of `@tickwise/keeper` with a journal of its own at the node. Its clock is the chain's, its blocks
 * come when it has sent something.
 */
export async function seatKeeper(
  local: LocalMarket,
  deployed: LocalVault & LocalKeeping,
  plan: SeatPlan,
): Promise<KeeperSeat> {
  const { anvil } = local
  const folder = await mkdtemp(join(tmpdir(), 'tickwise-parity-'))
  const journal = openJournal(join(folder, 'keeper.db'))
  const { chainId } = anvil
  const listen = plan.listen ?? (() => undefined)
  const clock: Clock = { now: plan.now, sleep: () => Promise.resolve() }
  const keeper = createKeeper({
    settings: settingsOf(deployed, chainId, plan),
    rpc: createKeeperRpc({ urls: [anvil.rpcUrl], chainId, now: plan.now, listen }),
    account: deployed.keeper,
    journal,
    clock,
    guards: [],
    listen,
  })
  // Now, while the node still keeps the states that a start looks back on.
  await keeper.recover()
  return {
    keeper,
    async act() {
      for (let ticks = 0; ticks < mostTicks; ticks++) {
        const { result, reason } = await keeper.tick()
        if (result === 'stopped') {
          throw new RetryableError('E_KEEPER_STOPPED', `the keeper stopped: ${reason}`, {
            hint: 'run it again; if it stops again, report this',
            facts: { at: plan.now() },
          })
        }
        await anvil.client.mine({ blocks: 1 })
        if (result === 'waited' && keeper.status().inFlight.length === 0) return
      }
    },
    async close() {
      keeper.stop()
      journal.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function settingsOf(
  { vault, registry, modelId }: LocalVault & LocalKeeping,
  chainId: number,
  plan: SeatPlan,
): KeeperSettings {
  const { strategy, model, confirmationSeconds, delaySeconds, withholdBeforeSeconds } = plan
  return {
    ...defaultKeeperSettings,
    chainId,
    vault: vault.address,
    registry,
    modelId,
    modelName: model.name,
    modelSkill: model.skill,
    strategy,
    confirmationSeconds,
    delaySeconds,
    withholdBeforeSeconds,
    // A block is final when the next one stands on it, and bears the clock's time.
    confirmations: 1,
    marginSeconds: 0,
  }
}
