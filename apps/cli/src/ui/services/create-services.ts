import { isStrategyFile } from '../../strategy-name.ts'
import { commandOutput, stopChildren } from './child-command.ts'
import { commandEvents } from './command-events.ts'
import { listCommands } from './list-commands.ts'
import { listKnownVaults } from './list-vaults.ts'
import { openRunDetail } from './open-run-detail.ts'
import { replayEvents } from './replay-events.ts'
import { builtInForm } from './strategy-forms.ts'
import { listStrategies } from './list-strategies.ts'
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
  return {
    datasets: async () => {
      const { listDatasets } = await import('@tickwise/market')
      const { shownPath } = await import('../../shown-path.ts')
      const found = await listDatasets(folders.data)
      return found.map(({ directory, manifest }) => ({ directory: shownPath(directory), manifest }))
    },
    runs: async () => (await import('@tickwise/runs')).listRuns(folders.runs),
    run: (idOrPrefix) => openRunDetail(folders.runs, idOrPrefix),
    models: async () => (await import('@tickwise/forecast')).listModels(folders.models),
    strategies: listStrategies,
    strategy: async (nameOrFile, signal, tell) => {
      if (!isStrategyFile(nameOrFile))
        return tell({ form: await builtInForm(nameOrFile), reloads: 0 })
      const [{ watchForm }, { watchStrategy: watch }] = await Promise.all([
        import('./watch-form.ts'),
        import('../../strategy-file/watch-strategy.ts'),
      ])
      const show = (file: string, until: AbortSignal) =>
        commandEvents(['strategies', 'show', file], until)
      return watchForm(nameOrFile, signal, tell, { show, watch })
    },
    metrics: async () => (await import('@tickwise/runs')).rankedMetrics,
    vaults: () => listKnownVaults(folders.data),
    commands: listCommands,
    events: commandEvents,
    output: commandOutput,
    replay: replayEvents,
    close: stopChildren,
  }
}
