import { basename } from 'node:path'
import { UserError } from '@tickwise/amm'
import type { SourcedEvent } from './source-row.ts'

/** A file with the time range of its rows. */
export interface TimedFile {
  readonly file: string
  readonly from: number
  readonly to: number
  /** Longest time without a row inside the file. */
  readonly quiet: number
}

/** Files that follow each other without a gap. */
export interface DataWindow {
  /** First and last file's name without ending: `2025-06-27..2025-07-10`. */
  readonly name: string
  readonly files: readonly TimedFile[]
  readonly from: number
  readonly to: number
}

const secondsPerHour = 3600
const stem = (file: string): string => basename(file).split('.')[0] ?? file

/**
 * Cuts files into stretches without a gap. A gap is longer than an hour and than four times the longest
 * quiet time inside any file: pools that trade rarely have long quiet times everywhere.
 */
export const splitWindows = (files: readonly TimedFile[]): readonly DataWindow[] => {
  const sorted = [...files].sort((a, b) => a.from - b.from)
  const quiet = Math.max(secondsPerHour, 4 * Math.max(0, ...files.map((file) => file.quiet)))
  const groups: TimedFile[][] = []
  let end = -Infinity
  for (const file of sorted) {
    if (file.from - end > quiet) groups.push([])
    groups.at(-1)?.push(file)
    end = Math.max(end, file.to)
  }
  return groups.map((group) => {
    const [first, last] = [group[0], group.at(-1)]
    const from = first?.from ?? 0
    return {
      name: `${stem(first?.file ?? '')}..${stem(last?.file ?? '')}`,
      files: group,
      from,
      to: Math.max(from, ...group.map((file) => file.to)),
    }
  })
}

export interface WindowChoice {
  /** `A..B`: from the file named A to the file named B. */
  readonly window?: string
  /** Unix seconds, inclusive. */
  readonly from?: number
  readonly to?: number
}

/** Of events in order, those between the two times. */
export async function* within(
  events: AsyncIterable<SourcedEvent>,
  { from = -Infinity, to = Infinity }: WindowChoice,
): AsyncGenerator<SourcedEvent> {
  for await (const sourced of events) {
    if (sourced.event.timestamp > to) return
    if (sourced.event.timestamp >= from) yield sourced
  }
}

const time = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')

const list = (windows: readonly DataWindow[]): string =>
  windows.map(({ name, from, to }) => `${name} (${time(from)} to ${time(to)})`).join(', ')

/**
 * The one stretch that the user chose.
 *
 * @throws UserError E_DATA_GAP listing the stretches when the choice spans a gap; E_EMPTY when it
 *   holds no rows
 */
export const chooseWindow = (
  source: string,
  windows: readonly DataWindow[],
  choice: WindowChoice,
): readonly TimedFile[] => {
  const [first = '', last = first] = choice.window?.split('..') ?? []
  const chosen = windows.flatMap((window) => {
    const files = window.files.filter(({ file, from, to }) => {
      const named = choice.window === undefined || (stem(file) >= first && stem(file) <= last)
      const timed = to >= (choice.from ?? -Infinity) && from <= (choice.to ?? Infinity)
      return named && timed
    })
    return files.length === 0 ? [] : [{ window, files }]
  })
  const [only] = chosen
  if (only === undefined)
    throw new UserError('E_EMPTY', `${source} has no rows in the chosen time`, {
      hint: `it holds ${list(windows)}`,
      facts: { file: source },
    })
  if (chosen.length > 1)
    throw new UserError(
      'E_DATA_GAP',
      `${source} has gaps between ${chosen.length} stretches of data: ${list(chosen.map(({ window }) => window))}`,
      {
        hint: `choose one, for example --window ${only.window.name}, or with --from and --to`,
        facts: { file: source, windows: chosen.length },
      },
    )
  return only.files
}
