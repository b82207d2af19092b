import { TransactionReceiptNotFoundError, type Hash, type TransactionReceipt } from 'viem'
import { LocalChainError } from './errors.ts'
import type { Anvil } from './start-anvil.ts'

const everyMs = 10
const longestMs = 120_000

/**
 * Waits until a transaction is mined.
 *
 * Asks for the receipt again and again: viem's own wait looks when a block comes, and where the one block comes while
 * it is still looking at the one before, it waits for another that never comes.
 *
 * @throws LocalChainError `E_LOCAL_NOT_MINED` after two minutes
 *
 * @example
 * const { status } = await waitForReceipt(anvil, hash)
 */
export async function waitForReceipt({ client }: Anvil, hash: Hash): Promise<TransactionReceipt> {
  for (let waited = 0; waited < longestMs; waited += everyMs) {
    const receipt = await client.getTransactionReceipt({ hash }).catch((error: unknown) => {
      if (error instanceof TransactionReceiptNotFoundError) return undefined
      throw error
    })
    if (receipt !== undefined) return receipt
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
  throw new LocalChainError('E_LOCAL_NOT_MINED', 'the local node does not mine a transaction', {
    hint: 'where it mines on request, a block has to be asked for',
    facts: { transaction: hash },
  })
}
