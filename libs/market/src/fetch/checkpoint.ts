import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { UserError } from '@tickwise/amm'
import { z } from 'zod'
import { hasCode, writeError } from '../store/file-errors.ts'
import type { BlockRange, ChainLog } from './chain-log.ts'

const requestSchema = z.object({
  version: z.literal(1),
  chainId: z.number(),
  pool: z.string(),
  positionManager: z.string().nullable(),
  fromBlock: z.number(),
  toBlock: z.number(),
  /** Hash of `toBlock`: a chain that has been rolled back since shows itself. */
  toBlockHash: z.string(),
})

/** What a checkpoint folder is about. */
export type FetchRequest = z.output<typeof requestSchema>

const logSchema = z.object({
  from: z.enum(['pool', 'positionManager']),
  topics: z.array(z.string()),
  data: z.string(),
  blockNumber: z.number(),
  blockHash: z.string(),
  logIndex: z.number(),
  transactionHash: z.string(),
  timestamp: z.number(),
})
const partSchema = z.object({ from: z.number(), to: z.number(), logs: z.array(logSchema) })

/** Finished ranges on disk, one file each; a file is there whole or not at all. */
export interface Checkpoint {
  readonly directory: string
  /** Ascending, not overlapping. */
  readonly finished: readonly BlockRange[]
}

const requestFile = 'request.json'
const partName = /^(\d+)-(\d+)\.json\.gz$/

const partPath = (directory: string, range: BlockRange): string =>
  join(directory, `${range.from}-${range.to}.json.gz`)

/** The request a checkpoint folder was begun with; `undefined` when there is none. */
export async function readRequest(directory: string): Promise<FetchRequest | undefined> {
  const path = join(directory, requestFile)
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (hasCode(cause, 'ENOENT')) return undefined
    throw cause
  })
  if (text === undefined) return undefined
  try {
    return requestSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new UserError('E_FETCH_CHECKPOINT', `${path} is not a checkpoint of this program`, {
      hint: `remove the folder ${directory} and start again`,
      cause,
    })
  }
}

/** Begins or continues the checkpoint folder of a request. Unreadable parts are thrown away. */
export async function openCheckpoint(
  directory: string,
  request: FetchRequest,
): Promise<Checkpoint> {
  await mkdir(directory, { recursive: true })
  await writeWhole(join(directory, requestFile), `${JSON.stringify(request)}\n`)
  const finished: BlockRange[] = []
  for (const range of await listParts(directory)) {
    const overlaps = range.from <= (finished.at(-1)?.to ?? -1)
    const readable = !overlaps && (await isReadable(directory, range))
    if (readable) finished.push(range)
    else await rm(partPath(directory, range), { force: true })
  }
  return { directory, finished }
}

/** Ranges of the parts in a checkpoint folder, ascending; says nothing of their content. */
export async function listParts(directory: string): Promise<readonly BlockRange[]> {
  const ranges = (await readdir(directory)).flatMap((name) => {
    const [, from, to] = partName.exec(name) ?? []
    return from === undefined ? [] : [{ from: Number(from), to: Number(to) }]
  })
  return ranges.sort((a, b) => a.from - b.from)
}

async function isReadable(directory: string, range: BlockRange): Promise<boolean> {
  return readPart(directory, range).then(
    () => true,
    () => false,
  )
}

/** Keeps the logs of a finished range. */
export async function writePart(
  directory: string,
  range: BlockRange,
  logs: readonly ChainLog[],
): Promise<void> {
  await writeWhole(partPath(directory, range), gzipSync(JSON.stringify({ ...range, logs })))
}

/** Logs of a finished range. */
export async function readPart(directory: string, range: BlockRange): Promise<readonly ChainLog[]> {
  const text = gunzipSync(await readFile(partPath(directory, range))).toString('utf8')
  const part = partSchema.parse(JSON.parse(text))
  const matches = part.from === range.from && part.to === range.to
  if (!matches) throw new UserError('E_FETCH_CHECKPOINT', `a part of ${directory} is renamed`)
  return part.logs
}

/** Removes the checkpoint after the dataset was written. */
export async function removeCheckpoint(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true })
}

/** A process killed at any moment leaves the file whole or absent. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.writing`
  try {
    await writeFile(temporary, content, { flush: true })
    await rename(temporary, path)
  } catch (cause) {
    await rm(temporary, { force: true })
    throw writeError(cause, path)
  }
}
