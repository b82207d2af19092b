import { CancelledError } from '@tickwise/amm'
import { unicodeWanted, type ChartLook } from './charts/look.ts'
import { describeError, renderError } from './errors.ts'
import { createEventStream, type EventConsumer } from './events/event-stream.ts'
import { jsonlWriter } from './events/jsonl.ts'
import { EVENTS_SCHEMA } from './events/version.ts'
import type { EventBody } from './events/schema.ts'
import { foldLines } from './fold.ts'
import { toJson } from './json.ts'
import { createProgress, type ProgressReport } from './progress.ts'
import { colourWanted, createStyler, type Styler } from './style.ts'

/** What every command gets beside its own options. */
export interface CommandContext {
  /** Styles text meant for stdout. */
  readonly style: Styler
  /** How charts meant for stdout are drawn. */
  readonly look: ChartLook
  /** Columns of the terminal, 100 where there is none. */
  readonly width: number
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal
  readonly onProgress: (report: ProgressReport) => void
  /** Puts an event of its own into the stream; people see warnings of it. */
  readonly emit: (event: EventBody) => void
  /** Whether every event is read: what is dear to tell may be left out otherwise. */
  readonly hasEvents: boolean
  /**
   * Runs work that does not yield. Signals cannot reach our handler meanwhile, so the system's own one
   * is restored: Ctrl-C ends such work at once. For work that leaves nothing half-written.
   */
  readonly blocking: <T>(work: () => T) => T
  /** A line for the person at the terminal: stderr, not with `--quiet`. */
  readonly note: (text: string) => void
}

/** What a command leaves: data for machines, a text for people, and how it ended. */
export interface CommandResult {
  readonly data: unknown
  readonly text: string
  /** 3 when a check ran and failed, 2 when the user stopped it part of the way; the text says what. */
  readonly exitCode?: 0 | 2 | 3
}

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: boolean
  readonly jsonl?: boolean
  readonly quiet?: boolean
}

/** How a command was called, for the first event of its stream. */
export interface Invocation {
  /** Such as `data fetch`. */
  readonly command: string
  readonly arguments: readonly string[]
}

/**
 * Runs a command: result on stdout (one JSON document with `--json`, nothing but events with `--jsonl`),
 * progress and errors on stderr, exit code by the error's family. The first Ctrl-C cancels cleanly, the
 * second stops at once.
 *
 * @param invocation what the first event of the stream says of how it was called
 * @param clean hides what nobody should see in everything that is written
 */
export async function runCommand(
  options: CommonOptions,
  command: (context: CommandContext) => Promise<CommandResult>,
  invocation: Invocation = { command: '', arguments: [] },
  clean: (text: string) => string = (text) => text,
): Promise<void> {
  const interrupt = listenForInterrupts()
  const output = options.jsonl ? eventOutput(interrupt.abort, clean) : plainOutput(options, clean)
  const stream = createEventStream(output.consume, () => performance.now())
  stream.emit({
    type: 'started',
    schema: EVENTS_SCHEMA,
    command: invocation.command,
    arguments: [...invocation.arguments],
    at: new Date().toISOString(),
  })
  try {
    const colour = !options.json && !options.jsonl && colourWanted(process.stdout, process.env)
    const result = await command({
      style: createStyler(colour),
      look: { colour, unicode: unicodeWanted(process.env) },
      width: process.stdout.columns ?? 100,
      signal: interrupt.signal,
      onProgress: stream.progress,
      emit: stream.emit,
      hasEvents: Boolean(options.jsonl),
      blocking: interrupt.without,
      note: (text) => stream.emit({ type: 'note', text }),
    })
    const exitCode = result.exitCode ?? 0
    stream.emit({ type: 'result', exitCode, data: result.data })
    await output.finish(result)
    process.exitCode = exitCode
  } catch (error) {
    const report = describeError(error)
    stream.emit({ type: 'error', error: report })
    process.exitCode = report.exitCode
  } finally {
    interrupt.ignore()
  }
}

interface Interrupts {
  readonly signal: AbortSignal
  readonly abort: () => void
  readonly ignore: () => void
  readonly without: CommandContext['blocking']
}

function listenForInterrupts(): Interrupts {
  const controller = new AbortController()
  const abort = (): void =>
    controller.abort(new CancelledError('E_CANCELLED', 'stopped by the user'))
  const onInterrupt = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) {
      ignore()
      endBy(name)
    }
    process.stderr.write('\nStopping. Ctrl-C again stops at once.\n')
    abort()
  }
  const listen = (): void => {
    process.on('SIGINT', onInterrupt)
    process.on('SIGTERM', onInterrupt)
  }
  const ignore = (): void => {
    process.off('SIGINT', onInterrupt)
    process.off('SIGTERM', onInterrupt)
  }
  const without = <T>(work: () => T): T => {
    ignore()
    try {
      return work()
    } finally {
      listen()
    }
  }
  listen()
  return { signal: controller.signal, abort, ignore, without }
}

/**
 * Ends the process as the signal would have without us. Who looks after other processes ends them first;
 * `process.exit` would abort where a worker thread is within native code.
 */
function endBy(name: NodeJS.Signals): void {
  process.emit('exit', 130)
  process.kill(process.pid, name)
}

/** Who reads the events of a command, and what follows them. */
interface Output {
  readonly consume: EventConsumer
  readonly finish: (result: CommandResult) => Promise<void>
}

/** Every event as a line of JSON on stdout. A reader that leaves stops the command. */
function eventOutput(stop: () => void, clean: (text: string) => string): Output {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    stop()
  })
  return {
    consume: jsonlWriter((line) => void process.stdout.write(clean(line))),
    finish: () => new Promise((resolve) => process.stdout.write('', () => resolve())),
  }
}

/** Progress, notes and errors for people on stderr; the result on stdout when it is there. */
function plainOutput(
  { json = false, quiet = false }: CommonOptions,
  clean: (text: string) => string,
): Output {
  const style = createStyler(colourWanted(process.stderr, process.env))
  const progress = createProgress({
    write: (text) => (quiet ? undefined : process.stderr.write(text)),
    interactive: Boolean(process.stderr.isTTY) && process.env['TERM'] !== 'dumb',
  })
  const write = (text: string): void => {
    progress.clear()
    process.stderr.write(`${clean(text)}\n`)
  }
  const consume: EventConsumer = (event) => {
    if (event.type === 'progress') progress.show(event)
    if (event.type === 'note' && !quiet) write(event.text)
    if (event.type === 'warning') write(style('yellow', `warning: ${event.text}`))
    // One line, the last one: progress and notes may stand before it.
    if (event.type === 'error')
      write(json ? JSON.stringify({ error: event.error }) : renderError(event.error, style))
  }
  const finish = async (result: CommandResult): Promise<void> => {
    progress.clear()
    const columns = process.stdout.isTTY ? process.stdout.columns : Infinity
    const text = clean(json ? toJson(result.data) : result.text)
    await writeOut(`${json ? text : foldLines(text, columns)}\n`)
  }
  return { consume, finish }
}

/** Waits until stdout has taken the text; a reader that left early (`| head`) is no error. */
async function writeOut(text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    process.stdout.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EPIPE' ? resolve() : reject(error),
    )
    process.stdout.write(text, () => resolve())
  })
}
