import type { Action } from './actions.ts'
import type { PlanInput, PlannedJob } from './plan-input.ts'

type Drop = Extract<Action, { readonly kind: 'drop' }>

/** Jobs whose transaction could only fail by now, or would do what is done already. */
export function uselessJobs(input: PlanInput): readonly Drop[] {
  return input.jobs.flatMap((job) => {
    const reason = job.mined ? undefined : whyUseless(job, input)
    return reason === undefined ? [] : [{ kind: 'drop', job: job.id, reason } as const]
  })
}

function whyUseless(job: PlannedJob, input: PlanInput): string | undefined {
  const { now, account, latestEpoch } = input
  if (now > job.usefulUntil) return 'it comes too late'
  switch (job.kind) {
    case 'poke':
      return latestEpoch >= job.epoch - 1 ? 'the epoch is recorded' : undefined
    case 'commit':
      return account.epoch >= job.epoch ? 'the epoch is committed to' : undefined
    case 'reveal':
      return account.live && account.epoch === job.epoch ? undefined : 'nothing is left to reveal'
    case 'expire':
      return account.live && account.epoch === job.epoch ? undefined : 'nothing is left to expire'
    case 'score':
    case 'finalise':
      return undefined
  }
}
