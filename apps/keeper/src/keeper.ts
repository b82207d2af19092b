import type { Address, Hash, LocalAccount } from 'viem'
import type { EndpointHealth, KeeperRpc } from './chain/keeper-rpc.ts'
import type { Journal } from './journal/open-journal.ts'
import type { Clock, EpochState, FaultPoint, Guard, JobKind, Listener, Sentinel } from './ports.ts'
import type { KeeperMode, KeeperSettings } from './settings.ts'

/** What a keeper is made of. */
export interface KeeperDeps {
  readonly settings: KeeperSettings
  readonly rpc: KeeperRpc
  /** Signs transactions and salts; a local account of viem or a wrapper around an external signer. */
  readonly account: Pick<LocalAccount, 'address' | 'signTransaction' | 'signTypedData'>
  readonly journal: Journal
  readonly clock: Clock
  readonly guards: readonly Guard[]
  readonly listen: Listener
  /** Asked before every decision. */
  readonly sentinel?: Sentinel
  readonly fault?: FaultPoint
}

/** How a look at the chain ended. */
export interface TickOutcome {
  /** `stopped`: something is wrong and nothing was done; the next tick tries again. */
  readonly result: 'acted' | 'waited' | 'stopped'
  /** What was done, or what is waited for. */
  readonly reason: string
  /** Unix second before which another tick changes nothing unless blocks bring news. */
  readonly nextAt?: number
}

/** A transaction that is not final yet. */
export interface InFlight {
  readonly job: JobKind
  readonly epoch: number
  readonly nonce: number
  readonly hashes: readonly Hash[]
  /** Unix second of the first send. */
  readonly since: number
  readonly minedAt?: bigint
}

/** A keeper from outside. Everything but mode and addresses is of the last tick. */
export interface KeeperStatus {
  readonly mode: KeeperMode
  readonly vault: Address
  readonly keeper: Address
  readonly leader: boolean
  readonly lastTick?: TickOutcome & { readonly at: number }
  readonly head?: { readonly number: bigint; readonly timestamp: number }
  readonly epoch?: number
  readonly state?: EpochState
  readonly commitment?: {
    readonly epoch: number
    readonly validAfter: number
    readonly deadline: number
  }
  /** Raw units of the vault's asset. */
  readonly bond?: { readonly free: bigint; readonly locked: bigint }
  readonly balanceWei?: bigint
  readonly inFlight: readonly InFlight[]
  readonly endpoints: readonly EndpointHealth[]
}

/** A keeper of one vault. */
export interface Keeper {
  /**
   * Compares the settings with the chain; the same at every start, after a crash and before the first run.
   * @throws UserError for settings that the chain contradicts; RetryableError when it cannot be asked
   */
  recover(): Promise<void>
  /**
   * One look at the chain and everything that is to be done now. Sends, but never waits for inclusion: the
   * next tick sees what became of it. Never throws for what time may mend.
   */
  tick(): Promise<TickOutcome>
  status(): KeeperStatus
  /** Gives the lease back, so that another process takes over at once. */
  stop(): void
}
