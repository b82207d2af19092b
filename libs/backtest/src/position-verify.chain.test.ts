import { deriveStartState, encodeEvents } from '@tickwise/amm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyPositions, type VerifiableDataset } from './position-verify.ts'
import { startLocalPositions, type LocalPositions } from './testing/local-positions.ts'
import { verifiable } from './testing/verifiable.ts'

let chain: LocalPositions
let dataset: VerifiableDataset

/** Seeded: the same sequence of operations in every run. */
function* randomNumbers(seed: number): Generator<number, never> {
  let state = seed
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    yield state / 2 ** 32
  }
}

async function live(): Promise<void> {
  const numbers = randomNumbers(7)
  const pick = (count: number) => Math.floor(numbers.next().value * count)
  const unit = 10n ** 15n
  const ids = [1n, 2n, 3n, 4n, 5n, 6n]
  // Twins in one transaction and one range: the pool sees a single position of the manager.
  await chain.manage(chain.mint(-50, 50, unit), chain.mint(-50, 50, unit), chain.mint(0, 10, unit))
  await chain.manage(chain.mint(-500, -20, unit), chain.mint(30, 400, unit))
  await chain.manage(chain.mint(-50, 30, 3n * unit))
  for (let step = 0; step < 60; step++) {
    await chain.swap(pick(2) === 0, (unit * BigInt(1 + pick(3000))) / 100n)
    const id = ids[pick(ids.length)] ?? 1n
    const held = await chain.liquidityOf(id)
    const part = (held * BigInt(1 + pick(5))) / 10n
    const actions = [
      [chain.increase(id, unit / 3n)],
      [chain.decrease(id, part)],
      [chain.collect(id)],
      [chain.collect(id, 1000n), chain.increase(id, unit / 7n), chain.decrease(id, part)],
      [chain.decrease(1n, 1000n), chain.decrease(2n, 1000n), chain.collect(2n), chain.collect(1n)],
    ]
    await chain.manage(...(actions[pick(actions.length)] ?? []))
    if (step === 30) await chain.flash(12_345_678_901n)
  }
  for (const id of [1n, 2n, 3n, 4n]) {
    await chain.manage(chain.decrease(id, await chain.liquidityOf(id)), chain.collect(id))
  }
  await chain.manage(chain.decrease(5n, await chain.liquidityOf(5n)))
}

beforeAll(async () => {
  chain = await startLocalPositions()
  await live()
  dataset = verifiable(await chain.history(), { fee: 500, tickSpacing: 10 }, { kind: 'fresh' })
})

afterAll(async () => {
  await chain?.stop()
})

describe('against the real pool and position manager', () => {
  it('gives the fees of every closed NFT to the wei', () => {
    const positions = verifyPositions(dataset)
    expect(positions.map(({ tokenId, status }) => ({ tokenId, status }))).toEqual(
      [1n, 2n, 3n, 4n].map((tokenId) => ({ tokenId, status: 'exact' })),
    )
    for (const { collectedFee0, collectedFee1 } of positions) {
      expect(collectedFee0).toBeGreaterThan(0n)
      expect(collectedFee1).toBeGreaterThan(0n)
    }
  })

  it.each([
    [5n, 'not collected'],
    [6n, 'still open'],
  ])('says why NFT %d cannot be verified', (tokenId, reason) => {
    expect(() => verifyPositions(dataset, { tokenId })).toThrow(
      expect.objectContaining({ code: 'E_POSITION_NOT_CLOSED', facts: { tokenId, reason } }),
    )
  })

  it.each([
    ['too much', 1n, /^recomputed fees differ/],
    ['too little', -1n, /^recomputed fees exceed/],
  ])('notices one wei %s in the last collect', (_, wei, reason) => {
    const events = dataset.positionEvents ?? []
    const last = events.findLast(({ kind, tokenId }) => kind === 'collect' && tokenId === 3n)!
    const positionEvents = events.map((event) =>
      event === last ? { ...event, amount1: event.amount1 + wei } : event,
    )
    const [position] = verifyPositions({ ...dataset, positionEvents }, { tokenId: 3n })
    expect(position).toMatchObject({ status: 'off', difference0: 0n, difference1: -wei })
    expect(position?.reason).toMatch(reason)
  })

  it('does not judge a life that holds the first swap of data without a start price', async () => {
    const { events, positionEvents } = await chain.history()
    const spec = { fee: 500, tickSpacing: 10 }
    const late = { events: events.filter(({ kind }) => kind !== 'initialize'), positionEvents }
    const start = deriveStartState(encodeEvents(late.events), spec)
    for (const { status, estimatedSteps, reason } of verifyPositions(
      verifiable(late, spec, start),
    )) {
      expect(status).toBe('undetermined')
      if (estimatedSteps === 0) expect(reason).toMatch(/^the first swap of the data/)
    }
  })

  it('names an NFT that is not in the data, and data without NFTs', () => {
    expect(() => verifyPositions(dataset, { tokenId: 99n })).toThrow(
      expect.objectContaining({ code: 'E_POSITION_UNKNOWN' }),
    )
    const { columns, index } = dataset
    expect(() => verifyPositions({ columns, index })).toThrow(
      expect.objectContaining({ code: 'E_NO_POSITION_EVENTS' }),
    )
  })
})
