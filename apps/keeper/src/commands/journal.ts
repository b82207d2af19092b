import { UserError } from '@tickwise/amm'
import { formatTime, parseInteger, renderTable, type CommandResult } from '@tickwise/terminal'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { openJournal, type Journal } from '../journal/open-journal.ts'
import type { JournalEvent } from '../journal/records.ts'
import { shortHex } from '../logging/short-hex.ts'
import type { ConfigOptions, KeeperContext } from '../program/options.ts'
import { readConfig } from './read-config.ts'

interface JournalOptions extends ConfigOptions {
  readonly epoch?: string
  readonly after?: string
}

/** Lines that are read at once. */
const page = 1_000

/** `tickwise-keeper journal show` */
export async function journalShow(
  context: KeeperContext,
  options: JournalOptions & { readonly lines: string },
): Promise<CommandResult> {
  const count = parseInteger(options.lines, '--lines')
  let last: readonly JournalEvent[] = []
  for await (const lines of pages(context, options)) last = [...last, ...lines].slice(-count)
  const rows = last.map(({ at, epoch, kind, body }) => [
    formatTime(at),
    String(epoch ?? ''),
    kind,
    bodyText(body),
  ])
  const columns = [{ title: 'UTC' }, { title: 'epoch' }, { title: 'what' }, { title: 'details' }]
  return {
    data: last.map(machineLine),
    text: last.length === 0 ? 'the journal has no such lines' : renderTable(columns, rows),
  }
}

/** `tickwise-keeper journal export` */
export async function journalExport(
  context: KeeperContext,
  options: JournalOptions & { readonly out?: string },
): Promise<CommandResult> {
  const { out } = options
  const all: object[] = []
  for await (const lines of pages(context, options)) all.push(...lines.map(machineLine))
  const text = all.map((line) => JSON.stringify(line)).join('\n')
  if (out === undefined) return { data: all, text }
  await writeFile(out, text === '' ? '' : `${text}\n`, { mode: 0o600 })
  return { data: { lines: all.length, out }, text: `wrote ${all.length} lines to ${out}` }
}

/** Only looks: a journal that is not there is not made. */
async function* pages(
  { redactor }: KeeperContext,
  options: JournalOptions,
): AsyncGenerator<readonly JournalEvent[]> {
  const { journal: path } = readConfig(options, redactor).config
  const journal = openExisting(path)
  const epoch = options.epoch === undefined ? {} : { epoch: parseInteger(options.epoch, '--epoch') }
  let after = options.after === undefined ? 0 : parseInteger(options.after, '--after')
  try {
    for (;;) {
      const lines = journal.events({ after, limit: page, ...epoch })
      if (lines.length > 0) yield lines
      after = lines.at(-1)?.seq ?? after
      if (lines.length < page) return
    }
  } finally {
    journal.close()
  }
}

function openExisting(path: string): Journal {
  if (existsSync(path)) return openJournal(path)
  throw new UserError('E_JOURNAL_MISSING', `there is no journal ${path}`, {
    hint: 'give --journal, or run the keeper once',
  })
}

function machineLine({ body, ...line }: JournalEvent): object {
  return { ...line, body: JSON.parse(body) as unknown }
}

/** What fits a line: long calldata does not. */
function bodyText(body: string): string {
  const fields = Object.entries(JSON.parse(body) as Record<string, unknown>)
  return fields
    .filter(([, value]) => typeof value !== 'object')
    .map(([key, value]) => `${key}=${shortHex(String(value))}`)
    .join(' ')
}
