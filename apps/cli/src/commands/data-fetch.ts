import { UserError } from '@tickwise/amm'
import { createFetchedDataset } from '@tickwise/market'
import {
  type CommandContext,
  type CommandResult,
  type CommonOptions,
  parseInteger,
} from '@tickwise/terminal'
import { summariseDataset } from '../dataset-summary.ts'

interface FetchCommandOptions extends CommonOptions {
  readonly rpc: readonly string[]
  readonly pool: string
  readonly fromBlock: string
  readonly toBlock?: string
  readonly out: string
  readonly positionManager?: string
  readonly startState: boolean
  readonly verify: string
  readonly concurrency: string
  readonly retries: string
  readonly force?: boolean
}

/** `tickwise data fetch` */
export async function dataFetch(
  context: CommandContext,
  options: FetchCommandOptions,
): Promise<CommandResult> {
  const notices: string[] = []
  const dataset = await createFetchedDataset({
    directory: options.out,
    rpcUrls: options.rpc,
    pool: options.pool,
    fromBlock: parseInteger(options.fromBlock, '--from-block'),
    ...(options.toBlock === undefined
      ? {}
      : { toBlock: parseInteger(options.toBlock, '--to-block') }),
    ...(options.positionManager === undefined ? {} : { positionManager: options.positionManager }),
    startState: options.startState,
    verify: verificationNamed(options.verify),
    concurrency: parseInteger(options.concurrency, '--concurrency'),
    maxFailures: parseInteger(options.retries, '--retries'),
    replace: options.force ?? false,
    signal: context.signal,
    onProgress: context.onProgress,
    onNotice: (text) => {
      notices.push(text)
      context.note(text)
    },
  })
  return summariseDataset(context, dataset, notices)
}

function verificationNamed(name: string): 'all' | 'suspicious' {
  if (name === 'all' || name === 'suspicious') return name
  throw new UserError('E_VERIFY', `--verify ${name} is not a setting`, {
    hint: 'use all or suspicious',
  })
}
