import { nearestName, UserError } from '@tickwise/amm'
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
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import {
  type CommandContext,
  type CommandResult,
  type CommonOptions,
  formatTime,
  parseInteger,
  parsePositive,
  parseTimes,
  renderFacts,
} from '@tickwise/terminal'
import { summariseDataset } from '../dataset-summary.ts'
import { describeSeries } from '../series-view.ts'
import { shownPath } from '../shown-path.ts'

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
  readonly referencePrice?: string
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
    ...parseTimes(options),
    ...(options.window === undefined ? {} : { window: options.window }),
    ...(options.symbol === undefined ? {} : { symbol: options.symbol }),
    ...(options.referencePrice === undefined
      ? {}
      : { referencePrice: parsePositive(options.referencePrice, '--reference-price') }),
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
  const inline = text.trimStart().startsWith('{')
  const json = inline ? text : await fileOfOption(text, option)
  try {
    return schema.parse(JSON.parse(json))
  } catch (error) {
    const message =
      error instanceof z.ZodError
        ? z.prettifyError(error).replaceAll(/\s*\n\s*/g, ' ')
        : error instanceof Error
          ? error.message
          : String(error)
    throw new UserError('E_OPTION_JSON', `${option} does not hold what it should: ${message}`, {
      hint: 'docs/dataset-format.md shows an example',
    })
  }
}

async function fileOfOption(file: string, option: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new UserError('E_NOT_FOUND', `${option}: the file ${file} cannot be read`, {
      hint: 'give JSON between braces, or a file that holds it',
      cause,
    })
  }
}

/** What is said of imported bars and candles. */
function summariseSeries(result: Exclude<ImportResult, { kind: 'events' }>): CommandResult {
  const { manifest, root } = result.dataset
  const directory = shownPath(result.dataset.directory)
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
        ['what', describeSeries(manifest)],
        ['rows', manifest.rows.toLocaleString('en-US')],
        [
          'time',
          `${formatTime(manifest.timeRange.from)} to ${formatTime(manifest.timeRange.to)} UTC`,
        ],
        ['root', root],
      ]),
      ...result.notes,
      '',
      `Next: tickwise data show ${directory}`,
    ].join('\n'),
  }
}
