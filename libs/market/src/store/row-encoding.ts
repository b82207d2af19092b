import { InvariantError, kindCode } from '@tickwise/amm'
import type { PoolEvent } from '@tickwise/amm'
import { positionEventKinds } from '../dataset.ts'
import type { ChainState, PositionEvent } from '../dataset.ts'
import type { HashingWriter } from './byte-writer.ts'
import { fieldsOfKind, wideFields } from './event-fields.ts'
import type { FlatEvent } from './event-fields.ts'

const addresses = ['sender', 'owner', 'recipient'] as const

/**
 * Canonical bytes of one pool event (format version 1, see docs/dataset-format.md): kind, presence
 * bits, place, origin, then the kind's own fields, all of fixed width and big-endian. Two tools that
 * store the same rows get the same bytes.
 * Values are taken to fit their widths: columns refuse those that do not.
 */
export const encodeEventRow = (writer: HashingWriter, poolEvent: PoolEvent): void => {
  const event: FlatEvent = poolEvent
  writer.record()
  writer.uint8(kindCode[event.kind])
  let present = event.transactionHash === undefined ? 0 : 1
  addresses.forEach((name, i) => {
    if (event[name] !== undefined) present |= 2 << i
  })
  writer.uint8(present)
  writer.uint32(event.blockNumber)
  writer.uint32(event.logIndex)
  writer.uint32(event.timestamp)
  if (event.transactionHash !== undefined) writer.hex(event.transactionHash, 32)
  for (const name of addresses) {
    const address = event[name]
    if (address !== undefined) writer.hex(address, 20)
  }
  const fields = fieldsOfKind[event.kind]
  for (const field of fields.wide) {
    const value = event[field]
    if (value === undefined)
      throw new InvariantError('E_EVENT_FIELD', `${event.kind} without ${field}`)
    writer.wide(value, wideFields[field])
  }
  for (const field of fields.small) {
    const value = event[field]
    if (value === undefined)
      throw new InvariantError('E_EVENT_FIELD', `${event.kind} without ${field}`)
    writer.int32(value)
  }
}

/** Canonical bytes of one position-manager event. */
export const encodePositionRow = (writer: HashingWriter, event: PositionEvent): void => {
  writer.record()
  writer.uint8(positionEventKinds.indexOf(event.kind))
  writer.uint8(
    (event.transactionHash === undefined ? 0 : 1) | (event.recipient === undefined ? 0 : 2),
  )
  writer.uint32(event.blockNumber)
  writer.uint32(event.logIndex)
  writer.uint32(event.timestamp)
  if (event.transactionHash !== undefined) writer.hex(event.transactionHash, 32)
  if (event.recipient !== undefined) writer.hex(event.recipient, 20)
  writer.wide(event.tokenId, 32)
  writer.wide(event.liquidity, 16)
  writer.wide(event.amount0, 24)
  writer.wide(event.amount1, 24)
  writer.uint32(event.poolLogIndex)
  writer.int32(event.tickLower)
  writer.int32(event.tickUpper)
}

/** Canonical bytes of one state read from the chain. */
export const encodeStateRow = (writer: HashingWriter, state: ChainState): void => {
  writer.record()
  writer.uint32(state.timestamp)
  writer.uint32(state.blockNumber)
  writer.wide(state.sqrtPriceX96, 20)
  writer.int32(state.tick)
  writer.wide(state.liquidity, 16)
  writer.wide(state.feeGrowthGlobal0X128, 32)
  writer.wide(state.feeGrowthGlobal1X128, 32)
}
