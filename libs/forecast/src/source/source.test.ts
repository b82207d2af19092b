import { describe, expect, it } from 'vitest'
import type { FittedModel } from '../models/model.ts'
import type { ModelFile } from '../qmlp/model-file.ts'
import { blankSeries } from '../testing/blank-series.ts'
import { modelFileSource } from './model-file-source.ts'
import { rollingSource, type ModelSchedule } from './rolling-source.ts'

const series = { ...blankSeries(100, 10, '0x'), valid: Uint8Array.of(1, 1, 1, 0, 1, 1, 1, 1, 1, 1) }

/** Forecasts the number of the row plus a constant; nothing finite before the second row. */
function countingModel(name: string, plus: number): FittedModel {
  return {
    name,
    parameters: { plus },
    predict: (_, rows) => Float64Array.from(rows, (row) => (row === 0 ? Number.NaN : row + plus)),
  }
}

const schedule: ModelSchedule = {
  firstEpoch: 100,
  inForceAt: (epoch) => ({
    model: epoch < 105 ? countingModel('early', 0.25) : countingModel('late', -20.1),
    modelHash: epoch < 105 ? '0x01' : '0x02',
    skill: epoch < 105 ? 'unproven' : 'proven',
    levelOffsetX16: 65_536,
  }),
}

describe('forecasts of a schedule', () => {
  const parts = { name: 'walkforward', id: 'r', series, schedule }
  const source = rollingSource({ ...parts, target: { kind: 'log-variance', horizonEpochs: 4 } })

  it('come from the model in force, rounded down, with the level they stand for', () => {
    expect(source.answerAt(102)).toEqual({
      valueX16: 2.25 * 65_536,
      levelX32: BigInt(Math.floor(2 ** 3.25 * 2 ** 32)),
      model: 'early',
      modelHash: '0x01',
      skill: 'unproven',
    })
    const late = source.answerAt(105)
    expect(late).toMatchObject({ model: 'late', modelHash: '0x02', skill: 'proven' })
    // 5 − 20.1 = −15.1: rounded towards minus infinity.
    expect(late?.valueX16).toBe(Math.floor(-15.1 * 65_536))
  })

  it('are absent in a hole, beyond the series and where the model has no number', () => {
    expect([100, 103, 99, 110].map((epoch) => source.answerAt(epoch))).toEqual(
      Array(4).fill(undefined),
    )
    expect(source.answerAt(104)).toBeDefined()
  })

  it('have no level for drift', () => {
    const drift = rollingSource({ ...parts, target: { kind: 'drift', horizonEpochs: 4 } })
    expect(drift.answerAt(102)).not.toHaveProperty('levelX32')
  })

  it('stay within int32', () => {
    const huge: ModelSchedule = {
      firstEpoch: 100,
      inForceAt: (epoch) => ({
        ...schedule.inForceAt(epoch)!,
        model: countingModel('huge', 2 ** 40),
      }),
    }
    const drift = { kind: 'drift', horizonEpochs: 1 } as const
    const answer = rollingSource({ ...parts, schedule: huge, target: drift }).answerAt(102)
    expect(answer?.valueX16).toBe(2 ** 31 - 1)
  })
})

describe('forecasts of an integer model', () => {
  const file: ModelFile = {
    target: 'log-fee-growth',
    epochSeconds: 3600,
    cellsPerEpoch: 12,
    horizonEpochs: 24,
    features: [],
    layers: [],
    output: { offset: 0, multiplier: 1, shift: 0, levelOffset: -65_536 },
  }
  const source = modelFileSource({
    name: 'har',
    modelHash: '0xabc',
    file,
    skill: 'proven',
    firstEpoch: 7,
    inputsAt: (epoch) => (epoch < 7 ? undefined : Int16Array.of(epoch)),
    infer: (_, inputs) => (inputs[0] ?? 0) * 65_536,
  })

  it('are what inference says of the inputs, with the file’s level offset in the level alone', () => {
    expect(source.answerAt(9)).toEqual({
      valueX16: 9 * 65_536,
      levelX32: 256n << 32n,
      model: 'har',
      modelHash: '0xabc',
      skill: 'proven',
    })
    expect(source.answerAt(6)).toBeUndefined()
  })

  it('carry the target, epoch and horizon of the file, and its hash as id', () => {
    expect(source).toMatchObject({
      id: '0xabc',
      target: 'log-fee-growth',
      epochSeconds: 3600,
      horizonEpochs: 24,
    })
  })
})
