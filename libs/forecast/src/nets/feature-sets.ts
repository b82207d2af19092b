import type { Feature } from '../oracle/feature-spec.ts'

/** What HAR is linear in: mean log variance over the last epoch, 4 epochs, day and week of hours. */
export const harLinearFeatures: readonly Feature[] = [
  { kind: 'log-variance-mean', window: 1 },
  { kind: 'log-variance-mean', window: 4 },
  { kind: 'log-variance-mean', window: 24 },
  { kind: 'log-variance-mean', window: 168 },
]

/** What the dense nets see: that of HAR, the level of a day's variance, the drift, and the hour of the day. */
export const harNetFeatures: readonly Feature[] = [
  ...harLinearFeatures,
  { kind: 'log-mean-variance', window: 24 },
  { kind: 'drift', window: 1 },
  { kind: 'drift', window: 24 },
  { kind: 'hour-sin', window: 0 },
  { kind: 'hour-cos', window: 0 },
]

/** What a recurrent net sees of each epoch; the two means carry what lies before its sequence. */
export const sequenceFeatures: readonly Feature[] = [
  { kind: 'log-variance-lag', window: 0 },
  { kind: 'log-variance-mean', window: 24 },
  { kind: 'log-variance-mean', window: 168 },
  { kind: 'drift', window: 1 },
  { kind: 'hour-sin', window: 0 },
  { kind: 'hour-cos', window: 0 },
]
