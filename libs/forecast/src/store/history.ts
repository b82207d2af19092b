import { canonicalJson, UserError } from '@tickwise/amm'
import type { Hex } from '@tickwise/amm'
import { z } from 'zod'
import { contentHash } from './content-hash.ts'
import { assertTransition, modelStates } from './life-cycle.ts'
import type { ModelState } from './life-cycle.ts'

const hash = z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]{64}$/)])

const entrySchema = z.strictObject({
  state: z.enum(modelStates),
  who: z.string().min(1).max(200),
  why: z.string().min(1).max(2000),
  when: z.iso.datetime(),
  forced: z.boolean(),
  cardHash: hash,
  previous: hash.nullable(),
  hash,
})

/**
 * One step of a model's life. `hash` is the keccak-256 of the canonical JSON of the rest of the entry, which
 * names the entry before and the card, so no byte of the card or of the history can change unnoticed.
 */
export type HistoryEntry = z.infer<typeof entrySchema>

/** Who takes a step, why, and when, as ISO 8601 in UTC; nothing here reads a clock. */
export interface StepBy {
  readonly who: string
  readonly why: string
  readonly when: string
}

/** The next entry of a history. */
export function nextEntry(
  history: readonly HistoryEntry[],
  state: ModelState,
  { who, why, when }: StepBy,
  cardHash: Hex,
  forced: boolean,
): HistoryEntry {
  const body = { state, who, why, when, forced, cardHash, previous: history.at(-1)?.hash ?? null }
  const parsed = entrySchema.safeParse({ ...body, hash: hashOf(body) })
  if (parsed.success) return parsed.data
  throw new UserError(
    'E_MODEL_STEP',
    `a step needs who, why and when: ${z.prettifyError(parsed.error)}`,
    {
      hint: 'give a name, a reason, and a time like 2026-01-31T12:00:00Z',
    },
  )
}

/** The bytes of a history: one entry a line. */
export function writeHistory(history: readonly HistoryEntry[]): string {
  return history.map((entry) => `${canonicalJson(entry)}\n`).join('')
}

/**
 * Reads a history and checks each entry: its own hash, the hash of the one before, the step it takes.
 * Undefined when any byte is not as it was written, which includes a cut line.
 */
export function readHistory(text: string): readonly HistoryEntry[] | undefined {
  const history: HistoryEntry[] = []
  for (const line of text.split('\n').slice(0, -1)) {
    const entry = readEntry(line)
    const last = history.at(-1)
    if (entry === undefined || !follows(entry, last)) return undefined
    history.push(entry)
  }
  return history.length > 0 && writeHistory(history) === text ? history : undefined
}

function readEntry(line: string): HistoryEntry | undefined {
  try {
    return entrySchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

function follows(entry: HistoryEntry, last: HistoryEntry | undefined): boolean {
  const { hash: own, ...body } = entry
  if (own !== hashOf(body) || entry.previous !== (last?.hash ?? null)) return false
  if (last === undefined) return entry.state === 'candidate'
  if (entry.cardHash !== last.cardHash) return false
  try {
    assertTransition(last.state, entry.state)
    return true
  } catch {
    return false
  }
}

function hashOf(body: Omit<HistoryEntry, 'hash'>): Hex {
  return contentHash(new TextEncoder().encode(canonicalJson(body)))
}
