import { seededRandom } from '@tickwise/amm'
import type { ProxyRules } from '../faulty-proxy.ts'
import { isHead, troubles, type Trouble } from '../troubles.ts'
import { within, type EpochPlan } from './fault-plan.ts'
import type { SoakAnswer } from './orders.ts'
import type { SoakProcess } from './soak-process.ts'
import type { SoakWorld } from './soak-world.ts'

/** What became of an epoch, as far as the run saw it. */
export interface EpochNote {
  readonly epoch: number
  readonly faults: readonly string[]
  readonly looks: number
  /** Codes of problems, and how often. */
  readonly problems: Readonly<Record<string, number>>
  /** Alerts that a person got. */
  readonly told: readonly string[]
  /** Whether the process died where it was to. */
  readonly died: boolean
  /** What the last look said. */
  readonly last: string
  readonly milliseconds: number
}

/** Seconds from one block to the next, and from one look to the next when it takes long. */
const step = { soon: 12, late: 60 } as const
const mostSoon = 18
const lastSecond = 3_300
const settled: ReadonlySet<string> = new Set(['executed', 'scored', 'skipped', 'expired', 'failed'])

/** Lives through one epoch of the chain with its faults, and trades to its end. */
export async function liveSoakEpoch(
  world: SoakWorld,
  plan: EpochPlan,
  seed: number,
): Promise<EpochNote> {
  const life = new EpochLife(world, plan, seed)
  return life.live()
}

class EpochLife {
  readonly #world: SoakWorld
  readonly #plan: EpochPlan
  readonly #begin: number
  readonly #epoch: number
  readonly #draw: (most: number) => number
  readonly #trades: { readonly second: number; readonly ticks: number }[]
  /** Whether somebody looks at each block: what happens between two looks would go unseen. */
  readonly #isClose: boolean
  readonly #reorgs: { readonly at: number; readonly depth: number }[]
  readonly #problems: Record<string, number> = {}
  readonly #told: string[] = []
  #actor: SoakProcess
  #looks = 0
  #drops = 0
  #died = false
  #last = ''
  #rulesOf = ''

  constructor(world: SoakWorld, plan: EpochPlan, seed: number) {
    const { epochSeconds, cells } = world.setup
    this.#world = world
    this.#plan = plan
    this.#epoch = Math.floor(world.chain.head().timestamp / epochSeconds)
    this.#begin = this.#epoch * epochSeconds
    const next = seededRandom(Math.imul(seed + 7, 0x27d4eb2f) ^ this.#epoch)
    this.#draw = (most) => Math.floor(next() * most)
    const calm = [3, 6, 10, 18][this.#draw(4)] ?? 6
    const cell = epochSeconds / cells
    this.#trades = Array.from({ length: cells }, (_, i) => ({
      second: (i + 1) * cell,
      ticks: calm - this.#draw(2 * calm + 1) || 1,
    }))
    if (plan.shockTicks !== undefined) {
      this.#trades.unshift({ second: 118, ticks: plan.shockTicks })
      this.#trades.splice(-2, 0, { second: 2_650, ticks: -plan.shockTicks })
    }
    this.#reorgs = [...plan.reorgs].sort((a, b) => a.at - b.at)
    this.#actor = world.main
    this.#isClose = plan.reorgs.length > 0 || plan.drops > 0 || plan.kill !== undefined
  }

  async live(): Promise<EpochNote> {
    const started = performance.now()
    const { chain, main } = this.#world
    for (const second of [12, 24, 36, 48]) await chain.mineAt(this.#begin + second, 0n)
    const { kill } = this.#plan
    if (kill !== undefined) {
      await main.yieldLease()
      this.#actor = this.#world.startOther(kill.point)
    }
    await this.#act()
    await this.#recover()
    await this.#passTo(this.#world.setup.epochSeconds)
    return {
      epoch: this.#epoch,
      faults: this.#plan.faults,
      looks: this.#looks,
      problems: this.#problems,
      told: this.#told,
      died: this.#died,
      last: this.#last,
      milliseconds: performance.now() - started,
    }
  }

  /** Looks until nothing is left to do. */
  async #act(): Promise<void> {
    const { asleep } = this.#plan
    const { chain } = this.#world
    let second = 61 + this.#draw(8)
    while (second < lastSecond) {
      if (within(asleep, second)) {
        second = (asleep?.to ?? 0) + this.#draw(10)
        continue
      }
      await this.#passTo(second)
      await this.#suffer(second)
      const answer = await this.#look(second)
      if (this.#isDone(answer, second)) return
      const opens = (answer.commitment?.validAfter ?? 0) - this.#begin
      const quick = this.#looks < mostSoon
      const gap = quick ? (this.#isClose ? step.soon : 2 * step.soon) : step.late
      // Blocks come between looks too.
      if (gap > step.soon) {
        await chain.mineAt(this.#begin + second + step.soon, this.#baseFeeAt(second))
      }
      second += gap + this.#draw(4)
      if (quick && answer.inFlight.length === 0 && opens > second) second = opens + this.#draw(4)
    }
  }

  #isDone(answer: SoakAnswer, second: number): boolean {
    const { state, epoch, inFlight, commitment, result } = answer
    const lastReorg = this.#plan.reorgs.at(-1)?.at ?? 0
    return (
      result !== 'stopped' &&
      epoch === this.#epoch &&
      state !== undefined &&
      settled.has(state) &&
      inFlight.length === 0 &&
      commitment === undefined &&
      second > lastReorg + 2 * step.soon
    )
  }

  async #look(second: number): Promise<SoakAnswer> {
    const { chain } = this.#world
    const skew = within(this.#plan.skew, second) ? (this.#plan.skew?.seconds ?? 0) : 0
    // Not the head's: the blocks that a reorganisation puts in bear the time of the one before them.
    const now = Math.max(this.#begin + second, chain.head().timestamp) + skew
    let answer = await this.#actor.tick(now)
    if (answer === undefined) answer = await this.#startAgain(now)
    this.#looks += 1
    this.#last = `${answer.result}: ${answer.reason}`
    for (const code of answer.problems) this.#problems[code] = (this.#problems[code] ?? 0) + 1
    this.#told.push(...answer.told)
    const hashes = answer.inFlight.flatMap((job) => job.hashes)
    if (this.#drops < this.#plan.drops && hashes.length > 0) {
      this.#drops += 1
      await chain.drop(hashes)
    }
    return answer
  }

  /** What died is started again; its disk may be gone. */
  async #startAgain(now: number): Promise<SoakAnswer> {
    const { main } = this.#world
    if (this.#actor === main) throw new Error('the keeper of the soak has ended by itself')
    this.#died = true
    if (this.#plan.kill?.store === 'lost') {
      await main.close()
      await this.#world.loseJournal()
    }
    this.#actor = this.#world.startOther()
    const answer = await this.#actor.tick(now)
    if (answer === undefined) throw new Error('the keeper of the soak died twice')
    return answer
  }

  /** Blocks and trades up to a second of the epoch; the last block is there. */
  async #passTo(second: number): Promise<void> {
    const { chain } = this.#world
    for (;;) {
      const next = this.#trades[0]
      if (next === undefined || next.second > second) break
      this.#trades.shift()
      await chain.tradeAt(this.#begin + next.second, next.ticks)
      if (next.second === second) return
    }
    await chain.mineAt(this.#begin + second, this.#baseFeeAt(second))
  }

  #baseFeeAt(second: number): bigint {
    const { baseFee } = this.#plan
    return within(baseFee, second) ? BigInt(baseFee?.gwei ?? 0) * 10n ** 9n : 0n
  }

  async #suffer(second: number): Promise<void> {
    const { chain, setup } = this.#world
    const next = this.#reorgs[0]
    if (next !== undefined && second >= next.at) {
      this.#reorgs.shift()
      await chain.reorganise(next.depth)
    }
    this.#setRules(second)
    const { poor } = this.#plan
    if (poor === undefined) return
    const { address } = setup.keeper
    await chain.setBalance(address, within(poor, second) ? 10n ** 15n : 100n * 10n ** 18n)
  }

  #setRules(second: number): void {
    const active = this.#plan.endpoints.filter((span) => within(span, second))
    const key = active.map(({ endpoint, trouble }) => `${endpoint} ${trouble}`).join()
    if (key === this.#rulesOf) return
    this.#rulesOf = key
    for (const [i, proxy] of this.#world.endpoints.entries()) {
      const found = active.find(({ endpoint }) => endpoint === i)
      proxy.setRules(found === undefined ? {} : this.#badRules(found.trouble, i))
    }
  }

  #badRules(trouble: Trouble, endpoint: number): ProxyRules {
    if (trouble === 'is on another fork') return troubles[trouble](`e${endpoint}`)
    if (trouble !== 'lags by three blocks') return troubles[trouble]()
    const { chain } = this.#world
    return {
      instead: (call) =>
        isHead(call)
          ? { ...call, params: [`0x${(chain.head().number - 3).toString(16)}`, false] }
          : call,
    }
  }

  /** Faults end with the epoch. */
  async #recover(): Promise<void> {
    const { endpoints, chain, setup, main } = this.#world
    for (const endpoint of endpoints) endpoint.setRules({})
    if (this.#plan.poor !== undefined)
      await chain.setBalance(setup.keeper.address, 100n * 10n ** 18n)
    if (this.#actor !== main) await this.#actor.kill()
  }
}
