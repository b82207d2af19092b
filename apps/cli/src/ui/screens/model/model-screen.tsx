import { Lines } from '../../parts/lines.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { defineScreen } from '../../shell/screen.ts'
import { loadModel, type ModelData } from './model-data.ts'
import { modelLines, modelParts } from './model-lines.ts'
import { modelWords } from '../words.ts'

interface Looks {
  readonly part: number
  /** Lines that are scrolled past. */
  readonly top: number
}

/** A model of the store: its scores fold by fold against others, how honest it is, and where it comes from. */
export const modelScreen = defineScreen<ModelData, Looks>({
  name: 'model',
  summary: 'scores and calibration of a model',
  usage: ['<name or hash>'],
  choices: modelWords,
  title: ({ args, data }) =>
    `model ${data.status === 'ready' ? data.value.model.card.name : (args[0] ?? '').slice(0, 12)}`,
  start: () => ({ part: 0, top: 0 }),
  source: async ({ args, services, show }) => show(await loadModel(services, args[0] ?? '')),
  keys: ({ local, remember }) => {
    const { part, top } = local
    const count = modelParts.length
    const turn = (step: number) => () => remember({ part: (part + step + count) % count, top: 0 })
    const scroll = (lines: number) => () => remember({ ...local, top: Math.max(0, top + lines) })
    return [
      {
        keys: ['tab'],
        label: modelParts[(part + 1) % count] ?? '',
        help: `shows one after another: ${modelParts.join(', ')}`,
        run: turn(1),
      },
      { keys: ['backtab'], help: 'the part before', run: turn(-1) },
      { keys: ['down', 'j'], help: 'scrolls down', run: scroll(1) },
      { keys: ['up', 'k'], help: 'scrolls up', run: scroll(-1) },
    ]
  },
  view: ({ data, local, size, look }) => (
    <Loaded data={data} what="the model" size={size} look={look}>
      {(model) => {
        const part = modelParts[local.part] ?? 'scores'
        return (
          <Lines lines={modelLines(model, part, local.top, size, look)} size={size} look={look} />
        )
      }}
    </Loaded>
  ),
})
