import type { StoredModel } from '@tickwise/forecast'
import type { CommonOptions } from '@tickwise/terminal'

/** Options of every command on the model store. */
export interface StoreOptions extends CommonOptions {
  readonly models: string
}

/** How a model did against the bar, in a few words. */
export function standing(comparison: StoredModel['card']['comparison']): string {
  switch (comparison.kind) {
    case 'is-benchmark':
      return 'is the bar'
    case 'untested':
      return 'not tested'
    case 'tested':
      return `${comparison.meanDifference < 0 ? 'better' : 'worse'}, p = ${comparison.pValue.toPrecision(2)}`
  }
}
