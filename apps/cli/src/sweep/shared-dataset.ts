import { indexFromParts, indexParts, type FeeGrowthIndexParts } from '@tickwise/amm'
import type { Dataset } from '@tickwise/market'
import { shared } from '@tickwise/runs/sweep'

/** A dataset as worker threads get it: its typed arrays in shared memory, of which no worker has a copy. */
export interface SharedDataset extends Omit<Dataset, 'index' | 'chainStates' | 'positionEvents'> {
  /** Absent where no run needs it. */
  readonly indexParts?: FeeGrowthIndexParts
}

/** Puts a dataset into shared memory, with its fee-growth index if runs will ask for it. */
export function shareDataset(dataset: Dataset, withIndex: boolean): SharedDataset {
  const { directory, manifest, root, spec, simulated, columns, startState } = dataset
  return shared({
    directory,
    manifest,
    root,
    spec,
    simulated,
    columns,
    startState,
    ...(withIndex ? { indexParts: indexParts(dataset.index()) } : {}),
  })
}

/** The dataset again, in a worker; it knows no chain states and no position events. */
export function datasetOf({ indexParts: parts, ...rest }: SharedDataset): Dataset {
  return {
    ...rest,
    chainStates: [],
    index: () => {
      if (parts === undefined) throw new Error('this sweep did not share its index')
      return indexFromParts(parts)
    },
  }
}
