import { numberToHex, type Address, type Hash, type Hex } from 'viem'
import type { Anvil } from './start-anvil.ts'

/** A transaction of a block to be mined. `from` may be any address. */
export interface BlockTransaction {
  readonly from: Address
  readonly to: Address
  readonly data: Hex
  /** Give every transaction of a sender one, or none of them. */
  readonly nonce?: number
  /** Default 3 million. */
  readonly gas?: number
}

/** A block to be mined; `timestamp` (unix seconds) must exceed the previous block's. */
export interface BlockPlan {
  readonly timestamp: number
  readonly transactions: readonly BlockTransaction[]
}

/** Stops mining by itself: from here on blocks come from {@link mineBlock} only. */
export async function mineOnRequest(anvil: Anvil): Promise<void> {
  await anvil.client.setAutomine(false)
}

/**
 * Mines one block with the given transactions and timestamp, and returns their hashes.
 *
 * Needs mining on request. Blocks may be asked for without waiting for the last one; they come in the order of the calls.
 * Within a block, one sender's transactions run in nonce order, those of different senders
 * in the order they reach the node; give all to one sender when the order matters.
 *
 * @example
 * await mineOnRequest(anvil)
 * await mineBlock(anvil, { timestamp: 1_700_000_012, transactions: [{ from, to, data }] })
 */
export async function mineBlock(anvil: Anvil, block: BlockPlan): Promise<readonly Hash[]> {
  const hashes = anvil.rpc.send(block.transactions.map(toRequest))
  const mined = anvil.rpc.send([{ method: 'evm_mine', params: [numberToHex(block.timestamp)] }])
  const [sent] = await Promise.all([hashes, mined])
  return sent.map(String) as Hash[]
}

function toRequest(transaction: BlockTransaction) {
  const { from, to, data, nonce, gas = 3_000_000 } = transaction
  const fees = { gas: numberToHex(gas), gasPrice: '0x0' }
  const order = nonce === undefined ? {} : { nonce: numberToHex(nonce) }
  return { method: 'eth_sendTransaction', params: [{ from, to, data, ...fees, ...order }] }
}
