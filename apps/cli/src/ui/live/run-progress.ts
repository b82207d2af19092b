import type { RunState } from './run-state.ts'

/** How far something is. */
export interface Progress {
  readonly what: string
  /** 0 to 1; absent where the end is not known. */
  readonly share?: number
  readonly secondsLeft?: number
  /** Such as `50 /s`. */
  readonly pace?: string
}

/**
 * How far a run is: by the market's time once it runs, before that by what its command says.
 */
export function runProgress({ job, run, latest, runBegan }: RunState): Progress {
  if (run === undefined || latest === undefined || runBegan === undefined) return jobProgress(job)
  const share = Math.min(1, (latest.timestamp - run.from) / Math.max(1, run.to - run.from))
  const seconds = (latest.told - runBegan) / 1000
  const days = (latest.timestamp - run.from) / 86_400
  return {
    what: 'running',
    share,
    ...(seconds > 0 && share > 0
      ? {
          secondsLeft: (seconds * (1 - share)) / share,
          pace: `${Number((days / seconds).toPrecision(3))} days/s`,
        }
      : {}),
  }
}

/** How far a command is, as it says itself. */
export function jobProgress({ progress }: Pick<RunState['job'], 'progress'>): Progress {
  if (progress === undefined) return { what: 'starting' }
  const { phase, done, total, rate, secondsLeft } = progress
  return {
    what: phase,
    ...(total === undefined ? {} : { share: Math.min(1, done / total) }),
    ...(secondsLeft === undefined ? {} : { secondsLeft }),
    ...(rate === undefined ? {} : { pace: `${rate.toLocaleString('en-US')}/s` }),
  }
}
