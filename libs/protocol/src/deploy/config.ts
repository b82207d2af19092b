import { UserError } from '@tickwise/amm'
import { zeroAddress } from 'viem'
import { z } from 'zod'
import { parseAddress } from '../signing/accounts.ts'
import { limitCeilings, minCooldownSeconds, minTimelockDelaySeconds } from './ceilings.ts'

const address = z.string().transform((text, context) => {
  try {
    return parseAddress(text, 'the text')
  } catch (error) {
    context.addIssue({
      code: 'custom',
      message: error instanceof Error ? error.message : 'no address',
    })
    return z.NEVER
  }
})

/** Files have numbers, flags have digits. */
const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .transform(Number),
])
const whole = (least: number, most: number) => number.pipe(z.number().int().min(least).max(most))
const upTo = (most: number, standard: number, least = 0) => whole(least, most).default(standard)

const limits = z.strictObject({
  maxDeviationTicks: upTo(limitCeilings.maxDeviationTicks, 100),
  maxLossBps: upTo(limitCeilings.maxLossBps, 30),
  dailyTurnoverBps: upTo(limitCeilings.dailyTurnoverBps, 10_000),
  idleTargetBps: upTo(limitCeilings.idleTargetBps, 500),
  entryFeeBps: upTo(limitCeilings.entryFeeBps, 5),
  performanceFeeBps: upTo(limitCeilings.performanceFeeBps, 1_000),
  managementFeePpm: upTo(limitCeilings.managementFeePpm, 0),
  cooldownSeconds: upTo(limitCeilings.cooldownSeconds, 3_600, minCooldownSeconds),
  /** Human units of the asset, or `none`. */
  depositCap: z.union([z.string(), z.number().transform(String)]).default('none'),
})

const widestTicks = 887_272

/** The defaults are those of the strategies of the same names. */
const policy = z.discriminatedUnion('name', [
  z.strictObject({
    name: z.literal('volatility-band'),
    minHalfWidthTicks: upTo(widestTicks, 50, 1),
    maxHalfWidthTicks: upTo(widestTicks, 20_000, 1),
    widthMilliSigmas: upTo(20_000, 2_000, 100),
    horizonEpochs: upTo(10_000, 24, 1),
  }),
  z.strictObject({
    name: z.literal('passive'),
    baseHalfWidthTicks: upTo(widestTicks, 1_200, 1),
    limitWidthTicks: upTo(widestTicks, 600, 1),
  }),
])

const schema = z.strictObject({
  /** Uniswap v3 pool. */
  pool: address,
  /** What depositors bring: symbol or address of one of the pool's tokens, or 0 or 1. */
  asset: z.union([z.string(), z.number().transform(String)]),
  /** At most 31 bytes each. */
  name: z.string().min(1).max(31).optional(),
  symbol: z.string().min(1).max(31).optional(),
  guardian: address.optional(),
  /** `keeper-pay`: the contract that shares fees between the registry's keepers and a beneficiary. */
  feeRecipient: z.union([z.literal('keeper-pay'), address]).optional(),
  /** Who may rebalance; nobody without it. `canonical`: the registry that all vaults of a chain share. */
  registry: z.union([z.literal('canonical'), address]).optional(),
  /** Who may propose to the vault's own timelock, and cancel; the deployer unless said otherwise. */
  proposers: z.array(address).min(1).optional(),
  /** Who may execute there once the delay has passed; the zero address is everybody. */
  executors: z.array(address).min(1).default([zeroAddress]),
  timelockDelaySeconds: whole(minTimelockDelaySeconds, 365 * 86_400).default(
    minTimelockDelaySeconds,
  ),
  limits: limits.prefault({}),
  policy: policy.prefault({ name: 'volatility-band' }),
  /** Seconds per block, which says how many observations 30 minutes take; known for common chains. */
  blockSeconds: number.pipe(z.number().positive().max(1_800)).optional(),
  /** A second vault of the same configuration needs another salt. */
  salt: whole(0, Number.MAX_SAFE_INTEGER).default(0),
})

/** What a vault is to be, before it is known what the chain makes of it. */
export type DeploymentConfig = z.output<typeof schema>

/**
 * Checks a configuration and fills in what it leaves open. Limits are held below the ceilings of the
 * contracts.
 *
 * @throws UserError `E_DEPLOY_CONFIG` with every fault
 * @example
 * parseDeploymentConfig({ pool: '0x…', asset: 'USDC' }).limits.entryFeeBps // 5
 */
export function parseDeploymentConfig(input: unknown): DeploymentConfig {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new UserError('E_DEPLOY_CONFIG', `the configuration has faults: ${faults.join('; ')}`, {
    hint: 'docs/vault-cli.md lists every field with its range and default',
  })
}
