import { InvariantError } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import type { ModelFile } from '../qmlp/model-file.ts'
import { modelFileSource } from './model-file-source.ts'
import { rollingSource, type RealForecast } from './rolling-source.ts'

/** One fit until epoch 104, another from then on. */
function realForecast(epoch: number): RealForecast | undefined {
  if (epoch === 103) return undefined
  const isEarly = epoch < 105
  return {
    forecast: epoch === 100 ? Number.NaN : epoch - 100 + (isEarly ? 0.25 : -20.1),
    levelOffset: 1,
    trainedToEpoch: isEarly ? 99 : 104,
    model: isEarly ? 'early' : 'late',
    modelHash: isEarly ? '0x01' : '0x02',
    skill: isEarly ? 'unproven' : 'proven',
  }
}

describe('forecasts of a schedule', () => {
  const parts = { name: 'walkforward', id: 'r', epochSeconds: 3600, firstEpoch: 100 }
  const variance = { kind: 'log-variance', horizonEpochs: 4 } as const
  const drift = { kind: 'drift', horizonEpochs: 4 } as const
  const source = rollingSource({ ...parts, target: variance, forecastAt: realForecast })

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

  it('are absent where there is none, or no finite one', () => {
    expect(source.answerAt(103)).toBeUndefined()
    expect(source.answerAt(100)).toBeUndefined()
  })

  it('have no level for drift, and stay within int32', () => {
    const huge = (epoch: number) => ({ ...realForecast(epoch)!, forecast: 2 ** 40 })
    const answer = rollingSource({ ...parts, target: drift, forecastAt: huge }).answerAt(102)
    expect(answer).not.toHaveProperty('levelX32')
    expect(answer?.valueX16).toBe(2 ** 31 - 1)
  })

  it('are refused when the fit was trained on labels beyond the epoch', () => {
    const at = (trainedToEpoch: number) =>
      rollingSource({
        ...parts,
        target: variance,
        forecastAt: (epoch) => ({ ...realForecast(epoch)!, trainedToEpoch }),
      }).answerAt(102)
    expect(at(102)).toBeDefined()
    expect(() => at(103)).toThrow(InvariantError)
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
