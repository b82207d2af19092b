import type { ErrorReport } from '@tickwise/terminal'
import { commandJob, liveScreenName } from '../../live/command-job.ts'
import { planOf, type Plan, type Planned } from '../../editor/plan-command.ts'
import type { Texts } from '../../editor/run-plan.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Lines } from '../../parts/lines.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { selectionKeys, within } from '../../parts/selection.ts'
import type { KeyBinding } from '../../shell/keys.ts'
import type { Size } from '../../shell/size.ts'
import { defineScreen, type ScreenProps } from '../../shell/screen.ts'
import { textAtEnd, type EditedText } from '../../text/edit-text.ts'
import { wrapText } from '../../text/cut.ts'
import { datasetWords, strategyWords } from '../words.ts'
import { editorLines } from './editor-lines.ts'
import { editorSource, planChoices, type EditorData } from './editor-data.ts'

/** What the user has typed and where he is. */
interface Typed {
  readonly texts: Texts
  readonly selected: number
  readonly editing: EditedText | undefined
}

type Props = ScreenProps<EditorData, Typed>

/** The parameters of a strategy, what it may run on, and the start of a run or a sweep. */
export const editorScreen = defineScreen<EditorData, Typed>({
  name: 'strategy',
  summary: 'parameters of a strategy, to run it or to sweep over them',
  usage: ['<name or file>', '[dataset]'],
  choices: async (services, before) =>
    (before.length === 0 ? strategyWords : datasetWords)(services),
  title: ({ args }) => `strategy ${args[0] ?? ''}`,
  start: () => ({ texts: {}, selected: 0, editing: undefined }),
  source: editorSource,
  keys: (props) => {
    const plan = planFrom(props)
    if (plan === undefined) return []
    if (props.local.editing !== undefined) return typingKeys
    return [...startKeys(props, plan), ...fieldKeys(props, plan)]
  },
  field: (props) => {
    const { local, remember } = props
    const field = planFrom(props)?.fields[local.selected]
    if (local.editing === undefined || field === undefined) return undefined
    return {
      value: local.editing,
      onChange: (editing) => remember({ ...local, editing }),
      onSubmit: () => remember(typed(local, field.key, local.editing?.text ?? '')),
      onCancel: () => remember({ ...local, editing: undefined }),
    }
  },
  view: (props) => {
    const { data, local, size, look } = props
    return (
      <Loaded data={data} what="the strategy" size={size} look={look}>
        {({ form, error, reloads }) => {
          if (form === undefined && error !== undefined) {
            return <ErrorPanel error={error} size={size} look={look} />
          }
          const plan = planFrom(props)
          if (plan === undefined) return <Lines lines={[]} size={size} look={look} />
          const said = fileLines(error, reloads, size)
          const rest = { ...size, rows: size.rows - said.length }
          const view = {
            title: form?.title ?? '',
            plan,
            ...local,
            selected: within(local.selected, plan.fields.length),
          }
          const notes = said.map((line) => look.style(error === undefined ? 'dim' : 'red', line))
          const lines = [...notes, ...editorLines(view, rest, look)]
          return <Lines lines={lines} size={size} look={look} />
        }}
      </Loaded>
    )
  },
})

/** Rows from which the lines around a fault are shown. */
const roomForCode = 20

/** The line that is typed gets these before anything else does. */
const typingKeys: readonly KeyBinding[] = [
  { keys: ['enter'], label: 'take it', help: 'takes what is typed', run: () => undefined },
  { keys: ['escape'], label: 'as it was', help: 'leaves it as it was', run: () => undefined },
]

/** What has become of the file since it was opened: where it is wrong, with the lines around if there is room. */
function fileLines(
  error: ErrorReport | undefined,
  reloads: number,
  { columns, rows }: Size,
): readonly string[] {
  if (error === undefined) {
    return reloads === 0 ? [] : [`loaded again, ${reloads === 1 ? 'once' : `${reloads} times`}`]
  }
  const at = error.facts?.['at']
  const code = error.facts?.['code'] ?? ''
  const place = at === undefined || error.message.includes(at) ? '' : ` at ${at}`
  const told = wrapText(`as it was before, because ${error.message}${place}`, columns).slice(0, 3)
  return rows < roomForCode ? told : [...told, ...code.split('\n').filter((line) => line !== '')]
}

/** What would be started; what is being typed counts already. */
function planFrom({ data, local, args }: Props): Plan | undefined {
  if (data.status !== 'ready') return undefined
  const choices = planChoices(data.value, args[1])
  if (choices === undefined) return undefined
  const plan = planOf(choices, local.texts)
  const field = plan.fields[local.selected]
  if (local.editing === undefined || field === undefined) return plan
  return planOf(choices, { ...local.texts, [field.key]: local.editing.text.trim() })
}

function typed(local: Typed, key: string, text: string): Typed {
  return { ...local, editing: undefined, texts: { ...local.texts, [key]: text.trim() } }
}

function startKeys({ shell, data }: Props, plan: Plan): readonly KeyBinding[] {
  const broken = data.status === 'ready' ? data.value.error?.message : undefined
  const start = (planned: Planned) => (): void => {
    if ('problem' in planned) return
    const id = shell.startJob(commandJob(planned.args))
    shell.open(liveScreenName, String(id))
  }
  const disabled = (planned: Planned): string | undefined =>
    broken ?? ('problem' in planned ? planned.problem : undefined)
  return [
    {
      keys: ['r'],
      label: 'run',
      help: 'runs the strategy with these parameters',
      disabled: disabled(plan.run),
      run: start(plan.run),
    },
    {
      keys: ['s'],
      label: 'sweep',
      help: 'runs every combination of the parameters that have several values',
      disabled: disabled(plan.sweep),
      run: start(plan.sweep),
    },
  ]
}

function fieldKeys({ local, remember, size }: Props, { fields }: Plan): readonly KeyBinding[] {
  const selected = within(local.selected, fields.length)
  const field = fields[selected]
  const choices = field?.choices ?? []
  const cycle = (step: number) => (): void => {
    if (field === undefined) return
    const at = choices.indexOf(field.text === '' ? field.fallback : field.text)
    const next = choices[(at + step + choices.length) % choices.length] ?? ''
    remember(typed(local, field.key, next))
  }
  const noChoices = choices.length === 0 ? 'this is to be typed: press enter' : undefined
  return [
    {
      keys: ['enter'],
      label: 'edit',
      help: 'types a value; 100,200 or 100..500:100 or * are several, for a sweep',
      run: () => remember({ ...local, editing: textAtEnd(field?.text ?? '') }),
    },
    {
      keys: ['right', 'l', 'space'],
      label: 'next value',
      help: 'the next of a few values',
      disabled: noChoices,
      run: cycle(1),
    },
    { keys: ['left', 'h'], help: 'the value before', disabled: noChoices, run: cycle(-1) },
    {
      keys: ['d', 'backspace'],
      label: 'default',
      help: 'takes the default again',
      disabled: field?.text === '' ? 'it is the default' : undefined,
      run: () => field !== undefined && remember(typed(local, field.key, '')),
    },
    ...selectionKeys({
      selected,
      count: fields.length,
      page: Math.max(2, size.rows - 8),
      select: (index) => remember({ ...local, selected: index }),
    }),
  ]
}
