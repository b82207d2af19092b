import { seededRandom } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import { overfitProbability, RETURN_BLOCKS, returnBlocks } from './overfit-probability.ts'

/** A value that grows by returns, one an hour. */
function equityOf(returns: readonly number[]) {
  let value = 1e6
  return [
    { timestamp: 0, value },
    ...returns.map((change, i) => ({ timestamp: 3600 * (i + 1), value: (value *= 1 + change) })),
  ]
}

function blocksOf(returns: readonly number[]) {
  const blocks = returnBlocks(equityOf(returns), 3600)
  if (blocks === undefined) throw new TypeError('too few returns')
  return blocks
}

/** Nearly normal returns: a sum of twelve even ones. */
function noise(seed: number, count: number, drift = 0): readonly number[] {
  const random = seededRandom(seed)
  const normal = () => Array.from({ length: 12 }, random).reduce((sum, x) => sum + x, -6)
  return Array.from({ length: count }, () => drift + 0.01 * normal())
}

describe('the sums of a run', () => {
  it('are of equal stretches, without what is over at the start', () => {
    const returns = Array.from({ length: 16 * 3 + 5 }, (_, i) => i / 1000)
    const blocks = blocksOf(returns)
    expect(blocks.counts).toEqual(Array.from({ length: RETURN_BLOCKS }, () => 3))
    expect(blocks.sums[0]).toBeCloseTo(0.005 + 0.006 + 0.007, 12)
    expect(blocks.squares[15]).toBeCloseTo(0.05 ** 2 + 0.051 ** 2 + 0.052 ** 2, 12)
    expect(returnBlocks(equityOf(noise(1, 31)), 3600)).toBeUndefined()
  })
})

describe('the probability of backtest overfitting', () => {
  it('is about a half where no trial has skill', () => {
    const probabilities = [1, 2, 3, 4, 5, 6].map((seed) => {
      const trials = Array.from({ length: 12 }, (_, i) => blocksOf(noise(1000 * seed + i, 320)))
      return overfitProbability(trials)?.probability ?? NaN
    })
    const mean = probabilities.reduce((sum, p) => sum + p, 0) / probabilities.length
    expect(mean).toBeGreaterThan(0.35)
    expect(mean).toBeLessThan(0.65)
  })

  it('is 0 where one trial is the best in every stretch, whatever its scale', () => {
    const trials = [
      ...Array.from({ length: 9 }, (_, i) => blocksOf(noise(i, 320, -0.002))),
      blocksOf(noise(99, 320, 0.02).map((x) => 3 * x)),
    ]
    expect(overfitProbability(trials)).toEqual({
      probability: 0,
      lossProbability: 0,
      trials: 10,
      splits: 12_870,
      blocks: 16,
    })
  })

  it('is 1 where what wins in one half must lose in the other', () => {
    // Two trials, each the other one upside down: the sum of both halves is 0 for each.
    const jitter = noise(7, 320)
    const centred = jitter.map((x) => x - jitter.reduce((sum, y) => sum + y, 0) / jitter.length)
    const flat = centred.map((x, i) => x + (i < 160 ? 0.05 : -0.05))
    const trials = [blocksOf(flat), blocksOf(flat.map((x) => -x))]
    const found = overfitProbability(trials)
    expect(found?.probability).toBe(1)
    expect(found?.lossProbability).toBe(1)
  })

  it('is as counted by hand over few stretches', () => {
    // Block sums of two trials with the same spread in each block: the Sharpe ratio follows the sum.
    const trial = (means: readonly number[]) => ({
      intervalSeconds: 1,
      counts: means.map(() => 2),
      sums: means.map((mean) => 2 * mean),
      squares: means.map((mean) => 2 * (mean ** 2 + 1)),
    })
    const spread = (four: readonly number[]) => four.flatMap((mean) => [mean, mean, mean, mean])
    // Of a half with k of the first eight stretches, A has the mean (2k − 8) / 8 · 0.125, B always 0.
    // A is best inside when k > 4 and then below B outside; with k ≤ 4 B (or, in a tie, A) is chosen.
    const a = trial(spread([0.125, 0.125, -0.125, -0.125]))
    const b = trial(spread([0, 0, 0, 0]))
    // k > 4 and k < 4: the chosen one is the worse outside. k = 4: both are 0 in both halves, rank 1.5 of 2.
    expect(overfitProbability([a, b])?.probability).toBe(1)
    const better = trial(spread([0.1, 0.1, -0.01, -0.01]))
    // Chosen is A where its inside sum is above 0: 0.1 k > 0.01 (8 − k), so k ≥ 1; outside it has 8 − k of
    // the good stretches, and is above B unless k = 8. With k = 0 B is chosen and lies below A outside.
    expect(overfitProbability([better, b])?.probability).toBeCloseTo(2 / 12_870, 12)
  })

  it('says nothing of fewer than two trials and takes ties for the median', () => {
    const same = blocksOf(noise(1, 320))
    expect(overfitProbability([same])).toBeNull()
    expect(overfitProbability([same, same, same])?.probability).toBe(1)
  })

  it('tells fewer stretches apart where there are very many trials', () => {
    const same = blocksOf(noise(1, 320))
    const many = overfitProbability(Array.from({ length: 4000 }, () => same))
    expect(many).toMatchObject({ blocks: 8, splits: 70, trials: 4000 })
  })
})
