import type { Hex } from '@tickwise/amm'
import { toEventSelector } from 'viem'
import type { PositionEvent, PositionEventKind } from '../dataset.ts'
import { placeOf } from './decode-log.ts'
import { addressOf, readLogWords, unsignedWord } from './log-words.ts'
import type { RawLog } from './log-words.ts'

/** topic0 of the position manager's liquidity events (`INonfungiblePositionManager.sol`). */
export const positionEventTopics = {
  increaseLiquidity: toEventSelector('IncreaseLiquidity(uint256,uint128,uint256,uint256)'),
  decreaseLiquidity: toEventSelector('DecreaseLiquidity(uint256,uint128,uint256,uint256)'),
  collect: toEventSelector('Collect(uint256,address,uint256,uint256)'),
} as const satisfies Record<PositionEventKind, Hex>

/**
 * A decoded log of the position manager, not yet joined to the pool event it caused: which pool and
 * which ticks it concerns is not in the log itself.
 */
export type PositionLog = Omit<PositionEvent, 'poolLogIndex' | 'tickLower' | 'tickUpper'>

/**
 * Decodes a raw log of the position manager; `undefined` when its topic is none of the three.
 *
 * Errors: `E_LOG_MALFORMED` when topics or data do not fit the event.
 *
 * @example
 * const event = decodePositionLog({ topics, data, blockNumber: 18937382, logIndex: 120, timestamp: 1704412823 })
 * if (event?.kind === 'collect') console.log(event.tokenId, event.amount0)
 */
export function decodePositionLog(log: RawLog): PositionLog | undefined {
  const topic = log.topics[0]?.toLowerCase()
  if (topic === positionEventTopics.increaseLiquidity) return liquidityLog(log, 'increaseLiquidity')
  if (topic === positionEventTopics.decreaseLiquidity) return liquidityLog(log, 'decreaseLiquidity')
  if (topic === positionEventTopics.collect) return collectLog(log)
  return undefined
}

function liquidityLog(log: RawLog, kind: 'increaseLiquidity' | 'decreaseLiquidity'): PositionLog {
  const words = readLogWords(log, 1, 3)
  return {
    kind,
    ...placeOf(log),
    tokenId: BigInt(log.topics[1] ?? '0x0'),
    liquidity: unsignedWord(words, 0),
    amount0: unsignedWord(words, 1),
    amount1: unsignedWord(words, 2),
  }
}

function collectLog(log: RawLog): PositionLog {
  const words = readLogWords(log, 1, 3)
  return {
    kind: 'collect',
    ...placeOf(log),
    tokenId: BigInt(log.topics[1] ?? '0x0'),
    recipient: addressOf(words[0]),
    liquidity: 0n,
    amount0: unsignedWord(words, 1),
    amount1: unsignedWord(words, 2),
  }
}
