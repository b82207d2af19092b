import type { NetBackend } from './backend/backend.ts'
import type { Feature } from '../oracle/feature-spec.ts'
import { harNetFeatures, sequenceFeatures } from './feature-sets.ts'
import type { TrainingSettings } from './train-weights.ts'

/** Settings of `mlp` and `har-net`. */
export interface DenseNetSettings extends TrainingSettings {
  readonly features: readonly Feature[]
  /** Units of each hidden layer. */
  readonly hiddenUnits: readonly number[]
  readonly minimumRows: number
}

/** Settings of `gru`. */
export interface GruSettings extends TrainingSettings {
  readonly features: readonly Feature[]
  readonly units: number
  /** Epochs of the sequence. */
  readonly steps: number
  readonly minimumRows: number
}

const training = { epochs: 80, patience: 8, batchSize: 256, learningRate: 2e-3 } as const

/** 11 → 32 → 16 → 1. */
export const mlpDefaults: DenseNetSettings = {
  ...training,
  features: harNetFeatures,
  hiddenUnits: [32, 16],
  minimumRows: 500,
}

/** 11 → 16 → 1 beside the linear branch. */
export const harNetDefaults: DenseNetSettings = { ...mlpDefaults, hiddenUnits: [16] }

/** 24 epochs, 16 units. */
export const gruDefaults: GruSettings = {
  ...training,
  epochs: 40,
  features: sequenceFeatures,
  units: 16,
  steps: 24,
  minimumRows: 500,
}

/** What a fit depends on besides its window: the settings without callbacks, and the backend. */
export function settingsRecord(
  settings: DenseNetSettings | GruSettings,
  { name, version }: Pick<NetBackend, 'name' | 'version'>,
): Readonly<Record<string, unknown>> {
  const { features, ...numbers } = settings
  delete numbers.signal
  delete numbers.onPass
  return {
    ...numbers,
    features: features.map(({ kind, window }) => ({ kind, window })),
    backend: { name, version },
  }
}
