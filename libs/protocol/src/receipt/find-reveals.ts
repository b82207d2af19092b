import { zeroAddress, type Address, type Hash } from 'viem'
import type { ChainConnection } from '../chain/connect.ts'
import { translated } from '../chain/translate-error.ts'
import { inferenceRegistryAbi } from '../generated/inference-registry.ts'
import { strategyVaultAbi } from '../generated/strategy-vault.ts'

/** A reveal among a vault's. */
export interface RevealPlace {
  readonly transaction: Hash
  readonly blockNumber: bigint
  readonly epoch: number
}

/** Which blocks are searched, and who hears how far it is. */
export interface RevealSearch {
  readonly fromBlock?: bigint
  /** The latest without it. */
  readonly toBlock?: bigint
  readonly signal?: AbortSignal
  readonly onBlocks?: (done: bigint, total: bigint) => void
}

const mostBlocks = 50_000n
const fewestBlocks = 500n

/**
 * Every reveal of a vault in a range of blocks, in order, of every registry that the vault had in it.
 *
 * @throws TickwiseError where the endpoint refuses even a short range of logs
 * @example
 * for (const { transaction } of await findReveals(connection, vault)) await verifyReceipt(transaction, { connection })
 */
export async function findReveals(
  connection: ChainConnection,
  vault: Address,
  search: RevealSearch = {},
): Promise<readonly RevealPlace[]> {
  const { fromBlock = 0n } = search
  const toBlock = search.toBlock ?? (await translated(connection.client.getBlockNumber()))
  const registries = await registriesOf(connection, vault, { ...search, fromBlock, toBlock })
  if (registries.length === 0) return []
  const logs = await inPieces({ ...search, fromBlock, toBlock }, (piece) =>
    connection.client.getContractEvents({
      address: [...registries],
      abi: inferenceRegistryAbi,
      eventName: 'Revealed',
      args: { vault },
      strict: true,
      ...piece,
    }),
  )
  return logs.map(({ transactionHash, blockNumber, args }) => ({
    transaction: transactionHash,
    blockNumber,
    epoch: args.inference.epoch,
  }))
}

type Range = Required<Pick<RevealSearch, 'fromBlock' | 'toBlock'>>

/** The registry of now, those that were set on the way, and the one before the first of them. */
async function registriesOf(
  { client }: ChainConnection,
  vault: Address,
  range: RevealSearch & Range,
): Promise<readonly Address[]> {
  const call = { address: vault, abi: strategyVaultAbi } as const
  const { fromBlock, toBlock, signal } = range
  const silent = { fromBlock, toBlock, ...(signal === undefined ? {} : { signal }) }
  const changes = await inPieces(silent, (piece) =>
    client.getContractEvents({ ...call, eventName: 'RegistrySet', strict: true, ...piece }),
  )
  const [first] = changes
  const blockNumber = first === undefined ? toBlock : first.blockNumber - 1n
  const before = await translated(
    client.readContract({ ...call, functionName: 'registry', blockNumber }),
  )
  const all = new Set([before, ...changes.map(({ args }) => args.registry)])
  all.delete(zeroAddress)
  return [...all]
}

/** Endpoints bound the range of a question, each in its own way: a refused piece is halved. */
async function inPieces<log>(
  { fromBlock, toBlock, signal, onBlocks }: RevealSearch & Range,
  ask: (piece: Range) => Promise<readonly log[]>,
): Promise<readonly log[]> {
  const found: log[] = []
  let size = mostBlocks
  for (let from = fromBlock; from <= toBlock;) {
    signal?.throwIfAborted()
    const last = from + size - 1n
    const to = last < toBlock ? last : toBlock
    try {
      found.push(...(await translated(ask({ fromBlock: from, toBlock: to }))))
    } catch (error) {
      if (size <= fewestBlocks) throw error
      size /= 2n
      continue
    }
    from = to + 1n
    onBlocks?.(from - fromBlock, toBlock - fromBlock + 1n)
  }
  return found
}
