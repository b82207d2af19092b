import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inferenceRegistryAbi, readAccount, readRecord, strategyVaultAbi } from '@tickwise/protocol'
import { deployInferenceSetup, type InferenceSetup } from '@tickwise/protocol/testing'
import type { Hex } from 'viem'
import { epochOf, reach } from './drive.ts'
import { placeOf, startTestKeeper, type TestKeeper, type TestKeeperOptions } from './test-keeper.ts'

/** A chain at the beginning of an epoch, to which each test comes anew. */
export interface TroubleWorld {
  readonly setup: InferenceSetup
  /** Back to the beginning of the epoch; keepers of the test before are gone. */
  restore(): Promise<void>
  /** A keeper with an empty journal. */
  keeper(options?: Partial<TestKeeperOptions>): TestKeeper
  /** Mines a block at a second of the epoch. */
  at(second: number): Promise<void>
  /** Other blocks, without transactions, in the place of the last ones. */
  reorganise(depth: number): Promise<void>
  /** What the chain has of this test. */
  chain(): Promise<ChainCounts>
  stop(): Promise<void>
}

/** Events of one test. */
export interface ChainCounts {
  readonly commits: number
  readonly reveals: number
  readonly rebalances: number
  readonly missed: number
  readonly withheld: number
  readonly live: boolean
  readonly bondLocked: bigint
}

/** Starts a chain for tests of trouble. */
export async function openTroubleWorld(): Promise<TroubleWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'tickwise-trouble-'))
  const setup = await deployInferenceSetup()
  const { client } = setup.market.anvil
  const begin = (await epochOf(setup)) * setup.epochSeconds
  let snapshot: Hex = await client.snapshot()
  let fromBlock = (await client.getBlockNumber()) + 1n
  let keepers: TestKeeper[] = []
  let journals = 0
  const close = () => {
    for (const { keeper, journal } of keepers) {
      keeper.stop()
      journal.close()
    }
    keepers = []
  }
  return {
    setup,
    restore: async () => {
      close()
      await client.setAutomine(true)
      await client.revert({ id: snapshot })
      snapshot = await client.snapshot()
      fromBlock = (await client.getBlockNumber()) + 1n
    },
    keeper: (options = {}) => {
      const journalPath = join(folder, `${journals++}.db`)
      const keeper = startTestKeeper(placeOf(setup), { journalPath, ...options })
      keepers.push(keeper)
      return keeper
    },
    at: (second) => reach(setup, begin + second),
    reorganise: async (depth) => {
      await setup.market.anvil.rpc.send([{ method: 'anvil_reorg', params: [depth, []] }])
    },
    chain: () => countsOf(setup, fromBlock),
    stop: async () => {
      close()
      await setup.market.anvil.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function countsOf(setup: InferenceSetup, fromBlock: bigint): Promise<ChainCounts> {
  const { connection, market, domain, vault, keeper } = setup
  const { client } = market.anvil
  const registry = { address: domain.registry, abi: inferenceRegistryAbi, fromBlock } as const
  const commits = await client.getContractEvents({ ...registry, eventName: 'Committed' })
  const reveals = await client.getContractEvents({ ...registry, eventName: 'Revealed' })
  const rebalances = await client.getContractEvents({
    address: vault.address,
    abi: strategyVaultAbi,
    eventName: 'Rebalanced',
    fromBlock,
  })
  const [account, record] = await Promise.all([
    readAccount(connection, domain.registry, vault.address, keeper.address),
    readRecord(connection, domain.registry, vault.address, keeper.address),
  ])
  return {
    commits: commits.length,
    reveals: reveals.length,
    rebalances: rebalances.length,
    missed: record.missed,
    withheld: record.withheld,
    live: account.live,
    bondLocked: account.bondLocked,
  }
}

/** A traded epoch, nothing left over. */
export const tradedOnce: ChainCounts = {
  commits: 1,
  reveals: 1,
  rebalances: 1,
  missed: 0,
  withheld: 0,
  live: false,
  bondLocked: 0n,
}

/** Ticks at each of these seconds of the epoch. */
export async function tickAt(
  world: TroubleWorld,
  test: TestKeeper,
  seconds: readonly number[],
): Promise<readonly string[]> {
  const said: string[] = []
  for (const second of seconds) {
    await world.at(second)
    const { result, reason } = await test.tick()
    said.push(`${result}: ${reason}`)
  }
  return said
}

/** Codes of the problems that a keeper told of. */
export function problemsOf({ events }: TestKeeper): readonly string[] {
  return [...new Set(events.flatMap((event) => (event.kind === 'problem' ? [event.code] : [])))]
}
