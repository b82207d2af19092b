import { liveScreenName, type LiveJob } from '../../live/command-job.ts'
import { isOngoing } from '../../live/job-state.ts'
import { liveAfter, liveEnded, newLive, type LiveState } from '../../live/live-state.ts'
import { Lines } from '../../parts/lines.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { selectionKeys } from '../../parts/selection.ts'
import { createReplayPace, type ReplayPace } from '../../services/replay-pace.ts'
import type { KeyBinding } from '../../shell/keys.ts'
import { valueOf, type Loadable } from '../../shell/loadable.ts'
import { defineScreen, type ScreenProps, type SourceContext } from '../../shell/screen.ts'
import type { Job } from '../../shell/state.ts'
import { paceText, replayKeys } from './replay-keys.ts'
import { runLines, runParts, type RunPart } from './run-lines.ts'
import { mapPairs, sweepLines, sweepParts, type SweepPart } from './sweep-lines.ts'

/** How the user looks at a command. */
interface Looks {
  readonly part: number
  readonly pair: number
  readonly selected: number
}

/** A record that is played, as far as it has come. */
interface Replay {
  readonly live: LiveState
  readonly pace: ReplayPace
}

type Props = ScreenProps<Replay, Looks>

const replayFlag = '--replay'

/** A command while it runs, and a recorded stream of one. */
export const liveScreen = defineScreen<Replay, Looks>({
  name: liveScreenName,
  summary: 'a command while it runs: live <number of a job>, or live --replay <file>',
  usage: ['<job>', '[file]'],
  title: ({ args, data, jobs }) => {
    const job = stateOf(args, jobs, data)?.state.job
    const command = job === undefined || job.command === '' ? 'a command' : job.command
    if (args[0] !== replayFlag) return command
    const replay = replayOf(args, data)
    return `replay of ${command}${replay === undefined ? '' : paceText(replay.pace, isOver(replay))}`
  },
  start: () => ({ part: 0, pair: 0, selected: 0 }),
  source: replaySource,
  keys: (props) => {
    const replay = replayOf(props.args, props.data)
    return [
      ...(replay === undefined ? [] : replayKeys(replay.pace, isOver(replay))),
      ...partKeys(props),
      ...sweepKeys(props),
      ...endKeys(props),
    ]
  },
  view: ({ args, data, jobs, local, size, look }) => {
    const shown = args[0] === replayFlag ? liveOf(data) : loadedFrom(jobOf(args, jobs))
    return (
      <Loaded data={shown} what="events" size={size} look={look}>
        {(live) => (
          <Lines
            lines={
              live.kind === 'run'
                ? runLines(live.state, runPart(local), size, look)
                : sweepLines(live.state, { ...local, part: sweepPart(local) }, size, look)
            }
            size={size}
            look={look}
          />
        )}
      </Loaded>
    )
  },
})

/** A job tells itself; only a recorded stream has to be read. */
async function replaySource({ args, services, signal, before, show }: SourceContext<Replay>) {
  const [flag, path] = args
  if (flag !== replayFlag || path === undefined) return
  // Played again it goes as fast as it was left.
  const pace = before?.pace.anew() ?? createReplayPace()
  let live = newLive()
  const tell = (): void => {
    if (!signal.aborted) show({ live, pace })
  }
  pace.onChange(tell)
  for await (const event of services.replay(path, signal, pace)) {
    live = liveAfter(live, event)
    tell()
  }
  live = liveEnded(live)
  tell()
}

function replayOf(args: readonly string[], data: Loadable<Replay>): Replay | undefined {
  return args[0] === replayFlag ? valueOf(data) : undefined
}

const isOver = ({ live }: Replay): boolean => !isOngoing(live.state.job)

function liveOf(data: Loadable<Replay>): Loadable<LiveState> {
  return data.status === 'ready' ? { status: 'ready', value: data.value.live } : data
}

function jobOf(args: readonly string[], jobs: readonly Job[]): Job | undefined {
  return jobs.find(({ id }) => String(id) === args[0])
}

function liveJobOf(job: Job | undefined): LiveJob | undefined {
  return job?.value as LiveJob | undefined
}

function stateOf(
  args: readonly string[],
  jobs: readonly Job[],
  data: Loadable<Replay>,
): LiveState | undefined {
  if (args[0] !== replayFlag) return liveJobOf(jobOf(args, jobs))?.live
  return valueOf(data)?.live
}

function loadedFrom(job: Job | undefined): Loadable<LiveState> {
  const live = liveJobOf(job)?.live
  if (live !== undefined) return { status: 'ready', value: live }
  if (job?.error !== undefined) return { status: 'failed', error: job.error }
  if (job !== undefined) return { status: 'loading' }
  const message = 'there is no job of this number'
  return {
    status: 'failed',
    error: { code: 'E_JOB', message, hint: 'the screen jobs has all of them', exitCode: 1 },
  }
}

const runPart = ({ part }: Looks): RunPart => runParts[part % runParts.length] ?? 'overview'
const sweepPart = ({ part }: Looks): SweepPart => sweepParts[part % sweepParts.length] ?? 'overview'

function partKeys({ args, jobs, data, local, remember }: Props): readonly KeyBinding[] {
  const live = stateOf(args, jobs, data)
  const parts: readonly string[] = live?.kind === 'sweep' ? sweepParts : runParts
  const by = (step: number) => (): void =>
    remember({ ...local, part: (local.part + step + parts.length) % parts.length })
  const next = parts[(local.part + 1) % parts.length] ?? ''
  return [
    {
      keys: ['tab'],
      label: next,
      help: `shows large, one after another: ${parts.join(', ')}`,
      run: by(1),
    },
    { keys: ['backtab'], help: 'the part before', run: by(-1) },
  ]
}

function sweepKeys({
  args,
  jobs,
  data,
  local,
  size,
  remember,
  shell,
}: Props): readonly KeyBinding[] {
  const live = stateOf(args, jobs, data)
  if (live?.kind !== 'sweep') return []
  const { best } = live.state
  const pairs = mapPairs(live.state)
  const selected = best[Math.min(local.selected, best.length - 1)]
  const runId = selected?.runId
  return [
    {
      keys: ['m'],
      label: 'other map',
      help: 'shows the map of two other parameters',
      disabled:
        pairs.length < 2 ? 'there are no other two parameters with several values' : undefined,
      run: () => remember({ ...local, pair: (local.pair + 1) % pairs.length }),
    },
    ...selectionKeys({
      selected: Math.min(local.selected, Math.max(0, best.length - 1)),
      count: best.length,
      page: Math.floor(size.rows / 3),
      select: (index) => remember({ ...local, selected: index }),
    }),
    {
      keys: ['enter'],
      label: 'open run',
      help: 'opens the selected run of the best',
      disabled: runId === undefined ? 'no run has ended yet' : undefined,
      run: () => shell.open('run', runId ?? ''),
    },
  ]
}

function endKeys({ args, jobs, data, shell }: Props): readonly KeyBinding[] {
  const live = stateOf(args, jobs, data)
  const job = jobOf(args, jobs)
  const isWorking = job?.status === 'running' || job?.status === 'stopping'
  const isStopping = job?.status === 'stopping'
  const stop: KeyBinding = {
    keys: ['x'],
    label: isStopping ? 'stop now' : 'stop',
    help: isStopping
      ? 'ends it at once'
      : 'stops it as Ctrl-C would: what is finished is kept; a second time ends it at once',
    disabled: isWorking ? undefined : 'nothing runs here',
    run: () => {
      if (isStopping) liveJobOf(job)?.stopNow()
      else if (job !== undefined) shell.stopJob(job.id)
    },
  }
  if (live?.kind === 'sweep') return [stop]
  const run = live?.state.run
  return [
    stop,
    {
      keys: ['enter'],
      label: 'open run',
      help: 'opens the run as it is on record',
      disabled:
        live === undefined || isOngoing(live.state.job)
          ? 'it has not ended yet'
          : run === undefined
            ? 'this is no run'
            : undefined,
      run: () => shell.open('run', run?.runId ?? ''),
    },
  ]
}
