import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openRun, type OpenedRun } from './read-run.ts'
import { runFiles, type MadeFile, type MetricsFile, type RunFile } from './record.ts'

/** One run in a list: what it was, when it was made, and its figures. */
export interface RunSummary extends Pick<
  MetricsFile,
  | 'from'
  | 'to'
  | 'assetSymbol'
  | 'assetDecimals'
  | 'navStart'
  | 'navEnd'
  | 'metrics'
  | 'actions'
  | 'warnings'
> {
  readonly runId: string
  readonly parts: RunFile['parts']
  readonly command: string
  readonly strategy: RunFile['strategy']
  readonly dataset: Pick<RunFile['dataset'], 'root' | 'simulated' | 'symbol0' | 'symbol1' | 'fee'>
  readonly datasetPath: MadeFile['datasetPath']
  readonly labels: readonly string[]
  readonly engine: string
  readonly madeAt: string
  readonly seconds: number
}

/** A folder among the runs that is none, or no longer a whole one. */
export interface BrokenFolder {
  readonly name: string
  readonly problem: string
}

/** Runs by the time they were made, the youngest first, and what else lies there. */
export interface RunList {
  readonly runs: readonly RunSummary[]
  readonly broken: readonly BrokenFolder[]
}

interface IndexEntry {
  /** Changes when `run.json` is another file. */
  readonly stamp: string
  readonly sizes: Readonly<Record<string, number>>
  readonly summary: RunSummary
}

type Index = Readonly<Record<string, IndexEntry>>

const indexFile = 'index.json'
/** Folders that are read at once. */
const readAtOnce = 64
const indexSchema = 1

/**
 * Every run of a registry. What a list needs is kept in `index.json`, which is nothing but a copy: it is
 * brought up to date from the folders each time, and made anew where it is missing or damaged. A folder that
 * is cut or no run is told, and stops nothing.
 *
 * @example
 * const { runs, broken } = await listRuns('runs')
 */
export async function listRuns(root: string): Promise<RunList> {
  const old = readIndex(root)
  const index: Record<string, IndexEntry> = {}
  const broken: BrokenFolder[] = []
  const fresh: string[] = []
  for (const name of runFolders(root)) {
    const known = old[name]
    if (known !== undefined && isCurrent(root, name, known)) index[name] = known
    else fresh.push(name)
  }
  for (let i = 0; i < fresh.length; i += readAtOnce) {
    const part = fresh.slice(i, i + readAtOnce)
    const entries = await Promise.all(part.map((name) => indexEntry(root, name)))
    entries.forEach((entry, k) => {
      const name = part[k] as string
      if ('problem' in entry) broken.push({ name, problem: entry.problem })
      else index[name] = entry
    })
  }
  const isChanged = fresh.length > 0 || Object.keys(old).length !== Object.keys(index).length
  if (isChanged) keepIndex(root, index)
  const runs = Object.values(index).map(({ summary }) => summary)
  runs.sort((a, b) => (a.madeAt === b.madeAt ? order(a.runId, b.runId) : order(b.madeAt, a.madeAt)))
  return { runs, broken }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Folders of a registry that are not hidden: the hidden ones are half-written. */
export function runFolders(root: string): readonly string[] {
  try {
    return readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort()
  } catch {
    return []
  }
}

/** The summary of one run. */
export function summaryOf({ run, figures, made }: OpenedRun): RunSummary {
  const { root, simulated, symbol0, symbol1, fee } = run.dataset
  const { from, to, assetSymbol, assetDecimals, navStart, navEnd } = figures
  return {
    runId: run.runId,
    parts: run.parts,
    command: run.command,
    strategy: run.strategy,
    dataset: { root, simulated, symbol0, symbol1, fee },
    datasetPath: made.datasetPath,
    labels: run.labels,
    engine: run.inputs.engine,
    madeAt: made.madeAt,
    seconds: made.seconds,
    from,
    to,
    assetSymbol,
    assetDecimals,
    navStart,
    navEnd,
    metrics: figures.metrics,
    actions: figures.actions,
    warnings: figures.warnings,
  }
}

async function indexEntry(
  root: string,
  name: string,
): Promise<IndexEntry | { readonly problem: string }> {
  if (!/^[0-9a-f]{12}$/.test(name)) return { problem: 'its name is no run id' }
  try {
    const opened = await openRun(root, name)
    const sizes = Object.entries(opened.run.files).map(
      ([file, { bytes }]) => [file, bytes] as const,
    )
    const entry: IndexEntry = {
      stamp: stampOf(root, name),
      sizes: Object.fromEntries(sizes),
      summary: summaryOf(opened),
    }
    const cut = cutFile(root, name, entry)
    return cut === undefined ? entry : { problem: `${cut} is cut short or missing` }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

function isCurrent(root: string, name: string, entry: IndexEntry): boolean {
  try {
    return entry.stamp === stampOf(root, name) && cutFile(root, name, entry) === undefined
  } catch {
    return false
  }
}

function stampOf(root: string, name: string): string {
  const { mtimeMs, size, ino } = statSync(join(root, name, runFiles.run))
  return `${mtimeMs}:${size}:${ino}`
}

/** A file that has not the size it was written with. */
function cutFile(root: string, name: string, { sizes }: IndexEntry): string | undefined {
  return Object.keys(sizes).find(
    (file) => statSync(join(root, name, file), { throwIfNoEntry: false })?.size !== sizes[file],
  )
}

function readIndex(root: string): Index {
  try {
    const { schema, runs } = JSON.parse(readFileSync(join(root, indexFile), 'utf8')) as {
      readonly schema: number
      readonly runs: Index
    }
    return schema === indexSchema && typeof runs === 'object' ? runs : {}
  } catch {
    return {}
  }
}

/** Where it cannot be kept (a folder that is only to be read), the next list reads the folders again. */
function keepIndex(root: string, runs: Index): void {
  const partial = join(root, `.${indexFile}.${process.pid}.${Math.random().toString(36).slice(2)}`)
  try {
    writeFileSync(partial, JSON.stringify({ schema: indexSchema, runs }))
    renameSync(partial, join(root, indexFile))
  } catch {
    rmSync(partial, { force: true })
  }
}
