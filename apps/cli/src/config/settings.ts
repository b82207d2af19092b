/** How the value of a setting is written and read. */
export type SettingKind = 'text' | 'path' | 'strategy' | 'pairs' | 'list'

/** One key of the configuration and the options that it stands for. */
export interface Setting {
  /** Of the file, such as `costs.gasPriceGwei`. */
  readonly path: string
  /** Options as commands declare them, value and all: the same name with another value is another option. */
  readonly flags: readonly string[]
  readonly kind: SettingKind
  /** What holds where nobody says anything. */
  readonly standard: string
  /** The variable of the environment, where it is not named after the path. */
  readonly variable?: string
  /** Settings that stand together: who gives one takes none of the others from below. */
  readonly group?: string
  /** Belongs to the strategy beside it and goes with it. */
  readonly isOfStrategy?: boolean
}

/** Every setting of the file but the keeper's section. Its meaning and range are in the schema. */
export const settings: readonly Setting[] = [
  { path: 'dataset', flags: ['--dataset <dir>'], kind: 'path', standard: '' },
  { path: 'strategy', flags: ['--strategy <name>'], kind: 'strategy', standard: '' },
  {
    path: 'parameters',
    flags: ['--param <name=value...>'],
    kind: 'pairs',
    standard: 'as the strategy has them',
    isOfStrategy: true,
  },
  {
    path: 'model',
    flags: ['--model <name|hash>', '--model <name|hash|file>'],
    kind: 'text',
    standard: 'none',
    isOfStrategy: true,
  },
  {
    path: 'capital.value',
    flags: ['--capital-value <amount>'],
    kind: 'text',
    standard: '10000 of the asset, unless amounts are given',
    group: 'capital',
  },
  {
    path: 'capital.amount0',
    flags: ['--capital0 <amount>'],
    kind: 'text',
    standard: '',
    group: 'capital',
  },
  {
    path: 'capital.amount1',
    flags: ['--capital1 <amount>'],
    kind: 'text',
    standard: '',
    group: 'capital',
  },
  {
    path: 'asset',
    flags: ['--asset <symbol>'],
    kind: 'text',
    standard: 'a dollar coin, else token1',
  },
  { path: 'impact', flags: ['--impact <mode>'], kind: 'text', standard: 'diluted' },
  {
    path: 'costs.gasPriceGwei',
    flags: ['--gas-price <gwei>'],
    kind: 'text',
    standard: 'by chain',
  },
  {
    path: 'costs.nativePrice',
    flags: ['--native-price <price>'],
    kind: 'text',
    standard: 'the pool’s, where it tells',
  },
  { path: 'costs.l1FeeGwei', flags: ['--l1-fee <gwei>'], kind: 'text', standard: '0' },
  { path: 'delaySeconds', flags: ['--delay <seconds>'], kind: 'text', standard: '60' },
  {
    path: 'confirmationSeconds',
    flags: ['--confirmation <seconds>'],
    kind: 'text',
    standard: '60',
  },
  { path: 'seed', flags: ['--seed <n>'], kind: 'text', standard: '1' },
  { path: 'models', flags: ['--models <dir>'], kind: 'path', standard: 'models' },
  { path: 'runs', flags: ['--runs <dir>'], kind: 'path', standard: 'runs' },
  {
    path: 'rpcUrls',
    flags: ['--rpc-url <url>', '--rpc <url>'],
    kind: 'list',
    standard: '',
    variable: 'TICKWISE_RPC_URL',
  },
  { path: 'chainId', flags: ['--chain <id>'], kind: 'text', standard: '' },
]

/** Settings that commands take from nobody but their own options, by the command or its group. */
export const leftAlone: Readonly<Record<string, readonly string[]>> = {
  demo: ['dataset'],
  'features show': ['model'],
  walkforward: ['strategy', 'parameters'],
}

/** Settings that stand for the first argument of a command, by the command: it may be left out then. */
export const answeredArguments: Readonly<Record<string, string>> = {
  'data check': 'dataset',
  'data show': 'dataset',
  'strategies show': 'strategy',
  'models show': 'model',
  'models verify': 'model',
}
