import { UserError } from '@tickwise/amm'
import {
  columnMappingSchema,
  importDataset,
  importFormats,
  poolMetaSchema,
  type ImportFormat,
  type ImportOptions,
  type ImportResult,
  type PoolMeta,
} from '@tickwise/market'
import { nearestName } from '@tickwise/strategies'
import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import type { z } from 'zod'
import type { CommandContext, CommandResult, CommonOptions } from '../command.ts'
import { summariseDataset } from '../dataset-summary.ts'
import { formatTime } from '../terminal/format.ts'
import { parseInteger, parseTime } from '../terminal/parse.ts'
import { renderFacts } from '../terminal/table.ts'

interface ImportCommandOptions extends CommonOptions {
  readonly out: string
  readonly format?: string
  readonly positionEvents?: string
  readonly from?: string
  readonly to?: string
  readonly window?: string
  readonly map?: string
  readonly chainId?: string
  readonly pool?: string
  readonly poolMeta?: string
  readonly symbol?: string
  readonly force?: boolean
  readonly allowBroken?: boolean
}

/** `tickwise data import <path>` */
export async function dataImport(
  context: CommandContext,
  options: ImportCommandOptions,
  source: string,
): Promise<CommandResult> {
  const result = await importDataset({
    source,
    out: options.out,
    ...(await describedSource(options)),
    replace: options.force ?? false,
    allowBroken: options.allowBroken ?? false,
    signal: context.signal,
    onProgress: context.onProgress,
  })
  return result.kind === 'events'
    ? summariseDataset(context, result.dataset, result.notes)
    : summariseSeries(result)
}

/** What the options say about the source, in the importer's terms. */
async function describedSource(options: ImportCommandOptions): Promise<Partial<ImportOptions>> {
  const pool = await poolMeta(options)
  return {
    ...(options.format === undefined ? {} : { format: formatNamed(options.format) }),
    ...(options.positionEvents === undefined ? {} : { positionEvents: options.positionEvents }),
    ...(options.from === undefined ? {} : { from: parseTime(options.from, '--from') }),
    ...(options.to === undefined ? {} : { to: parseTime(options.to, '--to') }),
    ...(options.window === undefined ? {} : { window: options.window }),
    ...(options.symbol === undefined ? {} : { symbol: options.symbol }),
    ...(options.map === undefined
      ? {}
      : { mapping: await jsonOption(options.map, '--map', columnMappingSchema) }),
    ...(pool === undefined ? {} : { pool }),
  }
}

async function poolMeta(options: ImportCommandOptions): Promise<PoolMeta | undefined> {
  const { chainId, pool, poolMeta: meta } = options
  if (chainId === undefined && pool === undefined && meta === undefined) return undefined
  const given = meta === undefined ? {} : await jsonOption(meta, '--pool-meta', poolMetaSchema)
  const merged = {
    ...given,
    ...(chainId === undefined ? {} : { chainId: parseInteger(chainId, '--chain-id') }),
    ...(pool === undefined ? {} : { address: pool }),
  }
  return merged
}

function formatNamed(name: string): ImportFormat {
  const found = importFormats.find((format) => format === name)
  if (found !== undefined) return found
  const nearest = nearestName(name, importFormats)
  throw new UserError('E_FORMAT', `there is no format ${name}`, {
    hint:
      nearest === undefined
        ? `formats are ${importFormats.join(', ')}`
        : `did you mean ${nearest}?`,
  })
}

/** JSON given on the command line or in a file, checked against a schema. */
async function jsonOption<S extends z.ZodType>(
  text: string,
  option: string,
  schema: S,
): Promise<z.output<S>> {
  const json = text.trimStart().startsWith('{') ? text : await readFile(text, 'utf8')
  try {
    return schema.parse(JSON.parse(json))
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new UserError('E_OPTION_JSON', `${option} does not hold what it should: ${message}`, {
      hint: 'docs/dataset-format.md shows an example',
      cause,
    })
  }
}

/** What is said of imported bars and candles. */
function summariseSeries(result: Exclude<ImportResult, { kind: 'events' }>): CommandResult {
  const { manifest, root } = result.dataset
  const directory = relative(process.cwd(), result.dataset.directory) || '.'
  const name =
    manifest.kind === 'bars'
      ? `${manifest.pool.token0.symbol}/${manifest.pool.token1.symbol}`
      : manifest.symbol
  const step = manifest.kind === 'bars' ? manifest.secondsPerBar : manifest.secondsPerCandle
  return {
    data: {
      directory,
      dataset: { root, simulated: manifest.simulated },
      manifest,
      notes: result.notes,
    },
    text: [
      renderFacts([
        ['dataset', directory],
        ['what', `${name} ${manifest.kind}, one per ${step} s`],
        ['rows', manifest.rows.toLocaleString('en-US')],
        [
          'time',
          `${formatTime(manifest.timeRange.from)} to ${formatTime(manifest.timeRange.to)} UTC`,
        ],
        ['root', root],
      ]),
      ...result.notes,
    ].join('\n'),
  }
}
