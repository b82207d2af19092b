import { mkdir, rename, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { deployInferenceSetup, type InferenceSetup } from '@tickwise/protocol/testing'
import { startFaultyProxy, type FaultyProxy } from '../faulty-proxy.ts'
import { placeOf } from '../test-keeper.ts'
import type { SoakOrders } from './orders.ts'
import { takeOverChain, type SoakChain } from './soak-chain.ts'
import { startSoakProcess, type SoakProcess } from './soak-process.ts'

/** Everything that a soak runs on. */
export interface SoakWorld {
  readonly setup: InferenceSetup
  readonly chain: SoakChain
  /** Three endpoints of the same node, each as bad as its rules. */
  readonly endpoints: readonly FaultyProxy[]
  /** The process that lives as long as the run. */
  readonly main: SoakProcess
  /** Another process with the same journal. */
  startOther(dieAt?: string): SoakProcess
  /** Takes the journal away, as a lost disk does; it is kept for the accounts. */
  loseJournal(): Promise<void>
  /** The journal in use, then those that were lost, the last one first. */
  journals(): readonly string[]
  stop(): Promise<void>
}

/** States that the node keeps: it is no archive. */
const statesKept = 600

/** Deploys a market, a vault, a registry and a model, and starts a keeper. */
export async function openSoakWorld(options: {
  readonly script: string
  readonly folder: string
  readonly timeoutMs: number
}): Promise<SoakWorld> {
  const { script, folder, timeoutMs } = options
  await mkdir(folder, { recursive: true })
  const setup = await deployInferenceSetup({
    cells: 4,
    config: { limits: { cooldownSeconds: 60, maxDeviationTicks: 100 } },
    anvil: { args: ['--prune-history', String(statesKept)] },
  })
  const chain = await takeOverChain(setup)
  const { rpcUrl } = setup.market.anvil
  const endpoints = await Promise.all(
    [0, 1, 2].map(() => startFaultyProxy(rpcUrl, {}, { keepCalls: false })),
  )
  const journalPath = join(folder, 'keeper.sqlite')
  const lost: string[] = []
  const { domain, epochSeconds, vault, modelId } = placeOf(setup)
  const orders = (): SoakOrders => ({
    place: {
      domain,
      epochSeconds,
      vault: { address: vault.address },
      modelId,
      rpcUrl,
      modelHash: setup.models[0].hash,
    },
    journalPath,
    urls: endpoints.map(({ url }) => url),
    timeoutMs,
    tradeEvery: 2,
    confirmations: 3,
    limits: {},
    sentinel: { enabled: true, windowEpochs: 24, minEpochs: 12, maxScore: 12 },
    now: chain.head().timestamp,
  })
  const main = startSoakProcess(script, orders())
  return {
    setup,
    chain,
    endpoints,
    main,
    startOther: (dieAt) =>
      startSoakProcess(script, { ...orders(), ...(dieAt === undefined ? {} : { dieAt }) }),
    loseJournal: async () => {
      const kept = join(folder, `lost-${lost.length + 1}.sqlite`)
      for (const suffix of ['', '-wal', '-shm']) {
        if (existsSync(journalPath + suffix)) await rename(journalPath + suffix, kept + suffix)
      }
      lost.unshift(kept)
    },
    journals: () => [journalPath, ...lost],
    stop: async () => {
      await main.kill()
      await Promise.all(endpoints.map((endpoint) => endpoint.stop()))
      await setup.market.anvil.stop()
      await rm(`${journalPath}.STOP`, { force: true })
    },
  }
}
