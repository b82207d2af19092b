import { UserError } from '@tickwise/amm'
import type { Hex } from '@tickwise/amm'

/** A log as a node or a file gives it, with the place of its block. */
export interface RawLog {
  readonly topics: readonly string[]
  readonly data: string
  readonly blockNumber: number
  readonly logIndex: number
  /** Unix seconds of the block. */
  readonly timestamp: number
  readonly transactionHash?: string
}

/** The 32-byte words of a log's data, as hex digits without prefix. */
export type LogWords = readonly string[]

const wordDigits = 64

/**
 * Cuts a log into its data words after checking its shape.
 * Errors: `E_LOG_MALFORMED` when topics or data do not have the size that the event has.
 */
export function readLogWords(log: RawLog, indexed: number, words: number): LogWords {
  const digits = log.data.startsWith('0x') ? log.data.slice(2) : log.data
  const shapeFits = log.topics.length === indexed + 1 && digits.length === words * wordDigits
  if (!shapeFits || !/^[0-9a-fA-F]*$/.test(digits)) {
    throw new UserError(
      'E_LOG_MALFORMED',
      `the log at block ${log.blockNumber}, index ${log.logIndex} is cut off or not the event its topic names`,
      {
        hint: 'read this block again from another source',
        facts: { blockNumber: log.blockNumber, logIndex: log.logIndex, topic: log.topics[0] ?? '' },
      },
    )
  }
  const cut: string[] = []
  for (let i = 0; i < words; i++) cut.push(digits.slice(i * wordDigits, (i + 1) * wordDigits))
  return cut
}

/** Word `index` as an unsigned integer. */
export function unsignedWord(words: LogWords, index: number): bigint {
  return BigInt(`0x${words[index] ?? '0'}`)
}

/** Word `index` as a signed 256-bit integer. */
export function signedWord(words: LogWords, index: number): bigint {
  return BigInt.asIntN(256, unsignedWord(words, index))
}

/** Word `index` as a small unsigned number (uint8, uint16). */
export function smallWord(words: LogWords, index: number): number {
  return Number(unsignedWord(words, index))
}

/** An int24 from the end of a word or topic. */
export function int24(word: string | undefined): number {
  const low = Number.parseInt((word ?? '0').slice(-6), 16)
  return low >= 0x800000 ? low - 0x1000000 : low
}

/** The address in the low 20 bytes of a word or topic, in lower case. */
export function addressOf(word: string | undefined): Hex {
  return `0x${(word ?? '').slice(-40).toLowerCase()}`
}
