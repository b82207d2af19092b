import type { CardContent } from '../card.ts'
import type { NewModel } from '../model-store.ts'
import type { StepBy } from '../history.ts'

export const cardContent: CardContent = {
  name: 'har-net',
  target: { kind: 'log-variance', horizonEpochs: 4 },
  epochSeconds: 3600,
  cellsPerEpoch: 12,
  market: {
    source: 'events',
    chainId: 42161,
    pool: '0xC6962004f452bE9203591991D15f6b388e09E8D0',
    title: 'WETH/USDC 0.05 %',
  },
  dataRoots: [`0x${'ab'.repeat(32)}`],
  features: [
    { kind: 'log-variance-mean', window: 1 },
    { kind: 'hour-sin', window: 0 },
  ],
  attestedOnly: false,
  training: {
    seed: 7,
    rows: 5000,
    settings: { hiddenUnits: [16], learningRate: 0.002 },
    backend: {
      name: 'wasm',
      version: '4.22.0',
      tried: [{ name: 'node', reason: '@tensorflow/tfjs-node is not installed' }],
    },
  },
  folds: [
    {
      trainFromEpoch: 470_000,
      trainToEpoch: 474_999,
      testFromEpoch: 475_004,
      testToEpoch: 475_999,
      testRows: 990,
      scores: { qlike: 0.2345678, 'mse-log': 0.61 },
    },
  ],
  scores: { qlike: 0.2345678, 'mse-log': 0.61 },
  comparison: {
    kind: 'tested',
    benchmark: 'har',
    loss: 'qlike',
    meanDifference: -0.012,
    pValue: 0.003,
  },
  quantisation: { before: { qlike: 0.2345 }, after: { qlike: 0.2347 } },
  parent: null,
  command: 'tickwise train har-net --data data/weth-usdc --seed 7',
  versions: { node: '20.20.2', packages: { '@tickwise/forecast': '0.1.0' } },
}

export const sampleModel: NewModel = {
  weights: { format: 'qmlp/1', bytes: Uint8Array.from({ length: 300 }, (_, i) => (i * 37) % 256) },
  card: cardContent,
}

export const weakModel: NewModel = {
  weights: { format: 'parameters/1', parameters: { form: 'linear', intercept: 0.1 } },
  card: {
    ...cardContent,
    name: 'mlp',
    quantisation: null,
    comparison: {
      kind: 'tested',
      benchmark: 'har',
      loss: 'qlike',
      meanDifference: -0.012,
      pValue: 0.4,
    },
  },
}

export const byAnalyst: StepBy = {
  who: 'analyst',
  why: 'trained on a year of swaps',
  when: '2026-01-31T12:00:00Z',
}
