import { inferenceRegistryAbi, logHead, outcomes, type Outcome } from '@tickwise/protocol'
import type { InferenceSetup } from '@tickwise/protocol/testing'
import { zeroHash, type Hash, type Hex } from 'viem'

/** A commitment of the chain and its ending. */
export interface ChainCommitment {
  readonly epoch: number
  readonly inferenceId: Hex
  readonly nonce: bigint
  /** Every ending that the chain has; one, if all is well. */
  readonly endings: readonly Ending[]
  readonly scored: number
  readonly transactions: readonly Hash[]
}

/** How a commitment ended. */
export type Ending =
  | { readonly kind: 'revealed'; readonly outcome: Outcome; readonly length: number }
  | { readonly kind: 'expired'; readonly penalty: bigint }

/** All that the registry has of a vault's keeper, from its events. */
export interface ChainRecord {
  readonly commitments: readonly ChainCommitment[]
  /** The hash chain over all reveals, recomputed from the first. */
  readonly head: Hex
  readonly length: number
  /** Sentences about what does not hold. */
  readonly faults: readonly string[]
}

const page = 2_000n

/** Reads and recomputes it. */
export async function readChainRecord(setup: InferenceSetup): Promise<ChainRecord> {
  const { market, domain, vault } = setup
  const { client } = market.anvil
  const last = await client.getBlockNumber()
  const logs = []
  for (let from = 0n; from <= last; from += page) {
    const toBlock = from + page - 1n < last ? from + page - 1n : last
    const question = { address: domain.registry, abi: inferenceRegistryAbi, strict: true } as const
    logs.push(...(await client.getContractEvents({ ...question, fromBlock: from, toBlock })))
  }
  const faults: string[] = []
  const found = new Map<Hex, ChainCommitment>()
  const add = (
    id: Hex,
    hash: Hash,
    change: (known: ChainCommitment) => Partial<ChainCommitment>,
  ) => {
    const known = found.get(id)
    if (known === undefined) return void faults.push(`${id} ended without a commitment`)
    const transactions = [...known.transactions, hash]
    found.set(id, { ...known, ...change(known), transactions })
  }
  let [head, length]: [Hex, number] = [zeroHash, 0]
  for (const { eventName, args, transactionHash: hash } of logs) {
    if (!('vault' in args) || args.vault.toLowerCase() !== vault.address.toLowerCase()) continue
    if (eventName === 'Committed') {
      const { inferenceId, times } = args
      if (found.has(inferenceId)) faults.push(`${inferenceId} was committed to twice`)
      const { epoch, nonce } = times
      const base = { epoch, nonce, inferenceId, endings: [], scored: 0, transactions: [hash] }
      found.set(inferenceId, base)
    } else if (eventName === 'Revealed') {
      const outcome = outcomes[args.outcome] ?? 'none'
      add(args.inferenceId, hash, ({ endings }) => ({
        endings: [...endings, { kind: 'revealed', outcome, length: args.length }],
      }))
      const { outputHash } = args.inference
      head = logHead(head, { ...args, outputHash, forecastX16: args.output.forecastX16 })
      length += 1
      if (head !== args.head || length !== args.length) {
        faults.push(`the log of epoch ${args.inference.epoch} does not follow from the one before`)
      }
    } else if (eventName === 'Expired') {
      add(args.inferenceId, hash, ({ endings }) => ({
        endings: [...endings, { kind: 'expired', penalty: args.penalty }],
      }))
    } else if (eventName === 'Scored') {
      add(args.inferenceId, hash, ({ scored }) => ({ scored: scored + 1 }))
    }
  }
  return { commitments: [...found.values()], head, length, faults }
}
