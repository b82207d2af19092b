import { nearestName, UserError } from '@tickwise/amm'
import { listModels, type StepBy, type StoredModel } from '@tickwise/forecast'
import { userInfo } from 'node:os'

const inUse = ['active', 'shadow', 'candidate', 'retired'] as const

/**
 * A model of a store by its hash, the begin of it, or its name: of several with that name the one furthest in its
 * life, then the youngest.
 *
 * @throws UserError E_MODEL_NOT_FOUND, E_MODEL_AMBIGUOUS; what is wrong with a model that is not whole
 */
export async function findModel(root: string, nameOrHash: string): Promise<StoredModel> {
  const { models, broken } = await listModels(root)
  const isHash = nameOrHash.startsWith('0x')
  const damaged = broken.find(({ folder }) => isHash && folder.includes(nameOrHash))
  if (damaged !== undefined) throw damaged.error
  const found = models.filter(({ hash, card }) =>
    isHash ? hash.startsWith(nameOrHash.toLowerCase()) : card.name === nameOrHash,
  )
  if (isHash && found.length > 1)
    throw new UserError('E_MODEL_AMBIGUOUS', `${found.length} models begin with ${nameOrHash}`, {
      hint: 'give more digits',
    })
  const [first] = found.sort(
    (a, b) => inUse.indexOf(a.state) - inUse.indexOf(b.state) || (bornAt(a) < bornAt(b) ? 1 : -1),
  )
  if (first !== undefined) return first
  // A model that has a name cannot be told from others when its bytes have changed.
  if (broken[0] !== undefined) throw broken[0].error
  const names = models.map(({ card }) => card.name)
  const nearest = isHash ? undefined : nearestName(nameOrHash, names)
  throw new UserError('E_MODEL_NOT_FOUND', `there is no model ${nameOrHash} in ${root}`, {
    hint:
      nearest === undefined
        ? 'see tickwise models list, or make one with tickwise train'
        : `did you mean ${nearest}? tickwise models list has them all`,
  })
}

function bornAt({ history }: StoredModel): string {
  return history[0]?.when ?? ''
}

/** Who takes a step in a model's life, and when. */
export function stepBy(why: string): StepBy {
  return { who: userInfo().username, why, when: new Date().toISOString() }
}
