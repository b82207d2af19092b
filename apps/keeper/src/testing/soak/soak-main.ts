import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { readAccount } from '@tickwise/protocol'
import { accountFor } from './account-for.ts'
import { planOf, quiet } from './fault-plan.ts'
import { liveSoakEpoch, type EpochNote } from './live-soak-epoch.ts'
import { soakReport, soakText, type EpochMeasure } from './soak-report.ts'
import { openSoakWorld, type SoakWorld } from './soak-world.ts'

/** Epochs without a fault at the end, after which nothing may be left over. */
const quietAtEnd = 3
/** Share of a run in which journals are lost; after it the keeper and its objects live on to the end. */
const lossShare = 1 / 3
const integrityEvery = 25

const { values } = parseArgs({
  options: {
    epochs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
    script: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
})
const epochs = Number(values.epochs)
const seed = Number(values.seed)
const folder = await mkdtemp(join(tmpdir(), 'tickwise-soak-'))
const started = performance.now()
const notes: EpochNote[] = []
const measures: EpochMeasure[] = []

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** The epoch after which it ends; fewer than were asked for when it is told to end. */
let last = epochs
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    say(`${signal}: ${quietAtEnd} quiet epochs, then the accounts`)
    last = Math.min(epochs, notes.length + quietAtEnd + 1)
  })
}

async function live(world: SoakWorld): Promise<void> {
  for (let index = 0; index < last; index++) {
    const isEnd = index >= last - quietAtEnd
    const plan = isEnd ? quiet : planOf(seed, index, index < epochs * lossShare)
    const note = await liveSoakEpoch(world, plan, seed)
    notes.push(note)
    const measure = await world.main.measure(index % integrityEvery === 0 || isEnd)
    measures.push({ ...measure, epoch: note.epoch })
    if (values.verbose || (index + 1) % 50 === 0) progress(index, note)
  }
}

function progress(index: number, note: EpochNote): void {
  const seconds = (performance.now() - started) / 1_000
  const left = (seconds / (index + 1)) * (epochs - index - 1)
  const heap = ((measures.at(-1)?.heapBytes ?? 0) / 2 ** 20).toFixed(1)
  const rate = `${seconds.toFixed(0)} s, ${left.toFixed(0)} s left, heap ${heap} MiB`
  const detail = values.verbose
    ? `  ${note.looks} looks in ${note.milliseconds.toFixed(0)} ms  [${note.faults.join('; ')}]${note.died ? ' died' : ''}  ${note.last}  ${JSON.stringify(note.problems)}`
    : ''
  say(`${index + 1}/${epochs}  ${rate}${detail}`)
}

const world = await openSoakWorld({ script: values.script ?? '', folder, timeoutMs: 1_000 })
let failed = true
try {
  const { connection, domain, vault, keeper, market } = world.setup
  const account = await readAccount(connection, domain.registry, vault.address, keeper.address)
  const { address } = keeper
  const nonce = await market.anvil.client.getTransactionCount({ address })
  await live(world)
  await world.main.close()
  const before = { bond: account.bondFree, nonce }
  const accounts = await accountFor(world.setup, notes, world.journals(), before)
  const seconds = (performance.now() - started) / 1_000
  const report = soakReport({ seed, seconds, notes, measures, accounts })
  const text = soakText(report)
  process.stdout.write(text)
  if (values.out !== undefined) {
    await mkdir(dirname(values.out), { recursive: true })
    await writeFile(`${values.out}.md`, text)
    const all = { ...report, notes, measures, ends: [...accounts.outcomes] }
    await writeFile(`${values.out}.json`, `${JSON.stringify(all)}\n`)
  }
  failed = report.violations.length > 0
} finally {
  await world.stop()
  if (!failed) await rm(folder, { recursive: true, force: true })
  else say(`the journals are in ${folder}`)
}
process.exit(failed ? 3 : 0)
