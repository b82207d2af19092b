import type { PlanChoices } from '../../editor/run-plan.ts'
import type { DatasetChoice } from '../../editor/run-plan.ts'
import type { StrategyForm } from '../../editor/strategy-form.ts'
import type { FormState } from '../../services/strategy-forms.ts'
import type { ListedDataset, UiServices } from '../../services/ui-services.ts'
import type { SourceContext } from '../../shell/screen.ts'

/** What the editor knows: the strategy as a form, as far as it can be loaded, and what can be chosen. */
export interface EditorData extends FormState {
  readonly datasets: readonly DatasetChoice[]
  readonly metrics: readonly string[]
}

/** Loads a strategy and what it can run on; a file is loaded again whenever it changes. */
export async function editorSource({
  args,
  services,
  signal,
  show,
}: SourceContext<EditorData>): Promise<void> {
  const [strategy = ''] = args
  const choices = await choicesOf(services)
  await services.strategy(strategy, signal, (state) => show({ ...choices, ...state }))
}

async function choicesOf(services: UiServices) {
  const [datasets, metrics] = await Promise.all([services.datasets(), services.metrics()])
  return { datasets: datasets.flatMap(choiceOf), metrics }
}

/** Only datasets of events can be run on. */
function choiceOf({ directory, manifest }: ListedDataset): readonly DatasetChoice[] {
  if (manifest.kind !== 'events') return []
  const { pool, timeRange, simulated } = manifest
  const title = `${pool.token0.symbol}/${pool.token1.symbol} ${pool.fee / 10_000} %`
  return [{ directory, title: simulated ? `${title}, simulated` : title, ...timeRange }]
}

/** What a plan is made from, once there is a form. */
export function planChoices(
  { datasets, metrics, form }: EditorData,
  preferred: string | undefined,
): PlanChoices | undefined {
  if (form === undefined) return undefined
  return {
    form: form satisfies StrategyForm,
    datasets: preferredFirst(datasets, preferred),
    metrics,
  }
}

/** The dataset that the editor was opened with is the one that counts when none is typed. */
function preferredFirst(
  datasets: readonly DatasetChoice[],
  preferred: string | undefined,
): readonly DatasetChoice[] {
  const found = datasets.find(({ directory }) => directory === preferred)
  return found === undefined ? datasets : [found, ...datasets.filter((other) => other !== found)]
}
