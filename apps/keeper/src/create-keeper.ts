import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { RetryableError } from '@tickwise/amm'
import { knownError, lookAndAct, openCore, type KeeperCore } from './keeper-core.ts'
import type { InFlight, Keeper, KeeperDeps, KeeperStatus, TickOutcome } from './keeper.ts'
import { attemptsOf } from './journal/attempts.ts'
import { liveJobs } from './journal/jobs.ts'
import { releaseLease, takeLease, type Lease } from './journal/lease.ts'
import type { JournalScope } from './journal/records.ts'
import type { ChainView } from './view/chain-view.ts'

/**
 * A keeper of one vault: looks at the chain, decides, commits, reveals, at each tick as far as it is time.
 *
 * @example
 * const keeper = createKeeper({ settings, rpc, account, journal, clock, guards: [], listen: () => undefined })
 * await keeper.recover()
 * for (;;) await keeper.tick()
 */
export function createKeeper(deps: KeeperDeps): Keeper {
  const machine = new Machine(deps)
  return {
    recover: () => machine.recover(),
    tick: () => machine.tick(),
    status: () => machine.status(),
    stop: () => machine.stop(),
  }
}

class Machine {
  readonly #deps: KeeperDeps
  readonly #scope: JournalScope
  readonly #holder = `${hostname()}/${process.pid}/${randomUUID()}`
  #core: KeeperCore | undefined
  #lease: Lease | undefined
  #view: ChainView | undefined
  #last: (TickOutcome & { readonly at: number }) | undefined
  #busy = false

  constructor(deps: KeeperDeps) {
    const { settings, account } = deps
    this.#deps = deps
    this.#scope = { chain: settings.chainId, vault: settings.vault, keeper: account.address }
  }

  async recover(): Promise<void> {
    try {
      this.#core = await openCore(this.#deps, this.#scope)
    } catch (error) {
      throw knownError(error)
    }
  }

  async tick(): Promise<TickOutcome> {
    if (this.#busy) return { result: 'waited', reason: 'the tick before is not over' }
    this.#busy = true
    try {
      return this.#remember(await this.#act())
    } catch (error) {
      return this.#remember(this.#stopped(error))
    } finally {
      this.#busy = false
    }
  }

  stop(): void {
    if (this.#lease !== undefined) releaseLease(this.#deps.journal.database, this.#lease)
    this.#lease = undefined
  }

  status(): KeeperStatus {
    const { settings, account, rpc } = this.#deps
    const view = this.#view
    const current = view?.account
    return {
      mode: settings.mode,
      vault: settings.vault,
      keeper: account.address,
      leader: this.#lease !== undefined,
      ...(this.#last === undefined ? {} : { lastTick: this.#last }),
      ...(view === undefined ? {} : { head: view.head, balanceWei: view.balanceWei }),
      ...this.#epoch(),
      ...(current === undefined
        ? {}
        : { bond: { free: current.bondFree, locked: current.bondLocked } }),
      ...(current?.live === true
        ? {
            commitment: {
              epoch: current.epoch,
              validAfter: current.validAfter,
              deadline: current.deadline,
            },
          }
        : {}),
      inFlight: this.#inFlight(),
      endpoints: rpc.health(),
    }
  }

  async #act(): Promise<TickOutcome> {
    this.#core ??= await openCore(this.#deps, this.#scope)
    const waiting = this.#lead()
    if (waiting !== undefined) return waiting
    if (this.#lease === undefined) return { result: 'waited', reason: 'not the leader' }
    const { view, outcome } = await lookAndAct(this.#deps, this.#core, this.#lease)
    this.#view = view
    return outcome
  }

  /** Takes or renews the lease; what to say while another process has it. */
  #lead(): TickOutcome | undefined {
    const { settings, journal, clock } = this.#deps
    const { chain, vault, keeper } = this.#scope
    const answer = takeLease(journal.database, {
      name: `${chain}/${vault}/${keeper}`,
      holder: this.#holder,
      now: clock.now(),
      seconds: settings.leaseSeconds,
      isGone: isGone,
    })
    this.#lease = answer.held ? answer.lease : undefined
    if (answer.held) return undefined
    const { holder, expires } = answer.lease
    return { result: 'waited', reason: `${holder} leads until ${expires}`, nextAt: expires }
  }

  #stopped(error: unknown): TickOutcome {
    const known = knownError(error)
    const reason = `${known.code}: ${known.message}`
    if (this.#core !== undefined) {
      const { epochSeconds } = this.#core.sources.facts
      const epoch = Math.floor(this.#deps.clock.now() / epochSeconds)
      this.#core.hindrance = { epoch, reason }
    }
    if (known.code === 'E_LEASE_LOST') this.#lease = undefined
    this.#deps.listen({
      kind: 'problem',
      code: known.code,
      message: known.message,
      vault: this.#scope.vault,
      severity: known instanceof RetryableError ? 'warning' : 'alert',
    })
    return { result: 'stopped', reason }
  }

  #remember(outcome: TickOutcome): TickOutcome {
    const at = this.#deps.clock.now()
    this.#last = { ...outcome, at }
    this.#deps.listen({ kind: 'tick', at, result: outcome.result })
    return outcome
  }

  #epoch(): Pick<KeeperStatus, 'epoch' | 'state'> {
    const core = this.#core
    if (core === undefined) return {}
    const epoch = Math.floor(this.#deps.clock.now() / core.sources.facts.epochSeconds)
    return { epoch, state: core.book.read(epoch)?.state ?? 'idle' }
  }

  #inFlight(): readonly InFlight[] {
    const { database } = this.#deps.journal
    return liveJobs(database, this.#scope).flatMap((job) => {
      const attempts = attemptsOf(database, job.id).filter(({ status }) => status !== 'lost')
      const [first] = attempts
      if (first === undefined) return []
      const block = attempts.find(({ status }) => status === 'mined')?.block
      return [
        {
          job: job.kind,
          epoch: job.epoch,
          nonce: first.nonce,
          hashes: attempts.map(({ hash }) => hash),
          since: first.signedAt,
          ...(block === undefined ? {} : { minedAt: block.number }),
        },
      ]
    })
  }
}

/** A process of this machine that is no longer there. */
function isGone(holder: string): boolean {
  const [host, pid] = holder.split('/')
  if (host !== hostname() || Number(pid) === process.pid) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}
