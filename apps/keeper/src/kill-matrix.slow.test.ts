import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deployInferenceSetup } from '@tickwise/protocol/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundleKeeper } from './testing/child-process.ts'
import {
  expectedOutcome,
  killAt,
  killPoints,
  matrixTable,
  prepareKillWorld,
  type KillOutcome,
  type KillWorld,
} from './testing/kill-matrix.ts'

const stores = ['kept', 'lost'] as const
const all = killPoints.flatMap((point) => stores.map((store) => [point, store] as const))
const some = [
  ['commit:sent', 'lost'],
  ['reveal:signed', 'kept'],
] as const

let world: KillWorld
let folder: string
const outcomes: KillOutcome[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickwise-kill-'))
  const [setup, script] = await Promise.all([deployInferenceSetup(), bundleKeeper()])
  world = await prepareKillWorld(setup, script, folder)
})
afterAll(async () => {
  console.log(matrixTable(outcomes))
  await world.script.dispose()
  await world.setup.market.anvil.stop()
  await rm(folder, { recursive: true, force: true })
})

it.each(process.env['TICKWISE_KILL_MATRIX'] === 'full' ? all : some)(
  'killed at %s, store %s: everything happens once and nothing is stuck',
  async (point, store) => {
    const outcome = await killAt(world, point, store)
    outcomes.push(outcome)
    expect(outcome).toEqual({ point, store, ...expectedOutcome(point) })
  },
  // Processes start slowly on a busy machine, and a test that is given up spoils the next one's chain.
  600_000,
)
