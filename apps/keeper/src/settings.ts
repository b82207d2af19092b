import type { ParameterSchema, Strategy } from '@tickwise/strategies'
import type { ForecastSkill } from '@tickwise/forecast'
import type { Address } from 'viem'

/**
 * What becomes of a decision.
 *
 * - `live`: it is committed to, revealed and carried out.
 * - `dry-run`: everything up to signing; what would be sent is said with its effects.
 * - `shadow`: it is recorded in the journal; nothing is simulated or sent.
 */
export type KeeperMode = 'live' | 'dry-run' | 'shadow'

/** A strategy with its parameters; `strategyOf` binds them. */
export interface BoundStrategy {
  readonly strategy: Strategy
  readonly params: Readonly<Record<string, unknown>> & { readonly epochSeconds: number }
}

/** What is paid for gas, and how it rises. */
export interface FeeSettings {
  /** Never more than this, whatever the market asks. Wei per gas. */
  readonly maxFeePerGasWei: bigint
  /** First offer to the block's maker, wei per gas. */
  readonly tipWei: bigint
  /** Rise of a replacement over what it replaces; nodes want 1,000 at least, some 1,250. */
  readonly bumpBps: number
  /** Blocks without inclusion after which an offer is raised. */
  readonly bumpAfterBlocks: number
}

/** Everything a keeper is told; times in seconds. Plain data, no secrets. */
export interface KeeperSettings {
  readonly mode: KeeperMode
  readonly chainId: number
  readonly vault: Address
  readonly registry: Address
  /** Model of the vault whose forecasts are committed. */
  readonly modelId: number
  /** By which a strategy may ask for the model's forecasts, beside its hash. */
  readonly modelName: string
  readonly modelSkill: ForecastSkill
  readonly strategy: BoundStrategy
  /** From the end of an epoch to the decision about the next: what was known then is final by now. */
  readonly confirmationSeconds: number
  /** From the decision to the first second of the reveal; at least what the vault's terms ask. */
  readonly delaySeconds: number
  /** Blocks on top of a transaction after which it is final. */
  readonly confirmations: number
  /** Share of an epoch after which it is too late to decide about it; basis points. */
  readonly commitWithinBps: number
  /** Before the deadline of a reveal: from here on it is made without a trade that is still refused. */
  readonly withholdBeforeSeconds: number
  /** After `validAfter`, before a reveal is sent: blocks may bear an earlier time than the clock shows. */
  readonly marginSeconds: number
  readonly fees: FeeSettings
  /** How long a leader stays leader without a sign of life. */
  readonly leaseSeconds: number
  /** A head older than this is no head: nothing is sent. */
  readonly maxHeadAgeSeconds: number
  /** Blocks may lie this far in the future of the clock. */
  readonly maxClockSkewSeconds: number
  /** Transactions of one job that may revert before it is given up. */
  readonly maxReverts: number
  /** Epochs back in which own entries are looked for that can be scored or finalised. */
  readonly lookbackEpochs: number
}

/** Settings that a vault does not prescribe. */
export const defaultKeeperSettings = {
  mode: 'live',
  modelSkill: 'unproven',
  confirmationSeconds: 60,
  delaySeconds: 60,
  confirmations: 5,
  commitWithinBps: 5_000,
  withholdBeforeSeconds: 120,
  marginSeconds: 2,
  fees: {
    maxFeePerGasWei: 200_000_000_000n,
    tipWei: 1_000_000_000n,
    bumpBps: 1_250,
    bumpAfterBlocks: 2,
  },
  leaseSeconds: 60,
  maxHeadAgeSeconds: 180,
  maxClockSkewSeconds: 15,
  maxReverts: 3,
  lookbackEpochs: 48,
} as const satisfies Partial<KeeperSettings>

/**
 * A strategy with checked parameters.
 *
 * @throws ZodError for parameters that the strategy does not take
 * @example
 * strategyOf(findStrategy('volatility-band'), { epochSeconds: 3600 })
 */
export function strategyOf(
  strategy: Strategy,
  params: Readonly<Record<string, unknown>> = {},
): BoundStrategy {
  const schema: ParameterSchema = strategy.parameters
  return { strategy, params: schema.parse(params) }
}
