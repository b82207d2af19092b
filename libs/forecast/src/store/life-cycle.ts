import { UserError } from '@tickwise/amm'

/**
 * A model is stored as `candidate`, decides without acting as `shadow`, is used as `active`, and ends as
 * `retired`, from which there is no way back: the same weights were found wanting.
 */
export const modelStates = ['candidate', 'shadow', 'active', 'retired'] as const

/** One of {@link modelStates}. */
export type ModelState = (typeof modelStates)[number]

const next: Readonly<Record<ModelState, readonly ModelState[]>> = {
  candidate: ['shadow', 'retired'],
  shadow: ['active', 'retired'],
  active: ['retired'],
  retired: [],
}

/**
 * Refuses a step that the life-cycle does not have.
 *
 * @throws UserError E_MODEL_STATE
 *
 * @example
 * assertTransition('candidate', 'active') // throws: a model is in shadow first
 */
export function assertTransition(from: ModelState, to: ModelState): void {
  if (next[from].includes(to)) return
  const ways = next[from].length === 0 ? 'nothing' : next[from].join(' or ')
  throw new UserError('E_MODEL_STATE', `a model that is ${from} cannot become ${to}`, {
    hint: `it can become ${ways}`,
    facts: { from, to },
  })
}

/**
 * The state that a model is promoted to.
 *
 * @throws UserError E_MODEL_STATE when it is active or retired
 *
 * @example
 * promotedState('shadow') // 'active'
 */
export function promotedState(from: ModelState): ModelState {
  switch (from) {
    case 'candidate':
      return 'shadow'
    case 'shadow':
      return 'active'
    case 'active':
    case 'retired':
      throw new UserError('E_MODEL_STATE', `a model that is ${from} cannot be promoted`, {
        hint:
          from === 'active'
            ? 'it is in use already'
            : 'train again: a retired model does not come back',
        facts: { from },
      })
  }
}
