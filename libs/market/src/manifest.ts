import { z } from 'zod'

/** Version of the folder layout and of the canonical row encoding. */
export const datasetFormatVersion = 1

const hex = z
  .string()
  .regex(/^0x[0-9a-f]*$/, 'lower-case hex')
  .transform((text) => text as `0x${string}`)
const count = z.number().int().nonnegative()

const token = z.object({
  address: hex,
  symbol: z.string(),
  decimals: z.number().int().min(0).max(255),
})

/** Pool identity as the manifest keeps it; token0 < token1 by address, as the chain demands. */
export const poolIdentitySchema = z.object({
  /** 0 when the source does not say it. */
  chainId: count,
  address: hex,
  token0: token,
  token1: token,
  /** Hundredths of a bip: 500 = 0.05 %. */
  fee: z.number().int().min(0).max(1_000_000),
  tickSpacing: z.number().int().positive(),
})

/** A file of the dataset; `keccak` is over the canonical encoding of its rows, not over its bytes. */
const fileEntry = z.object({ path: z.string(), rows: count, keccak: hex })

const common = {
  formatVersion: z.literal(datasetFormatVersion),
  /** True when no chain has seen these rows: shown wherever results are shown. */
  simulated: z.boolean(),
  seed: z.string().optional(),
  /** Unix seconds of the first and last row. */
  timeRange: z.object({ from: count, to: count }),
  files: z.array(fileEntry),
  /** Merkle root over identity and files: names the dataset by its content. */
  root: hex,
  source: z.object({ text: z.string(), format: z.string() }),
}

export const eventsManifestSchema = z.object({
  ...common,
  kind: z.literal('events'),
  pool: poolIdentitySchema,
  blockRange: z.object({ from: count, to: count }),
  /** Events per kind, kinds without rows left out. */
  rows: z.record(z.string(), count),
  startState: fileEntry.extend({ kind: z.enum(['fresh', 'chain', 'derived']) }),
  chainStates: fileEntry.optional(),
  positionEvents: fileEntry.optional(),
  /** How it was made sure that no event is missing, and what came out. */
  gapCheck: z.object({ how: z.string(), result: z.string() }),
})

export const barsManifestSchema = z.object({
  ...common,
  kind: z.literal('bars'),
  pool: poolIdentitySchema,
  secondsPerBar: z.number().int().positive(),
  rows: count,
  /** Bars whose closing tick repeats an older one (it lies outside low … high). */
  staleCloseTicks: count,
  /** Missing bars between the first and the last. */
  missingBars: count,
})

export const candlesManifestSchema = z.object({
  ...common,
  kind: z.literal('candles'),
  /** For example `ETH/USDT`: price is quote per base. */
  symbol: z.string(),
  secondsPerCandle: z.number().int().positive(),
  rows: count,
  missingCandles: count,
})

export const manifestSchema = z.discriminatedUnion('kind', [
  eventsManifestSchema,
  barsManifestSchema,
  candlesManifestSchema,
])

export type PoolIdentity = z.output<typeof poolIdentitySchema>
export type FileEntry = z.output<typeof fileEntry>
export type EventsManifest = z.output<typeof eventsManifestSchema>
export type BarsManifest = z.output<typeof barsManifestSchema>
export type CandlesManifest = z.output<typeof candlesManifestSchema>
/** `manifest.json` of any dataset folder. */
export type DatasetManifest = z.output<typeof manifestSchema>
