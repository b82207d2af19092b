import { simulateMarket } from '@tickwise/market'
import {
  type CommandContext,
  type CommandResult,
  type CommonOptions,
  parseInteger,
  parseNumber,
  parseTime,
} from '@tickwise/terminal'
import { summariseDataset } from '../dataset-summary.ts'

interface SimulateCommandOptions extends CommonOptions {
  readonly out: string
  readonly days: string
  readonly seed: string
  readonly preset: string
  readonly fee: string
  readonly start?: string
  readonly force?: boolean
}

/** `tickwise data simulate` */
export async function dataSimulate(
  context: CommandContext,
  options: SimulateCommandOptions,
): Promise<CommandResult> {
  const dataset = await simulateMarket(options.out, {
    seed: options.seed,
    days: parseNumber(options.days, '--days'),
    preset: options.preset,
    fee: parseInteger(options.fee, '--fee'),
    ...(options.start === undefined ? {} : { startTime: parseTime(options.start, '--start') }),
    replace: options.force ?? false,
    signal: context.signal,
    onProgress: context.onProgress,
  })
  return summariseDataset(context, dataset)
}
