import { copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  featureOracleAbi,
  inferenceRegistryAbi,
  readAccount,
  readRecord,
  strategyVaultAbi,
} from '@tickwise/protocol'
import type { InferenceSetup } from '@tickwise/protocol/testing'
import type { AbiEvent, Address, Hex } from 'viem'
import type { ChildAnswer, KeeperChild, KeeperScript } from './child-process.ts'
import { spawnKeeper } from './child-process.ts'
import { epochOf, liveEpoch, reach } from './drive.ts'
import { placeOf, startTestKeeper } from './test-keeper.ts'

export { killPoints } from './kill-points.ts'

/** A chain on which everything is due, to which it can be set back, and the journal of that time. */
export interface KillWorld {
  readonly setup: InferenceSetup
  readonly script: KeeperScript
  readonly folder: string
  readonly journalPath: string
  snapshot: Hex
}

/** What a killed keeper left on chain after it was started again. */
export interface KillOutcome {
  readonly point: string
  readonly store: 'kept' | 'lost'
  readonly died: boolean
  readonly pokes: number
  readonly commits: number
  readonly reveals: number
  readonly rebalances: number
  readonly expiries: number
  readonly scores: number
  readonly missed: number
  /** Raw units that a commitment still locks. */
  readonly bondLocked: bigint
  /** Transactions that endpoints know and no block has. */
  readonly waiting: number
}

/** Lives through two epochs with a keeper, so that in the third there is also a score to be made. */
export async function prepareKillWorld(
  setup: InferenceSetup,
  script: KeeperScript,
  folder: string,
): Promise<KillWorld> {
  const journalPath = join(folder, 'before.db')
  const test = startTestKeeper(placeOf(setup), { journalPath })
  await liveEpoch(setup, () => test.tick())
  await liveEpoch(setup, () => test.tick())
  test.keeper.stop()
  test.journal.close()
  const snapshot = await setup.market.anvil.client.snapshot()
  return { setup, script, folder, journalPath, snapshot }
}

/** Kills a keeper at a point, starts it again, and lets it go on until nothing is left to do. */
export async function killAt(
  world: KillWorld,
  point: string,
  store: 'kept' | 'lost',
): Promise<KillOutcome> {
  const { setup, folder } = world
  const { client } = setup.market.anvil
  await client.revert({ id: world.snapshot })
  world.snapshot = await client.snapshot()
  const from = await client.getBlockNumber()
  const journalPath = join(folder, `${point.replace(':', '-')}-${store}.db`)
  await copyFile(world.journalPath, journalPath)
  const run = new Run(world, point, store, journalPath)
  try {
    await run.live()
    return { point, store, died: run.died, ...(await readOutcome(setup, from + 1n)) }
  } finally {
    await run.end()
  }
}

class Run {
  died = false
  readonly #world: KillWorld
  readonly #point: string
  readonly #store: 'kept' | 'lost'
  readonly #journalPath: string
  #child: KeeperChild

  constructor(world: KillWorld, point: string, store: 'kept' | 'lost', journalPath: string) {
    this.#world = world
    this.#point = point
    this.#store = store
    this.#journalPath = journalPath
    this.#child = this.#start(point)
  }

  async live(): Promise<void> {
    const { setup } = this.#world
    const begin = (await epochOf(setup)) * setup.epochSeconds
    for (const second of [61, 64, 67, 70, 73]) await this.#step(begin + second)
    const missed = this.#point.startsWith('expire')
    const reveal = missed ? 800 : 140
    for (let second = reveal; second < reveal + 60; second += 5) {
      const answer = await this.#step(begin + second)
      if (second > reveal + 25 && answer?.result === 'waited') break
    }
  }

  async end(): Promise<void> {
    await this.#child.kill()
  }

  /** Ticks once at a time; a keeper that dies of it is started again and ticks in its place. */
  async #step(time: number): Promise<ChildAnswer> {
    await reach(this.#world.setup, time)
    const answer = await this.#child.tick()
    if (answer !== undefined) return answer
    this.died = true
    if (this.#store === 'lost') {
      for (const suffix of ['', '-wal', '-shm']) {
        await rm(this.#journalPath + suffix, { force: true })
      }
    }
    this.#child = this.#start()
    return this.#child.tick()
  }

  #start(dieAt?: string): KeeperChild {
    const { setup, script } = this.#world
    const { domain, epochSeconds, vault, modelId, rpcUrl } = placeOf(setup)
    const place = { domain, epochSeconds, vault: { address: vault.address }, modelId, rpcUrl }
    return spawnKeeper(script, {
      place,
      options: { journalPath: this.#journalPath },
      ...(dieAt === undefined ? {} : { dieAt }),
    })
  }
}

async function readOutcome(
  { connection, market, domain, vault, keeper, oracle }: InferenceSetup,
  fromBlock: bigint,
): Promise<Omit<KillOutcome, 'point' | 'store' | 'died'>> {
  const { client } = market.anvil
  const { registry } = domain
  const count = async (address: Address, abi: readonly unknown[], name: string) => {
    const event = (abi as readonly AbiEvent[]).find((e) => e.type === 'event' && e.name === name)
    if (event === undefined) throw new TypeError(`no event ${name}`)
    return (await client.getLogs({ address, event, fromBlock })).length
  }
  const account = await readAccount(connection, registry, vault.address, keeper.address)
  const { missed } = await readRecord(connection, registry, vault.address, keeper.address)
  const { address } = keeper
  const pending = await client.getTransactionCount({ address, blockTag: 'pending' })
  return {
    pokes: await count(oracle, featureOracleAbi, 'EpochRecorded'),
    commits: await count(registry, inferenceRegistryAbi, 'Committed'),
    reveals: await count(registry, inferenceRegistryAbi, 'Revealed'),
    rebalances: await count(vault.address, strategyVaultAbi, 'Rebalanced'),
    expiries: await count(registry, inferenceRegistryAbi, 'Expired'),
    scores: await count(registry, inferenceRegistryAbi, 'Scored'),
    missed,
    bondLocked: account.bondLocked,
    waiting: pending - (await client.getTransactionCount({ address })),
  }
}

/** What must be true wherever a keeper was killed: everything once, nothing stuck. */
export function expectedOutcome(point: string): Omit<KillOutcome, 'point' | 'store'> {
  const missed = point.startsWith('expire')
  return {
    died: true,
    pokes: 1,
    commits: 1,
    reveals: missed ? 0 : 1,
    rebalances: missed ? 0 : 1,
    expiries: missed ? 1 : 0,
    scores: 1,
    missed: missed ? 1 : 0,
    bondLocked: 0n,
    waiting: 0,
  }
}

/** The matrix as a table for people. */
export function matrixTable(outcomes: readonly KillOutcome[]): string {
  const columns = ['commits', 'reveals', 'rebalances', 'expiries', 'scores', 'bondLocked'] as const
  const head = ['killed at', 'store', ...columns].map((name) => name.padEnd(15)).join('')
  const rows = outcomes.map((outcome) =>
    [outcome.point, outcome.store, ...columns.map((column) => String(outcome[column]))]
      .map((cell) => cell.padEnd(15))
      .join(''),
  )
  return [head, ...rows].join('\n')
}
