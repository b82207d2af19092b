import type { ModelFile, StandardisedFeature } from '@tickwise/forecast'

/** Grid and horizon of a test's model. */
export interface TestModelOptions {
  readonly epochSeconds?: number
  readonly cellsPerEpoch?: number
  readonly horizonEpochs?: number
  /** Added to every forecast, log2 X16: tells models apart. */
  readonly biasX16?: number
}

const meanX16 = 8 << 16

/** Differences to 2^8 ticks² in steps of 2^-8. */
function logVariance(kind: StandardisedFeature['kind'], window: number): StandardisedFeature {
  return { kind, window, mean: meanX16, multiplier: 1, shift: 8 }
}

/**
 * A linear model of the format `qmlp/1` that needs four epochs: half the log-variance of the last one, a
 * quarter of the one before, a quarter of the mean of four.
 */
export function testModel(options: TestModelOptions = {}): ModelFile {
  const { epochSeconds = 3_600, cellsPerEpoch = 12, horizonEpochs = 2, biasX16 = 0 } = options
  return {
    target: 'log-variance',
    epochSeconds,
    cellsPerEpoch,
    horizonEpochs,
    features: [
      logVariance('log-variance-lag', 0),
      logVariance('log-variance-lag', 1),
      logVariance('log-variance-mean', 4),
    ],
    layers: [{ weights: Int8Array.of(64, 32, 32), biases: Int32Array.of(0), shift: 7 }],
    output: { offset: meanX16 + biasX16, multiplier: 256, shift: 0, levelOffset: 1 << 15 },
  }
}
