import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PoolSpec, StartState } from '@tickwise/amm'
import { z } from 'zod'
import type { ChainState } from '../dataset.ts'
import { startStateFromJson, startStateToJson } from '../store/start-state-json.ts'
import { writeWhole } from './checkpoint.ts'
import type { PreparedFetch } from './fetch-pool-events.ts'
import { readChainState, readPoolState } from './start-state.ts'

/** The pool's state before the first and after the last block; absent where no node has it any more. */
export interface KeptStates {
  readonly start: StartState | undefined
  readonly end: ChainState | undefined
}

const wide = z.string().transform(BigInt)
const endSchema = z.object({
  timestamp: z.number(),
  blockNumber: z.number(),
  sqrtPriceX96: wide,
  tick: z.number(),
  liquidity: wide,
  feeGrowthGlobal0X128: wide,
  feeGrowthGlobal1X128: wide,
})
const keptSchema = z.object({ start: z.string().optional(), end: endSchema.optional() })

/**
 * Reads the states at both ends and keeps them in the checkpoint folder: nodes forget old states, so
 * a run that is resumed tomorrow must not depend on reading them again.
 */
export async function readStates(
  prepared: PreparedFetch,
  directory: string,
  withStart: boolean,
): Promise<KeptStates> {
  const { rpc, identity, fromBlock, lastBlock } = prepared
  const path = join(directory, 'states.json')
  const kept = await readKept(path)
  const spec: PoolSpec = { fee: identity.fee, tickSpacing: identity.tickSpacing }
  const readStart = (): Promise<StartState | undefined> =>
    readPoolState(rpc, identity.address, spec, fromBlock - 1)
  const start = withStart ? (kept.start ?? (await readStart())) : undefined
  const end = kept.end ?? (await readChainState(rpc, identity.address, lastBlock))
  const startText = start ?? kept.start
  const content = { start: startText && startStateToJson(startText), end }
  const text = JSON.stringify(content, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
  await writeWhole(path, `${text}\n`)
  return { start, end }
}

async function readKept(path: string): Promise<KeptStates> {
  try {
    const { start, end } = keptSchema.parse(JSON.parse(await readFile(path, 'utf8')))
    return { start: start === undefined ? undefined : startStateFromJson(start), end }
  } catch {
    // Absent or unreadable: read from the chain again.
    return { start: undefined, end: undefined }
  }
}
