import type { StoredModel } from '@tickwise/forecast'
import type { DatasetManifest } from '@tickwise/market'
import type { ForecastScores } from '@tickwise/report'
import type { ReplayPace } from './replay-pace.ts'
import type { KeeperSeen } from './watch-keeper.ts'
import type { FormState } from './strategy-forms.ts'
import type { OpenedRun, ResultFile, RunList } from '@tickwise/runs'
import type { ChartPoint, CommandEvent } from '@tickwise/terminal'

/** A dataset in a list. */
export interface ListedDataset {
  /** As a person would type it. */
  readonly directory: string
  readonly manifest: DatasetManifest
}

/** Models of a store, and folders that are none. */
export interface ListedModels {
  readonly models: readonly StoredModel[]
  readonly broken: readonly { readonly folder: string; readonly error: unknown }[]
}

/** A run with its curve. */
export interface RunDetail {
  readonly opened: OpenedRun
  /** Absent where only the figures were kept. */
  readonly file?: ResultFile
  /** Scores of the models that forecast for it, as far as the store has them. */
  readonly scores?: readonly ForecastScores[]
}

/** A curve that a run is held against, thinned. */
export interface BenchmarkCurve {
  /** As reports say it. */
  readonly name: string
  /** Net asset value in whole units of the asset over unix seconds. */
  readonly points: readonly ChartPoint[]
}

/** A command of the command line. */
export interface NamedCommand {
  /** Such as `data check`. */
  readonly name: string
  readonly summary: string
}

/** How a command ended. */
export interface CommandEnd {
  readonly exitCode: number
}

/** A strategy in a list. */
export interface ListedStrategy {
  /** As it is given to `--strategy`. */
  readonly name: string
  /** What a file can be called instead of its path, where no other strategy has that name. */
  readonly alias?: string
  readonly title: string
}

/** Everything that screens get from outside. Nothing of it holds up the screen. */
export interface UiServices {
  readonly datasets: () => Promise<readonly ListedDataset[]>
  readonly runs: () => Promise<RunList>
  readonly run: (idOrPrefix: string) => Promise<RunDetail>
  /** The curves of its benchmarks: read apart, since they are as long as the run. */
  readonly benchmarks: (opened: OpenedRun) => Promise<readonly BenchmarkCurve[]>
  readonly models: () => Promise<ListedModels>
  /** Vaults that folders of keepers know. */
  readonly vaults: () => Promise<readonly ListedVault[]>
  /** A keeper, by its configuration or the nearest one, looked at until the signal is aborted. */
  readonly keeper: (
    config: string | undefined,
    signal: AbortSignal,
    tell: (seen: KeeperSeen) => void,
  ) => Promise<void>
  readonly strategies: () => Promise<readonly ListedStrategy[]>
  /** A strategy as a form: once, or as often as its file changes until the signal is aborted. */
  readonly strategy: (
    nameOrFile: string,
    signal: AbortSignal,
    tell: (state: FormState) => void,
  ) => Promise<void>
  /** Names of the figures that runs are compared by. */
  readonly metrics: () => Promise<readonly string[]>
  /** Every command that can be typed. */
  readonly commands: () => Promise<readonly NamedCommand[]>
  /**
   * Runs a command in a process of its own and gives its events as they come: the last is its result or its
   * error. When the signal is aborted it is interrupted once, as by Ctrl-C; `atOnce` is the second time.
   */
  readonly events: (
    args: readonly string[],
    signal: AbortSignal,
    atOnce?: AbortSignal,
  ) => AsyncIterable<CommandEvent>
  /** Runs a command as a person would, and gives what it prints. */
  readonly output: (
    args: readonly string[],
    signal: AbortSignal,
    onText: (text: string) => void,
  ) => Promise<CommandEnd>
  /** A recorded stream of events at a pace, pauses shortened. */
  readonly replay: (
    path: string,
    signal: AbortSignal,
    pace: ReplayPace,
  ) => AsyncIterable<CommandEvent>
}

/** A vault in a list. */
export interface ListedVault {
  readonly address: string
  /** Where it is known from. */
  readonly from: string
  readonly chainId?: number
}
