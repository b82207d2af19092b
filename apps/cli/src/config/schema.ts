// What `tickwise.json` may hold. Apart from the table of settings, so that commands without a file load no zod.
import { z } from 'zod'

const name = z.string().min(1)
const amount = z
  .union([z.number(), z.string()])
  .refine(
    (value) => /^(\d[\d_,]*(\.\d+)?|\d+wei)$/.test(String(value)),
    'is not an amount such as "1000.5", or "5wei"',
  )
const gwei = z
  .union([z.number(), z.string()])
  .refine((value) => /^\d+(\.\d{1,9})?$/.test(String(value)), 'is not a decimal such as "1.5"')
const seconds = z.number().int().min(0).max(1_000_000)
const url = z.string().refine((text) => /^https?:\/\/./.test(text) && URL.canParse(text), {
  message: 'is not an http(s) URL',
})

/** Everything of the file but what is in the keeper's section, which has a schema of its own. */
export const configSchema = z.strictObject({
  $schema: z.string().optional().describe('for editors: the file of tickwise config schema'),
  dataset: name.optional().describe('the dataset folder'),
  strategy: name.optional().describe('a built-in strategy, or a file such as ./strategies/mine.ts'),
  parameters: z
    .record(z.string(), z.union([z.number(), z.string(), z.boolean()]))
    .optional()
    .describe('of this strategy, where they are not its defaults'),
  model: name.optional().describe('name or hash of a stored model that forecasts for the strategy'),
  capital: z
    .strictObject({
      value: amount
        .optional()
        .describe('start with this value in the asset, all of it in the asset'),
      amount0: amount.optional().describe('instead: start with this much of token0'),
      amount1: amount.optional().describe('instead: start with this much of token1'),
    })
    .optional(),
  asset: name.optional().describe('the token to count in: 0, 1 or its symbol'),
  impact: z
    .enum(['taker', 'diluted', 'counterfactual'])
    .optional()
    .describe('what the own liquidity does to the market'),
  costs: z
    .strictObject({
      gasPriceGwei: gwei.optional().describe('price of gas'),
      nativePrice: amount.optional().describe('asset tokens per native token'),
      l1FeeGwei: gwei.optional().describe('data fee per transaction on rollups'),
    })
    .optional(),
  delaySeconds: seconds.optional().describe('from decision to action'),
  confirmationSeconds: seconds
    .optional()
    .describe('from the end of an epoch to the decision about it'),
  seed: z
    .number()
    .int()
    .min(-(2 ** 31))
    .max(2 ** 32)
    .optional()
    .describe('for what draws random numbers: failed transactions, training'),
  models: name.optional().describe('the model store'),
  runs: name.optional().describe('the folder in which runs are recorded'),
  rpcUrls: z
    .union([url, z.array(url).min(1)])
    .optional()
    .describe('JSON-RPC endpoints, the most trusted first'),
  chainId: z.number().int().min(1).optional().describe('the chain that they must be on'),
  keeper: z.looseObject({}).optional().describe('the keeper: see docs/keeper.md'),
})

/** What a file says, checked. */
export type ConfigContent = z.output<typeof configSchema>
