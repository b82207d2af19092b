import { defaultAsset, defaultGasPriceWei, type BacktestResult } from '@tickwise/backtest'

/** What a result does not say about how it was made. */
export interface MadeFrom {
  /** The dataset's folder, as a person would type it. */
  readonly dataset: string
  /** Name of a built-in strategy, or its file. */
  readonly strategy: string
  /** The model store, where a stored model forecast for it. */
  readonly models?: string
  /** First and last second of the dataset, where known: a window over all of it need not be typed. */
  readonly whole?: { readonly from: number; readonly to: number }
}

/** Options with their values. */
type Options = readonly (readonly string[])[]

/** Whole asset tokens that a run starts with when nothing is said. */
const DEFAULT_CAPITAL_TOKENS = 10_000n

/** Characters of a line before the command goes on in the next. */
const LINE = 76

/**
 * The command that makes a run again, whatever way it was made: every parameter, and every setting that is
 * not what it would be anyway. It depends on the run alone.
 *
 * @example
 * reproduceCommand(result, { dataset: 'data/sample', strategy: 'recentre' })
 */
export function reproduceCommand(result: BacktestResult, made: MadeFrom): string {
  const { parameters } = result.strategy
  const params = Object.entries(parameters).map(([name, value]) => `${name}=${String(value)}`)
  const model = result.forecasts?.requests[0]?.models[0]?.modelHash
  return folded([
    ['npx', 'tickwise', 'backtest'],
    ['--dataset', made.dataset],
    ['--strategy', made.strategy],
    ...(params.length === 0 ? [] : [['--param', ...params]]),
    ...(made.models === undefined || model === undefined ? [] : [['--model', model]]),
    ...(made.models === undefined || made.models === 'models' ? [] : [['--models', made.models]]),
    ...windowWords(result, made),
    ...capitalWords(result),
    ...settingWords(result),
  ])
}

/** Options with their values, over several lines where one is too long. */
function folded(options: Options): string {
  const lines: string[] = []
  for (const words of options) {
    const text = words.map(shellWord).join(' ')
    const last = lines.at(-1)
    if (last !== undefined && last.length + text.length < LINE)
      lines[lines.length - 1] = `${last} ${text}`
    else lines.push(text)
  }
  return lines.join(' \\\n  ')
}

function windowWords({ settings }: BacktestResult, { whole }: MadeFrom): Options {
  const { from, to } = settings
  return [
    ...(from === whole?.from ? [] : [['--from', momentWord(from)]]),
    ...(to === whole?.to ? [] : [['--to', momentWord(to)]]),
  ]
}

/** Shortest text that names a second in UTC. */
function momentWord(timestamp: number): string {
  const iso = new Date(timestamp * 1000).toISOString()
  if (iso.endsWith('T00:00:00.000Z')) return iso.slice(0, 10)
  return iso.endsWith(':00.000Z') ? iso.slice(0, 16) : iso.slice(0, 19)
}

function capitalWords({ settings, dataset }: BacktestResult): Options {
  const amounts = [BigInt(settings.capital0), BigInt(settings.capital1)] as const
  const decimals = [dataset.decimals0, dataset.decimals1] as const
  const { asset } = settings
  const isDefault =
    amounts[asset] === DEFAULT_CAPITAL_TOKENS * 10n ** BigInt(decimals[asset]) &&
    amounts[asset === 0 ? 1 : 0] === 0n
  if (isDefault) return []
  return ([0, 1] as const).flatMap((token) =>
    amounts[token] === 0n
      ? []
      : [[`--capital${token}`, humanAmount(amounts[token], decimals[token])]],
  )
}

function settingWords({ settings, dataset }: BacktestResult): Options {
  const { gasPriceWei, nativePrice, asset } = settings
  const isPriced = nativePrice === 'token0' || nativePrice === 'token1'
  const assumed = nativePrice === 'none' ? 0n : defaultGasPriceWei(dataset.chainId)
  const tokens = [
    { symbol: dataset.symbol0, decimals: dataset.decimals0 },
    { symbol: dataset.symbol1, decimals: dataset.decimals1 },
  ] as const
  const options: readonly (readonly [isSaid: boolean, name: string, value: string])[] = [
    [asset !== defaultAsset(tokens), '--asset', String(asset)],
    [settings.impact !== 'diluted', '--impact', settings.impact],
    [
      typeof gasPriceWei === 'string' && BigInt(gasPriceWei) !== assumed,
      '--gas-price',
      typeof gasPriceWei === 'string' ? humanAmount(BigInt(gasPriceWei), 9) : '',
    ],
    [
      !isPriced && nativePrice !== 'none',
      '--native-price',
      isPriced || nativePrice === 'none'
        ? ''
        : humanAmount(BigInt(nativePrice), tokens[asset].decimals),
    ],
    [settings.l1FeeWei !== '0', '--l1-fee', humanAmount(BigInt(settings.l1FeeWei), 9)],
    [settings.delaySeconds !== 60, '--delay', String(settings.delaySeconds)],
    [settings.confirmationSeconds !== 60, '--confirmation', String(settings.confirmationSeconds)],
    [settings.seed !== 1, '--seed', String(settings.seed)],
  ]
  return options.flatMap(([isSaid, name, value]) => (isSaid ? [[name, value]] : []))
}

/** Raw units as amounts are typed: `10000.5`, no thousands set apart. */
function humanAmount(raw: bigint, decimals: number): string {
  const digits = raw.toString().padStart(decimals + 1, '0')
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '')
  const whole = digits.slice(0, digits.length - decimals)
  return decimals === 0 || fraction === '' ? whole : `${whole}.${fraction}`
}

/** A word that a shell takes as it is, quoted where it must be. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
