import { parseAddress } from '@tickwise/protocol'
import { z } from 'zod'

const address = z.string().transform((text, context) => {
  try {
    return parseAddress(text, 'the text')
  } catch (error) {
    const message = error instanceof Error ? error.message : 'no address'
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  }
})

/** Files have numbers; flags and the environment have digits. */
const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'is not a number')
    .transform(Number),
])
const whole = (least: number, most: number) => number.pipe(z.number().int().min(least).max(most))
const decimal = z.string().regex(/^\d+(\.\d{1,18})?$/, 'is not a decimal such as "0.05", in quotes')
const gwei = z.string().regex(/^\d+(\.\d{1,9})?$/, 'is not a decimal such as "1.5", in quotes')
const url = z
  .string()
  .regex(/^https?:\/\/./, 'is not an http(s) URL')
  .refine((text) => URL.canParse(text), 'is not an http(s) URL')
/** Lists have commas where they are one text. */
const urls = z
  .union([z.array(z.string()), z.string().transform((text) => text.split(/\s*,\s*/))])
  .pipe(z.array(url).min(1, 'names no endpoint'))
const seconds = (least: number, most: number) => whole(least, most)
const day = 86_400

const vault = z.strictObject({
  vault: address.describe('address of the vault'),
  registry: address.optional().describe('its registry; read from the vault when left out'),
  oracle: address.optional().describe('its feature oracle; read from the registry when left out'),
  strategy: z.string().min(1).describe('name of the strategy, as in `tickwise strategies list`'),
  parameters: z
    .record(z.string(), z.union([z.number(), z.string(), z.boolean()]))
    .default({})
    .describe('parameters of the strategy that differ from its defaults'),
  model: z.string().min(1).describe('file of a model, or its hash: 0x and 8 to 64 digits'),
  modelId: whole(1, 2 ** 32 - 1)
    .optional()
    .describe('number of the model in the registry; found by its hash when left out'),
})

const fees = z.strictObject({
  maxFeePerGasGwei: gwei.default('200').describe('most that a unit of gas may cost'),
  maxPriorityFeePerGasGwei: gwei.default('2').describe('most of it for the proposer'),
  maxTransactionCostNative: decimal.default('0.1').describe('most that one transaction may cost'),
  bumpPercent: number
    .pipe(z.number().min(10).max(1_000))
    .default(12.5)
    .describe('how much more a replacement offers; nodes refuse less than 10'),
  bumpAfterBlocks: whole(1, 1_000)
    .default(3)
    .describe('blocks that a transaction waits before it is replaced'),
})

const limits = z.strictObject({
  maxSpendPerDayNative: decimal.default('0.5').describe('most fees within any 24 hours'),
  maxLossPerDayBps: whole(1, 10_000)
    .default(100)
    .describe('most value that rebalances may lose within any 24 hours'),
  minBalanceNative: decimal
    .default('0.02')
    .describe('below it nothing new is begun; what is committed is still revealed'),
  maxConsecutiveFailures: whole(1, 1_000)
    .default(5)
    .describe('failures in a row after which nothing new is begun for a while'),
  breakSeconds: seconds(1, 30 * day)
    .default(3_600)
    .describe('how long that while is'),
  maxClockSkewSeconds: seconds(1, 3_600)
    .default(30)
    .describe('how far the latest block may lie ahead of this clock'),
  maxHeadAgeSeconds: seconds(5, day).default(180).describe('how old the latest block may be'),
})

const alerts = z.strictObject({
  cooldownSeconds: seconds(0, 7 * day)
    .default(3_600)
    .describe('before the same alert is sent again'),
  timeoutSeconds: seconds(1, 60).default(10).describe('how long a channel may take'),
  webhook: z
    .strictObject({
      url: url.describe('receives a signed POST'),
      secretFile: z.string().min(1).describe('file with the key of the signature'),
    })
    .optional(),
  telegram: z
    .strictObject({
      tokenFile: z.string().min(1).describe('file with the token of the bot'),
      chatId: z.union([z.string().min(1), z.number().transform(String)]).describe('who is told'),
      apiUrl: url.default('https://api.telegram.org').describe('where the bot lives'),
    })
    .optional(),
  slack: z
    .strictObject({ urlFile: z.string().min(1).describe('file with the URL of the webhook') })
    .optional(),
})

const sentinel = z.strictObject({
  enabled: z
    .union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
    .default(true)
    .describe('whether markets that are out of the ordinary are left alone'),
  windowEpochs: whole(8, 2_000).default(96).describe('epochs that say what is ordinary'),
  minEpochs: whole(4, 2_000).default(24).describe('fewer than these say nothing'),
  maxScore: number
    .pipe(z.number().min(3).max(1_000))
    .default(12)
    .describe('robust deviations from the median from which a market is left alone'),
})

const signer = z.strictObject({
  keystore: z.string().min(1).optional().describe('encrypted key file (version 3)'),
  passwordFile: z.string().min(1).optional().describe('its password; asked for when left out'),
  externalUrl: url.optional().describe('signer that speaks eth_signTransaction, instead of a file'),
  externalAddress: address.optional().describe('the account that it signs for'),
})

/** Section `keeper` of `tickwise.json`: every key with its meaning and default. */
export const keeperSchema = z.strictObject({
  mode: z
    .enum(['live', 'dry-run', 'shadow'])
    .default('live')
    .describe('`dry-run` shows and sends nothing; `shadow` decides, records and sends nothing'),
  rpcUrls: urls.describe('endpoints, the most trusted first; at least one'),
  chainId: whole(1, Number.MAX_SAFE_INTEGER).describe('the chain that they must be on'),
  vaults: z.array(vault).min(1, 'names no vault'),
  models: z
    .string()
    .min(1)
    .default('models')
    .describe(
      'folder of the model store, which knows the model’s name and whether it has proven itself',
    ),
  confirmationSeconds: seconds(0, 3_600)
    .default(60)
    .describe('from the end of an epoch to the decision on it'),
  delaySeconds: seconds(0, 3_600).default(60).describe('from the decision to the reveal'),
  withholdBeforeSeconds: seconds(10, day)
    .default(120)
    .describe('before the deadline of a reveal: from here on it is made without a refused trade'),
  confirmations: whole(0, 10_000)
    .default(5)
    .describe('blocks on top of a transaction after which it is final'),
  leaseSeconds: seconds(5, 3_600)
    .default(60)
    .describe('how long a keeper that is silent keeps others with the same journal out'),
  cron: z.string().min(1).default('* * * * *').describe('when to look, in UTC'),
  fees: fees.prefault({}),
  limits: limits.prefault({}),
  journal: z.string().min(1).default('keeper.sqlite').describe('file of the journal'),
  killSwitchFile: z
    .string()
    .min(1)
    .default('STOP')
    .describe('while a file of this name exists nothing is sent'),
  signer: signer.prefault({}),
  server: z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1').describe('address to listen on'),
      port: whole(0, 65_535).default(0).describe('of /metrics, /healthz and /readyz; 0: none'),
    })
    .prefault({}),
  alerts: alerts.prefault({}),
  sentinel: sentinel.prefault({}),
})

/** What the keeper is told, complete. Amounts are decimals in the unit that their name ends with. */
export type KeeperConfig = z.output<typeof keeperSchema>

/** One vault of it. */
export type VaultEntry = KeeperConfig['vaults'][number]
