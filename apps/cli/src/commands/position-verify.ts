import { UserError } from '@tickwise/amm'
import { hypotheticalPosition, verifyPositions, type VerifiedPosition } from '@tickwise/backtest'
import { openDataset, type Dataset } from '@tickwise/market'
import {
  type CommandContext,
  type CommandResult,
  type CommonOptions,
  formatTime,
  formatUnits,
  parseBigInteger,
  parseTickRange,
  parseTimes,
  renderFacts,
  renderTable,
} from '@tickwise/terminal'

interface PositionOptions extends CommonOptions {
  readonly dataset: string
  readonly tokenId?: string
  readonly all?: boolean
  readonly range?: string
  readonly liquidity?: string
  readonly from?: string
  readonly to?: string
}

/** `tickwise position verify`: real positions, or a hypothetical one with `--range`. */
export async function positionVerify(
  context: CommandContext,
  options: PositionOptions,
): Promise<CommandResult> {
  refuseContradictions(options)
  const { signal, onProgress } = context
  const dataset = await openDataset(options.dataset, { signal, onProgress })
  return options.range === undefined
    ? verifyReal(context, dataset, options)
    : verifyHypothetical(dataset, options, options.range)
}

/** Options that belong to real positions or to hypothetical ones, but not to both. */
function refuseContradictions({ range, liquidity, from, to, all, tokenId }: PositionOptions): void {
  const hypothetical = { '--liquidity': liquidity, '--from': from, '--to': to }
  const real = { '--all': all, '--token-id': tokenId }
  const misplaced = Object.entries(range === undefined ? hypothetical : real).find(
    ([, value]) => value !== undefined,
  )
  if (misplaced !== undefined) {
    const [option] = misplaced
    throw new UserError(
      'E_OPTIONS',
      range === undefined
        ? `${option} belongs to a hypothetical position, and no --range is given`
        : `${option} asks for real positions, --range for a hypothetical one`,
      {
        hint:
          range === undefined ? `add --range <lower:upper>, or leave ${option} out` : 'choose one',
      },
    )
  }
  if (all === true && tokenId !== undefined) {
    throw new UserError('E_OPTIONS', '--all and --token-id exclude each other', {
      hint: 'choose one',
    })
  }
}

function verifyReal(
  context: CommandContext,
  dataset: Dataset,
  options: PositionOptions,
): CommandResult {
  const positions = verifyPositions(
    dataset,
    options.tokenId === undefined
      ? {}
      : { tokenId: parseBigInteger(options.tokenId, '--token-id') },
  )
  const count = (status: VerifiedPosition['status']): number =>
    positions.filter((position) => position.status === status).length
  const summary = {
    positions: positions.length,
    exact: count('exact'),
    off: count('off'),
    undetermined: count('undetermined'),
  }
  const { token0, token1 } = dataset.manifest.pool
  const table = renderTable(
    [
      { title: 'NFT', align: 'right' },
      { title: 'range' },
      { title: `collected ${token0.symbol}`, align: 'right' },
      { title: 'simulated', align: 'right' },
      { title: `collected ${token1.symbol}`, align: 'right' },
      { title: 'simulated', align: 'right' },
      { title: 'status' },
    ],
    positions.map((position) => [
      position.tokenId.toString(),
      `${position.tickLower}:${position.tickUpper}`,
      position.collectedFee0.toString(),
      position.simulatedFee0.toString(),
      position.collectedFee1.toString(),
      position.simulatedFee1.toString(),
      position.reason === null ? position.status : `${position.status}: ${position.reason}`,
    ]),
  )
  const headline =
    positions.length === 0
      ? 'No position of the position manager has its whole life in these data.'
      : `${summary.exact} of ${summary.positions} positions to the wei, ${summary.off} off, ${summary.undetermined} undetermined`
  return {
    data: { dataset: { root: dataset.root, simulated: dataset.simulated }, summary, positions },
    text:
      positions.length === 0
        ? headline
        : `${table}\n\n${context.style('bold', headline)} (raw token units)`,
    exitCode: summary.off === 0 ? 0 : 3,
  }
}

function verifyHypothetical(
  dataset: Dataset,
  options: PositionOptions,
  range: string,
): CommandResult {
  if (options.liquidity === undefined) {
    throw new UserError('E_LIQUIDITY', 'a hypothetical position needs its liquidity', {
      hint: 'add --liquidity <n>, such as --liquidity 1000000000000000000',
    })
  }
  const { tickLower, tickUpper } = parseTickRange(range)
  const outcome = hypotheticalPosition(dataset, {
    tickLower,
    tickUpper,
    liquidity: parseBigInteger(options.liquidity, '--liquidity'),
    ...timesInData(dataset, options),
  })
  const { token0, token1 } = dataset.manifest.pool
  const amounts = (pair: { readonly amount0: bigint; readonly amount1: bigint }): string =>
    `${formatUnits(pair.amount0, token0.decimals)} ${token0.symbol} + ${formatUnits(pair.amount1, token1.decimals)} ${token1.symbol}  (${pair.amount0}, ${pair.amount1} raw)`
  const status = outcome.estimatedSteps === 0 ? 'exact' : 'undetermined'
  const reason =
    status === 'exact'
      ? null
      : `${outcome.estimatedSteps} swap steps in the range crossed liquidity that the data do not reveal`
  return {
    data: {
      dataset: { root: dataset.root, simulated: dataset.simulated },
      tickLower,
      tickUpper,
      liquidity: options.liquidity,
      simulatedFee0: outcome.undilutedFees.amount0,
      simulatedFee1: outcome.undilutedFees.amount1,
      status,
      reason,
      ...outcome,
    },
    text: renderFacts([
      [
        'window',
        `${formatTime(outcome.start.timestamp)} to ${formatTime(outcome.end.timestamp)} UTC${dataset.simulated ? ' [simulated]' : ''}`,
      ],
      ['deposit', amounts(outcome.start.amounts)],
      ['back at the end', amounts(outcome.end.amounts)],
      ['fees, undiluted', amounts(outcome.undilutedFees)],
      ['fees, diluted', amounts(outcome.dilutedFees)],
      ['time in range', `${(outcome.timeInRange * 100).toFixed(1)} %`],
      ['status', reason === null ? status : `${status}: ${reason}`],
    ]),
  }
}

/** Nothing is known of a position after the data end: a later end means theirs. */
function timesInData(dataset: Dataset, options: PositionOptions): ReturnType<typeof parseTimes> {
  const { to, ...rest } = parseTimes(options)
  const last = dataset.manifest.timeRange.to
  return to === undefined ? rest : { ...rest, to: Math.min(to, last) }
}
