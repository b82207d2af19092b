import type { Hex, PoolEvent } from '@tickwise/amm'
import { toEventSelector } from 'viem'
import { addressOf, int24, readLogWords, signedWord, smallWord, unsignedWord } from './log-words.ts'
import type { RawLog } from './log-words.ts'

export type { RawLog } from './log-words.ts'

/** topic0 of the nine events of a Uniswap v3 pool (`IUniswapV3PoolEvents.sol`). */
export const poolEventTopics = {
  initialize: toEventSelector('Initialize(uint160,int24)'),
  swap: toEventSelector('Swap(address,address,int256,int256,uint160,uint128,int24)'),
  mint: toEventSelector('Mint(address,address,int24,int24,uint128,uint256,uint256)'),
  burn: toEventSelector('Burn(address,int24,int24,uint128,uint256,uint256)'),
  collect: toEventSelector('Collect(address,address,int24,int24,uint128,uint128)'),
  flash: toEventSelector('Flash(address,address,uint256,uint256,uint256,uint256)'),
  setFeeProtocol: toEventSelector('SetFeeProtocol(uint8,uint8,uint8,uint8)'),
  collectProtocol: toEventSelector('CollectProtocol(address,address,uint128,uint128)'),
  increaseObservationCardinalityNext: toEventSelector(
    'IncreaseObservationCardinalityNext(uint16,uint16)',
  ),
} as const satisfies Record<PoolEvent['kind'], Hex>

/**
 * Decodes a raw log of a Uniswap v3 pool; `undefined` when its topic is none of the nine events.
 * The log must come from a pool: the address is not part of it. Hex may be in any case.
 *
 * Errors: `E_LOG_MALFORMED` when topics or data do not fit the event.
 *
 * @example
 * const event = decodePoolLog({ topics, data, blockNumber: 12376729, logIndex: 3, timestamp: 1620250931 })
 * if (event?.kind === 'swap') console.log(event.sqrtPriceX96)
 */
export function decodePoolLog(log: RawLog): PoolEvent | undefined {
  const decode = decoders.get(log.topics[0]?.toLowerCase() ?? '')
  return decode?.(log, placeOf(log))
}

type Place = Pick<PoolEvent, 'blockNumber' | 'logIndex' | 'timestamp' | 'transactionHash'>

/** The part of an event that says where it stands. */
export function placeOf(log: RawLog): Place {
  const { blockNumber, logIndex, timestamp, transactionHash } = log
  if (transactionHash === undefined) return { blockNumber, logIndex, timestamp }
  return { blockNumber, logIndex, timestamp, transactionHash: lowerHex(transactionHash) }
}

function lowerHex(text: string): Hex {
  const digits = text.toLowerCase()
  return `0x${digits.startsWith('0x') ? digits.slice(2) : digits}`
}

const decoders: ReadonlyMap<string, (log: RawLog, place: Place) => PoolEvent> = new Map([
  [poolEventTopics.initialize, decodeInitialize],
  [poolEventTopics.swap, decodeSwap],
  [poolEventTopics.mint, decodeMint],
  [poolEventTopics.burn, decodeBurn],
  [poolEventTopics.collect, decodeCollect],
  [poolEventTopics.flash, decodeFlash],
  [poolEventTopics.setFeeProtocol, decodeSetFeeProtocol],
  [poolEventTopics.collectProtocol, decodeCollectProtocol],
  [poolEventTopics.increaseObservationCardinalityNext, decodeIncreaseCardinality],
])

function decodeInitialize(log: RawLog, place: Place): PoolEvent {
  const words = readLogWords(log, 0, 2)
  return {
    kind: 'initialize',
    ...place,
    sqrtPriceX96: unsignedWord(words, 0),
    tick: int24(words[1]),
  }
}

function decodeSwap(log: RawLog, place: Place): PoolEvent {
  const words = readLogWords(log, 2, 5)
  return {
    kind: 'swap',
    ...place,
    sender: addressOf(log.topics[1]),
    recipient: addressOf(log.topics[2]),
    amount0: signedWord(words, 0),
    amount1: signedWord(words, 1),
    sqrtPriceX96: unsignedWord(words, 2),
    liquidity: unsignedWord(words, 3),
    tick: int24(words[4]),
  }
}

function decodeMint(log: RawLog, place: Place): PoolEvent {
  const words = readLogWords(log, 3, 4)
  return {
    kind: 'mint',
    ...place,
    sender: addressOf(words[0]),
    owner: addressOf(log.topics[1]),
    tickLower: int24(log.topics[2]),
    tickUpper: int24(log.topics[3]),
    liquidity: unsignedWord(words, 1),
    amount0: unsignedWord(words, 2),
    amount1: unsignedWord(words, 3),
  }
}

function decodeBurn(log: RawLog, place: Place): PoolEvent {
  const words = readLogWords(log, 3, 3)
  return {
    kind: 'burn',
    ...place,
    owner: addressOf(log.topics[1]),
    tickLower: int24(log.topics[2]),
    tickUpper: int24(log.topics[3]),
    liquidity: unsignedWord(words, 0),
    amount0: unsignedWord(words, 1),
    amount1: unsignedWord(words, 2),
  }
}

function decodeCollect(log: RawLog, place: Place): PoolEvent {
  const words = readLogWords(log, 3, 3)
  return {
    kind: 'collect',
    ...place,
    owner: addressOf(log.topics[1]),
    recipient: addressOf(words[0]),
    tickLower: int24(log.topics[2]),
    tickUpper: int24(log.topics[3]),
    amount0: unsignedWord(words, 1),
    amount1: unsignedWord(words, 2),
  }
}

function decodeFlash(log: RawLog, place: Place): PoolEvent {
  const words = readLogWords(log, 2, 4)
  return {
    kind: 'flash',
    ...place,
    sender: addressOf(log.topics[1]),
    recipient: addressOf(log.topics[2]),
    amount0: unsignedWord(words, 0),
    amount1: unsignedWord(words, 1),
    paid0: unsignedWord(words, 2),
    paid1: unsignedWord(words, 3),
  }
}

function decodeSetFeeProtocol(log: RawLog, place: Place): PoolEvent {
  const words = readLogWords(log, 0, 4)
  return {
    kind: 'setFeeProtocol',
    ...place,
    feeProtocol0Old: smallWord(words, 0),
    feeProtocol1Old: smallWord(words, 1),
    feeProtocol0New: smallWord(words, 2),
    feeProtocol1New: smallWord(words, 3),
  }
}

function decodeCollectProtocol(log: RawLog, place: Place): PoolEvent {
  const words = readLogWords(log, 2, 2)
  return {
    kind: 'collectProtocol',
    ...place,
    sender: addressOf(log.topics[1]),
    recipient: addressOf(log.topics[2]),
    amount0: unsignedWord(words, 0),
    amount1: unsignedWord(words, 1),
  }
}

function decodeIncreaseCardinality(log: RawLog, place: Place): PoolEvent {
  const words = readLogWords(log, 0, 2)
  return {
    kind: 'increaseObservationCardinalityNext',
    ...place,
    observationCardinalityNextOld: smallWord(words, 0),
    observationCardinalityNextNew: smallWord(words, 1),
  }
}
