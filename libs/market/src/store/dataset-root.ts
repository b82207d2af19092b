import type { Hex } from '@tickwise/amm'
import type { EventsManifest } from '../manifest.ts'
import { identityLeaf, merkleRoot } from './merkle-root.ts'
import type { Leaf } from './merkle-root.ts'

type RootedParts = Pick<
  EventsManifest,
  'pool' | 'simulated' | 'seed' | 'files' | 'startState' | 'chainStates' | 'positionEvents'
>

const fileLeaf = ({ path, keccak }: { readonly path: string; readonly keccak: Hex }): Leaf => ({
  name: path.replace(/\.[a-z]+$/, ''),
  keccak,
})

/**
 * Root of an events dataset: identity of the pool and the label `simulated`, days of events in order,
 * start state, chain states, position events. What is only description (symbols, source) is not in it.
 */
export const datasetRoot = (parts: RootedParts): Hex =>
  merkleRoot([
    identityLeaf('events', parts.pool, {
      simulated: parts.simulated,
      ...(parts.seed === undefined ? {} : { seed: parts.seed }),
    }),
    ...parts.files.map(fileLeaf),
    fileLeaf(parts.startState),
    ...(parts.chainStates === undefined ? [] : [fileLeaf(parts.chainStates)]),
    ...(parts.positionEvents === undefined ? [] : [fileLeaf(parts.positionEvents)]),
  ])
