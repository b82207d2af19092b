import { setTimeout as sleep } from 'node:timers/promises'
import { TransactionReceiptNotFoundError, type Hash, type TransactionReceipt } from 'viem'
import type { LocalClient } from './client.ts'
import { LocalChainError } from './errors.ts'

const pollMs = 5
const longestWaitMs = 60_000

/**
 * Asks for a receipt until it is there. viem's own wait can miss the block that holds it, and then waits for
 * the next one, which a node that mines on demand never makes.
 *
 * @throws LocalChainError `E_LOCAL_NOT_MINED` after a minute
 * @example
 * const { status } = await waitUntilMined(anvil.client, hash)
 */
export async function waitUntilMined(client: LocalClient, hash: Hash): Promise<TransactionReceipt> {
  for (let waited = 0; waited < longestWaitMs; waited += pollMs) {
    const receipt = await client.getTransactionReceipt({ hash }).catch((error: unknown) => {
      if (error instanceof TransactionReceiptNotFoundError) return undefined
      throw error
    })
    if (receipt !== undefined) return receipt
    await sleep(pollMs)
  }
  throw new LocalChainError('E_LOCAL_NOT_MINED', 'a transaction is not mined on the local node', {
    hint: 'mine a block, or give the sender nonces without a gap',
    facts: { transaction: hash },
  })
}
