import { afterAll, beforeAll, beforeEach } from 'vitest'
import { openTroubleWorld, type TroubleWorld } from './trouble.ts'

/** Seconds of an epoch at which there is something to do until it is committed to, and until it is revealed. */
export const commitSteps: readonly number[] = [61, 66, 71, 76]
export const revealSteps: readonly number[] = [140, 145, 150, 155]

/** Both. */
export const wholeEpoch: readonly number[] = [...commitSteps, ...revealSteps]

/** A chain for the tests of a file: one deployment, set back to the beginning of its epoch before each test. */
export function useTroubleWorld(): TroubleWorld {
  let opened: TroubleWorld | undefined
  beforeAll(async () => {
    opened = await openTroubleWorld()
  })
  beforeEach(() => opened?.restore())
  afterAll(() => opened?.stop())
  const world = (): TroubleWorld => {
    if (opened === undefined) throw new TypeError('no test runs yet')
    return opened
  }
  return {
    get setup() {
      return world().setup
    },
    restore: () => world().restore(),
    keeper: (options) => world().keeper(options),
    at: (second) => world().at(second),
    reorganise: (depth) => world().reorganise(depth),
    chain: () => world().chain(),
    stop: () => world().stop(),
  }
}
