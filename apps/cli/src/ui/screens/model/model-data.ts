import { nearestName, UserError } from '@tickwise/amm'
import type { StoredModel } from '@tickwise/forecast'
import type { UiServices } from '../../services/ui-services.ts'

/** A model with those of the store that it can be compared with fold by fold. */
export interface ModelData {
  readonly model: StoredModel
  /** Whether it may be used, in a sentence. */
  readonly verdict: string
  readonly peers: readonly StoredModel[]
}

/**
 * A model by its name, its hash or the begin of it.
 *
 * @throws UserError E_MODEL_NOT_FOUND
 */
export async function loadModel(services: UiServices, nameOrHash: string): Promise<ModelData> {
  const [{ models }, { cardVerdict }] = await Promise.all([
    services.models(),
    import('@tickwise/forecast'),
  ])
  const model = models.find(({ hash, card }) =>
    nameOrHash.startsWith('0x') ? hash.startsWith(nameOrHash) : card.name === nameOrHash,
  )
  if (model === undefined) throw notFound(nameOrHash, models)
  return {
    model,
    verdict: cardVerdict(model.card),
    peers: models.filter((other) => other !== model && isComparable(other, model)),
  }
}

/** The same data, the same target, the same stretches to be tested on. */
function isComparable({ card: a }: StoredModel, { card: b }: StoredModel): boolean {
  const told = ({ target, epochSeconds, dataRoots, folds }: typeof a): string =>
    JSON.stringify({
      target,
      epochSeconds,
      dataRoots,
      folds: folds.map(({ testFromEpoch, testToEpoch }) => [testFromEpoch, testToEpoch]),
    })
  return told(a) === told(b)
}

function notFound(nameOrHash: string, models: readonly StoredModel[]): UserError {
  const nearest = nearestName(
    nameOrHash,
    models.map(({ card }) => card.name),
  )
  return new UserError('E_MODEL_NOT_FOUND', `there is no model ${nameOrHash}`, {
    hint:
      nearest === undefined
        ? 'the screen models has all of them; tickwise train makes one'
        : `did you mean ${nearest}?`,
  })
}
