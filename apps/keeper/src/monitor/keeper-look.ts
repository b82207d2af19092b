import type { EndpointHealth } from '../chain/keeper-rpc.ts'
import type { EpochState } from '../ports.ts'

/** An epoch as the journal has it. */
export interface EpochLook {
  readonly epoch: number
  readonly state: EpochState
  /** Unix seconds. */
  readonly decidedAt: number
  readonly why: string
}

/** A transaction that was mined. */
export interface ReceiptLook {
  /** Unix seconds. */
  readonly at: number
  readonly epoch: number | null
  /** Such as `commit`. */
  readonly what: string
  readonly hash: string
  readonly reverted: boolean
}

/** An alert that was given and is not over. */
export interface AlertLook {
  /** What it is about and of which vault, such as `problem:E_GUARD_COST:0x…`. */
  readonly key: string
  /** What was told; absent where an older keeper has not kept it. */
  readonly text?: string
  /** Unix seconds. */
  readonly lastSent: number
  readonly count: number
}

/** What the journal says. */
export interface JournalLook {
  readonly epochs: readonly EpochLook[]
  readonly receipts: readonly ReceiptLook[]
  readonly alerts: readonly AlertLook[]
  /** Unix second of its last line; `undefined` where it is empty. */
  readonly lastLineAt: number | undefined
  /** Whether a process holds the right to act for this vault now. */
  readonly isKept: boolean
}

/** What the chain says of a vault; amounts as people read them. */
export interface ChainLook {
  readonly name: string
  readonly symbol: string
  readonly blockNumber: number
  /** Unix seconds of that block. */
  readonly timestamp: number
  /** What keeps the vault from being healthy, in sentences. */
  readonly obstacles: readonly string[]
  readonly nav: string
  /** The same for charts, in whole units of the asset. */
  readonly navNumber: number
  readonly sharePrice: string
  readonly spotTick: number
  readonly ranges: readonly (readonly [tickLower: number, tickUpper: number])[]
  readonly epoch: number
  readonly epochSeconds: number
  readonly next: {
    readonly what: string
    readonly epoch: number
    readonly at: number
    readonly until?: number | undefined
  }
  readonly bond: string
  readonly earned: {
    /** Shares of the vault that the keeper holds, and what they are worth. */
    readonly held: string
    readonly worth: string
    /** Shares that wait to be paid; absent where the vault does not share its fees with keepers. */
    readonly due?: string
  }
  readonly isAllowed: boolean
  readonly record: {
    readonly revealed: number
    readonly traded: number
    readonly withheld: number
    readonly missed: number
    readonly slashed: number
  }
  /** QLIKE, exponentially averaged; less is better. */
  readonly skill: {
    readonly scored: number
    readonly loss: number
    readonly ewma: number
    readonly benchmark: number
  }
}

/** What does not answer. */
export interface Trouble {
  readonly code: string
  readonly message: string
  readonly hint?: string | undefined
  /** Unix seconds since which. */
  readonly since: number
}

/** What gas has cost, by the journal; amounts of the native token. */
export interface GasLook {
  readonly day: string
  readonly week: string
}

/** How long the keeper's balance lasts. */
export interface RunwayLook {
  /** Epochs of this vault, all vaults costing what they cost lately. */
  readonly epochs: number
  /** Mean cost of an epoch of this vault in which something was sent, native token. */
  readonly perEpoch: string
  /** How many epochs that is the mean of. */
  readonly meanOf: number
}

/** One of the vaults that are kept. */
export interface VaultLook {
  readonly vault: string
  readonly journal?: JournalLook
  /** As it was when the chain last answered. */
  readonly chain?: ChainLook
  /** Absent while balance or cost are not known. */
  readonly runway?: RunwayLook
}

/** Where a keeper and its vaults stand, as far as anything is known yet. */
export interface KeeperLook {
  /** The configuration's file. */
  readonly file: string
  readonly keeper: string
  readonly chainId: number
  readonly mode: string
  /** Somebody has put the file there that stops it. */
  readonly isStopped: boolean
  readonly vaults: readonly VaultLook[]
  readonly balance?: string
  /** Absent until the journal was read. */
  readonly gas?: GasLook
  readonly endpoints: readonly EndpointHealth[]
  /** Unix seconds of the last look at the chain that came to its end. */
  readonly chainSeenAt?: number
  readonly chainTrouble?: Trouble | undefined
  readonly journalTrouble?: Trouble | undefined
}
