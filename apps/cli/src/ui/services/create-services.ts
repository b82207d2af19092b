import { existsSync } from 'node:fs'
import { namedStrategy } from '../../strategy-file/named-strategy.ts'
import { isStrategyFile } from '../../strategy-name.ts'
import { commandOutput, stopChildren } from './child-command.ts'
import { commandEvents } from './command-events.ts'
import { listCommands } from './list-commands.ts'
import { listKnownVaults } from './list-vaults.ts'
import { openRunDetail } from './open-run-detail.ts'
import { replayEvents } from './replay-events.ts'
import { builtInForm } from './strategy-forms.ts'
import { listStrategies } from './list-strategies.ts'
import { watchKeeperSeen } from './watch-keeper.ts'
import type { UiServices } from './ui-services.ts'

/** Folders that the screens look into. */
export interface ServiceOptions {
  readonly data: string
  readonly runs: string
  readonly models: string
}

/** Services on this machine's files and on `tickwise` itself, run as other processes. */
export function createUiServices(
  folders: ServiceOptions,
): UiServices & { readonly close: () => void } {
  // Commands that are started from the screens keep their runs where the screens look for them.
  const how = { env: { TICKWISE_RUNS: folders.runs } }
  return {
    datasets: async () => {
      const { listDatasets } = await import('@tickwise/market/list')
      const { shownPath } = await import('../../shown-path.ts')
      const found = await listDatasets(folders.data)
      return found.map(({ directory, manifest }) => ({ directory: shownPath(directory), manifest }))
    },
    runs: async () => (await import('@tickwise/runs')).listRuns(folders.runs),
    run: (idOrPrefix) => openRunDetail(folders, idOrPrefix),
    benchmarks: async (opened) =>
      (await import('./read-benchmark-curves.ts')).readBenchmarkCurves(opened),
    models: async () => {
      // Most folders have no models, and what reads them takes a while to load.
      if (!existsSync(folders.models)) return { models: [], broken: [] }
      return (await import('@tickwise/forecast')).listModels(folders.models)
    },
    keeper: watchKeeperSeen,
    strategies: listStrategies,
    strategy: async (nameOrFile, signal, tell) => {
      const strategy = await namedStrategy(nameOrFile)
      if (!isStrategyFile(strategy)) return tell({ form: await builtInForm(strategy), reloads: 0 })
      const [{ watchForm }, { watchStrategy: watch }] = await Promise.all([
        import('./watch-form.ts'),
        import('../../strategy-file/watch-strategy.ts'),
      ])
      const show = (file: string, until: AbortSignal) =>
        commandEvents(['strategies', 'show', file], until)
      return watchForm(strategy, signal, tell, { show, watch })
    },
    metrics: async () => (await import('@tickwise/runs')).rankedMetrics,
    vaults: () => listKnownVaults(folders.data),
    commands: listCommands,
    events: (args, signal, atOnce) => commandEvents(args, signal, atOnce, how),
    output: (args, signal, onText) => commandOutput(args, signal, onText, how),
    replay: replayEvents,
    close: stopChildren,
  }
}
