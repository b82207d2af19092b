import { describe, expect, it } from 'vitest'
import { maxDrawdown } from './drawdown.ts'
import { alphaBeta } from './regression.ts'
import { sampleEvenly, simpleReturns } from './sampling.ts'
import { tailLoss } from './tail.ts'

const series = (values: readonly number[]) =>
  values.map((value, i) => ({ timestamp: 60 * i, value }))

describe('maxDrawdown', () => {
  it('runs from the peak to the recovery', () => {
    expect(maxDrawdown(series([100, 120, 90, 100, 120, 110]))).toEqual({
      depth: 0.25,
      seconds: 180,
      recovered: true,
    })
  })

  it('runs to the end when the peak is not seen again', () => {
    expect(maxDrawdown(series([100, 50, 80]))).toEqual({
      depth: 0.5,
      seconds: 120,
      recovered: false,
    })
  })

  it('keeps the deeper of two falls', () => {
    expect(maxDrawdown(series([100, 90, 100, 80, 100, 95]))).toEqual({
      depth: 0.2,
      seconds: 120,
      recovered: true,
    })
  })

  it('keeps a recovered fall when a shallower one ends the series', () => {
    expect(maxDrawdown(series([100, 80, 110, 100, 105])).seconds).toBe(120)
  })

  it('is zero for a value that never falls', () => {
    expect(maxDrawdown(series([1, 1, 2]))).toEqual({ depth: 0, seconds: 0, recovered: true })
  })
})

describe('tailLoss', () => {
  it('takes the five worst of a hundred', () => {
    const returns = Array.from({ length: 100 }, (_, i) => (i - 50) / 100)
    const tail = tailLoss(returns, 0.95)
    expect(tail?.valueAtRisk).toBeCloseTo(0.46, 12)
    expect(tail?.conditionalValueAtRisk).toBeCloseTo(0.48, 12)
  })

  it('says nothing of nineteen returns and takes the worst of twenty', () => {
    expect(tailLoss(new Array<number>(19).fill(0.1), 0.95)).toBeNull()
    expect(tailLoss([...new Array<number>(19).fill(0.1), -0.3], 0.95)?.valueAtRisk).toBe(0.3)
  })
})

describe('alphaBeta', () => {
  it('finds the line through exact points', () => {
    const benchmark = [0.01, -0.02, 0.03]
    const line = alphaBeta(
      benchmark.map((b) => 0.001 + 1.5 * b),
      benchmark,
    )
    expect(line?.beta).toBeCloseTo(1.5, 12)
    expect(line?.alpha).toBeCloseTo(0.001, 12)
  })

  it('has no line against a benchmark that does not move', () => {
    expect(alphaBeta([0.1, 0.2], [0, 0])).toBeNull()
  })
})

describe('sampleEvenly', () => {
  it('takes the last value known at each grid time', () => {
    const points = [
      { timestamp: 100, value: 1 },
      { timestamp: 130, value: 2 },
      { timestamp: 160, value: 3 },
      { timestamp: 400, value: 4 },
    ]
    expect(sampleEvenly(points, 60)).toEqual([1, 3, 3, 3, 3, 4])
  })

  it('returns need positive values', () => {
    expect(simpleReturns([1, 2, 1])).toEqual([1, -0.5])
    expect(simpleReturns([1, 0, 1])).toBeNull()
  })
})
