import { builtInForm } from '../services/strategy-forms.ts'
import type { UiServices } from '../services/ui-services.ts'

/** Services of a place where there is nothing yet. */
export const someServices: UiServices = {
  datasets: () => Promise.resolve([]),
  runs: () => Promise.resolve({ runs: [], broken: [] }),
  run: () => Promise.reject(new Error('there are no runs')),
  benchmarks: () => Promise.resolve([]),
  models: () => Promise.resolve({ models: [], broken: [] }),
  keeper: () => Promise.reject(new Error('there is no keeper')),
  strategies: () => Promise.resolve([{ name: 'recentre', title: 'a band around the price' }]),
  strategy: async (name, _signal, tell) => tell({ form: await builtInForm(name), reloads: 0 }),
  metrics: () => Promise.resolve(['sharpe', 'totalReturn', 'maxDrawdown']),
  vaults: () => Promise.resolve([]),
  commands: () =>
    Promise.resolve([
      { name: 'data list', summary: 'every dataset' },
      { name: 'data check', summary: 'checks a dataset' },
      { name: 'doctor', summary: 'checks this machine' },
    ]),
  events: () => nothing(),
  output: () => Promise.resolve({ exitCode: 0 }),
  replay: () => nothing(),
}

async function* nothing(): AsyncGenerator<never, void, void> {}
