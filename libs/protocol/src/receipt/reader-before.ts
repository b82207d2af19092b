import { RetryableError, UserError } from '@tickwise/amm'
import { createPublicClient, custom, RpcRequestError, type Address, type Hex } from 'viem'
import type { ChainConnection } from '../chain/connect.ts'
import type { ContractReader } from '../chain/reader.ts'

/** A call of a simulated block: of nobody unless said, and to nobody where it creates a contract. */
export interface SimulatedCall {
  readonly account?: Address
  readonly to?: Address
  readonly data: Hex
  readonly value?: bigint
  readonly gas?: bigint
}

/** The result of a {@link SimulatedCall}. */
export interface CallResult {
  readonly failed: boolean
  readonly data: Hex
  readonly logs: readonly {
    readonly address: Address
    readonly topics: readonly Hex[]
    readonly data: Hex
  }[]
}

/** A block that is made again on top of its parent. */
export interface BlockAgain {
  readonly number: bigint
  readonly timestamp: bigint
}

/**
 * Runs calls one after the other in a block of this number and time, on top of its parent
 * (`eth_simulateV1`).
 *
 * @throws UserError `E_NO_SIMULATION` where the endpoint cannot
 */
export async function simulateInBlock(
  { client }: Pick<ChainConnection, 'client'>,
  { number, timestamp }: BlockAgain,
  calls: readonly SimulatedCall[],
): Promise<readonly CallResult[]> {
  const blocks = await client
    .simulateBlocks({
      blockNumber: number - 1n,
      blocks: [
        {
          blockOverrides: { number, time: timestamp },
          // viem's type wants a receiver, the method does not: a creation has none.
          calls: calls as readonly (SimulatedCall & { readonly to: Address })[],
        },
      ],
    })
    .catch((cause: unknown) => {
      throw new UserError('E_NO_SIMULATION', 'the endpoint cannot run calls in a past block', {
        hint: 'use an archive endpoint that knows eth_simulateV1, such as one of geth, reth or anvil',
        facts: { block: number },
        cause,
      })
    })
  const results = blocks[0]?.calls ?? []
  if (results.length !== calls.length) {
    throw new RetryableError('E_RPC', 'a simulation came back incomplete')
  }
  return results.map(({ status, data, logs }) => ({
    failed: status === 'failure',
    data,
    logs: logs ?? [],
  }))
}

/**
 * Reads contracts as they were within a block, after some of its transactions: questions of one moment
 * travel together, behind the transactions run again.
 *
 * @param earlier transactions of the block that come first
 */
export function readerWithin(
  connection: ChainConnection,
  block: BlockAgain,
  earlier: readonly SimulatedCall[],
): ContractReader {
  let waiting: Question[] = []
  const flush = async () => {
    const asked = waiting
    waiting = []
    try {
      const results = await simulateInBlock(connection, block, [...earlier, ...asked.map(toCall)])
      asked.forEach(({ resolve, reject }, i) => {
        const result = results[earlier.length + i]
        if (result === undefined || result.failed) reject(reverted(result?.data ?? '0x'))
        else resolve(result.data)
      })
    } catch (error) {
      for (const { reject } of asked) reject(error)
    }
  }
  const ask = (params: CallParameters) =>
    new Promise<Hex>((resolve, reject) => {
      if (waiting.length === 0) setTimeout(() => void flush(), 0)
      waiting.push({ ...params, resolve, reject })
    })
  const request = async ({ params }: { readonly params?: unknown }) => {
    const [call] = params as readonly [CallParameters]
    return ask(call)
  }
  return { client: createPublicClient({ transport: custom({ request }, { retryCount: 0 }) }) }
}

interface CallParameters {
  readonly to: Address
  readonly data: Hex
}

interface Question extends CallParameters {
  readonly resolve: (data: Hex) => void
  readonly reject: (error: unknown) => void
}

function toCall({ to, data }: CallParameters): SimulatedCall {
  return { to, data }
}

function reverted(data: Hex): RpcRequestError {
  const error = { code: 3, message: 'execution reverted', data }
  return new RpcRequestError({ body: {}, error, url: 'a simulated block' })
}
