import { encodeAbiParameters, keccak256, parseAbiParameters, type Hex } from 'viem'

const entry = parseAbiParameters(
  'bytes32 head, bytes32 inferenceId, bytes32 outputHash, int32 forecastX16, uint8 outcome, uint256 valueBefore, uint256 valueAfter',
)

/** What a reveal adds to a vault's log. */
export interface LogEntry {
  readonly inferenceId: Hex
  readonly outputHash: Hex
  readonly forecastX16: number
  /** Number in the contract's enum. */
  readonly outcome: number
  /** 0 without a trade. */
  readonly valueBefore: bigint
  readonly valueAfter: bigint
}

/**
 * The head of a vault's log after an entry: the hash of the head before it and of the entry.
 *
 * @example
 * logHead(receipt.log.headBefore, entry) // receipt.log.head
 */
export function logHead(before: Hex, added: LogEntry): Hex {
  const { inferenceId, outputHash, forecastX16, outcome, valueBefore, valueAfter } = added
  return keccak256(
    encodeAbiParameters(entry, [
      before,
      inferenceId,
      outputHash,
      forecastX16,
      outcome,
      valueBefore,
      valueAfter,
    ]),
  )
}
