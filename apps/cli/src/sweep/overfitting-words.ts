import type { OverfitProbability } from '@tickwise/backtest'

/** What the probability of backtest overfitting says, in sentences. */
export function overfittingWords(found: OverfitProbability): string {
  const { probability, lossProbability, splits, trials } = found
  const percent = (share: number): string => `${(100 * share).toFixed(0)} %`
  return [
    `Probability of backtest overfitting (PBO): ${percent(probability)}, of ${splits.toLocaleString('en-US')} ways to halve the time, in which`,
    `the best of ${trials} runs in one half is not above the median in the other. In ${percent(lossProbability)} of them it loses there.`,
    verdict(probability),
  ].join('\n')
}

function verdict(probability: number): string {
  if (probability >= 0.4) return 'The choice is worth about as much as a guess.'
  return probability >= 0.1
    ? 'The choice carries over often, not always.'
    : 'The choice carries over from one half to the other.'
}
