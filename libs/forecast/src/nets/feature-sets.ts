import { harFeatures } from '../models/har.ts'
import type { Feature } from '../oracle/feature-spec.ts'

/** What the dense nets see: that of HAR, the drift of an hour and a day, and the hour of the day. */
export const harNetFeatures: readonly Feature[] = [
  ...harFeatures(),
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
