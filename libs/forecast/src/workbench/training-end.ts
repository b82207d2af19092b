import type { ModelCard } from '../store/card.ts'

/**
 * Epoch of the last entry that a stored model was trained on, as {@link trainModel} noted it; −1 where the card
 * does not say.
 *
 * @example
 * trainingEndOf(card) // 480_311
 */
export function trainingEndOf({ training }: Pick<ModelCard, 'training'>): number {
  const epoch = training.settings['trainedToEpoch']
  return typeof epoch === 'number' ? epoch : -1
}
