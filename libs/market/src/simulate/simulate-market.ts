import { LocalChainError } from '@tickwise/localchain'
import { CancelledError, RetryableError, UserError } from '@tickwise/amm'
import type { Dataset, JobOptions } from '../dataset.ts'
import { joinPositionEvents } from '../positions/join-position-events.ts'
import { breathe } from '../store/job.ts'
import { writeDataset, type DatasetMeta } from '../store/write-dataset.ts'
import { simulatedTokens, startSession, type ChainSession } from './chain-session.ts'
import { presetParameters, type MarketParameters } from './parameters.ts'
import { planMarket } from './plan-market.ts'
import { recordMarket, type MarketRecord } from './record-market.ts'

export interface SimulateOptions extends JobOptions {
  /** Any text; the same seed and parameters give the same dataset, byte for byte. */
  readonly seed: string
  /** Length in days; fractions are allowed. */
  readonly days: number
  /** `calm` or `busy` (default). */
  readonly preset?: string
  /** Overrides of the preset. */
  readonly parameters?: Partial<MarketParameters>
  /** 100, 500 (default), 3000 or 10000 hundredths of a bip. */
  readonly fee?: number
  /** Unix seconds; default 2024-01-01 00:00 UTC. */
  readonly startTime?: number
  /** Put the dataset in the place of an older one. */
  readonly replace?: boolean
}

const fees = [100, 500, 3000, 10_000]
const defaultStart = 1_704_067_200

/**
 * Makes a dataset from a simulated market on a local node with the real Uniswap v3 contracts.
 *
 * Agents — an arbitrageur, noise traders, liquidity providers (some through the position manager), flash
 * borrowers — act against a seeded reference price. The rows are the logs of the contracts; the manifest says
 * `simulated` and holds the seed.
 *
 * @param directory the dataset folder to make
 * @throws UserError `E_PRESET`, `E_SIMULATION_OPTION`, `E_EXISTS`
 * @throws RetryableError when the local node does not start or goes away
 * @throws InvariantError `E_SIMULATION_DIFFERS` when the exact pool and the contract disagree
 * @throws CancelledError `E_CANCELLED`
 * @example
 * const dataset = await simulateMarket('data/simulated', { seed: '1', days: 7, preset: 'calm' })
 */
export async function simulateMarket(
  directory: string,
  options: SimulateOptions,
): Promise<Dataset> {
  const { seed, days, preset = 'busy', fee = 500, startTime = defaultStart } = options
  checkOptions(days, fee, startTime)
  const parameters = { ...presetParameters(preset), ...options.parameters }
  const endTime = startTime + Math.round(days * 86_400)
  let session: ChainSession | undefined
  try {
    session = await startSession(fee, startTime)
    const spec = { fee, tickSpacing: session.tickSpacing }
    const blocks = planMarket({ spec, parameters, seed, startTime, endTime })
    const record: MarketRecord = { states: [], positionLogs: [], rangeEvents: [] }
    const job = { ...jobOf(options), startTime, endTime }
    return await writeDataset(
      directory,
      {
        meta: describe(session, seed, { preset, days, startTime, ...parameters }),
        events: recordMarket(session, blocks, record, job),
        startState: { kind: 'fresh' },
        states: () => record.states,
        positionEvents: () => joinPositionEvents(record.positionLogs, record.rangeEvents),
      },
      { ...writingJob(options), replace: options.replace ?? false },
    )
  } catch (error) {
    // Ctrl-C reaches the node as well: its end must not hide that the user asked for it.
    await breathe()
    if (options.signal?.aborted) throw cancelled(error)
    throw error instanceof LocalChainError ? retryable(error) : error
  } finally {
    await session?.anvil.stop()
  }
}

function checkOptions(days: number, fee: number, startTime: number): void {
  const refuse = (message: string, hint: string) => {
    throw new UserError('E_SIMULATION_OPTION', message, { hint })
  }
  if (!(days > 0 && days <= 3_660))
    refuse(`${days} is not a length in days`, 'use a number above 0')
  if (!fees.includes(fee)) refuse(`there is no fee tier ${fee}`, `use one of ${fees.join(', ')}`)
  if (!Number.isInteger(startTime) || startTime < 86_400 || startTime > 4_000_000_000)
    refuse(`${startTime} is not a start time`, 'use unix seconds')
}

function describe(session: ChainSession, seed: string, parameters: object): DatasetMeta {
  const token = (side: 'token0' | 'token1') => {
    const { symbol, decimals } = simulatedTokens[side]
    return { address: session[side], symbol, decimals }
  }
  const settings = Object.entries(parameters).map(([name, value]) => `${name}=${String(value)}`)
  return {
    pool: {
      chainId: session.anvil.chainId,
      address: session.pool,
      token0: token('token0'),
      token1: token('token1'),
      fee: session.fee,
      tickSpacing: session.tickSpacing,
    },
    simulated: true,
    seed,
    source: { text: `simulated market: ${settings.join(' ')}`, format: 'simulation' },
    gapCheck: {
      how: 'every log of the contract compared with the exact pool that planned it',
      result: 'no difference',
    },
  }
}

function jobOf({ onProgress, signal }: JobOptions): JobOptions {
  return { ...(onProgress && { onProgress }), ...(signal && { signal }) }
}

/** Events are written while the simulation goes on: its own progress is the one that tells the time left. */
function writingJob(options: JobOptions): JobOptions {
  const { onProgress, ...rest } = jobOf(options)
  if (onProgress === undefined) return rest
  return {
    ...rest,
    onProgress: (progress) => {
      if (progress.phase !== 'writing events') onProgress(progress)
    },
  }
}

function cancelled(cause: unknown): CancelledError {
  if (cause instanceof CancelledError) return cause
  return new CancelledError('E_CANCELLED', 'cancelled while simulating', { cause })
}

function retryable({ code, message, hint, facts, cause }: LocalChainError): RetryableError {
  return new RetryableError(code, message, { facts, cause, ...(hint !== undefined && { hint }) })
}
