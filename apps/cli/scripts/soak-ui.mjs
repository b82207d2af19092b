// `npm run soak:ui -w apps/cli [-- seconds]`: a long sweep with the UI open on a pseudo terminal and the same
// sweep without it, by turns, so that whatever else the machine does is shared by both. Prints the UI's heap after
// garbage collection, what it wrote, and how much slower the sweep was. Needs a build and script(1).
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const seconds = Number(process.argv[2] ?? 600)
const sliceSeconds = Math.min(10, seconds / 8)
const root = fileURLToPath(new URL('../../../', import.meta.url))
const tickwise = join(root, 'apps/cli/bin/tickwise.js')
const probe = fileURLToPath(new URL('heap-probe.mjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'tickwise-soak-'))
const probeFile = join(folder, 'heap')
const grid = 'halfWidthTicks=400..40000:1'
const size = { columns: 120, rows: 40 }
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Waits until something is there. */
async function until(what, look, patienceMs = 120_000) {
  const end = Date.now() + patienceMs
  for (;;) {
    const found = look()
    if (found !== undefined && found !== false) return found
    if (Date.now() > end) throw new Error(`it did not come to ${what}`)
    await sleep(50)
  }
}

const environment = (runs) => ({
  ...process.env,
  TICKWISE_RUNS: join(folder, runs),
  TICKWISE_HEAP_PROBE: probeFile,
  FORCE_COLOR: undefined,
  NO_COLOR: undefined,
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
})

/** The UI as a user has it, on a terminal of its own, with the sweep started by its keys. */
async function openUi() {
  const command = `stty cols ${size.columns} rows ${size.rows}; exec "${process.execPath}" --expose-gc --import "${probe}" "${tickwise}" ui strategy recentre data/sample`
  const terminal = spawn('script', ['-qefc', command, '/dev/null'], {
    cwd: root,
    env: environment('with'),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const seen = { bytes: 0, erases: 0, tail: '', isCounting: false }
  terminal.stdout.setEncoding('latin1').on('data', (text) => {
    seen.tail = (seen.tail + text).slice(-20_000)
    if (!seen.isCounting) return
    seen.bytes += text.length
    seen.erases += text.split(/\u001b\[[23]J/).length - 1
  })
  const press = async (keys) => {
    terminal.stdin.write(keys)
    await sleep(300)
  }
  await until('the editor', () => seen.tail.includes('halfWidthTicks'))
  const selected = () =>
    /\u25b8.halfWidthTicks/.test(Buffer.from(seen.tail.slice(-4000), 'latin1').toString())
  for (let i = 0; i < 20 && !selected(); i++) await press('j')
  await press('\r')
  await press(grid.split('=')[1])
  await press('\r')
  await press('s')
  const pid = Number(/pid (\d+)/.exec(readFileSync(probeFile, 'utf8'))?.[1])
  const sweep = await until('a sweep', () => childOf(pid))
  return { terminal, seen, press, pid, sweep }
}

/** The process that another one has started. */
function childOf(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  return children === '' ? undefined : Number(children.split(' ')[0])
}

/** The same sweep with nobody looking. */
function startPlain() {
  const args = ['sweep', '--dataset', 'data/sample', '--strategy', 'recentre', '--grid', grid]
  return spawn(process.execPath, [tickwise, ...args, '--jsonl'], {
    cwd: root,
    env: environment('without'),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/** Runs of a sweep that are on record. */
const recorded = (runs) => {
  try {
    return readdirSync(join(folder, runs)).length
  } catch {
    return 0
  }
}

/** Processor seconds of a process. */
function processorSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

async function heapOf(pid) {
  const before = readFileSync(probeFile, 'utf8').split('\n').length
  process.kill(pid, 'SIGUSR2')
  await until('a heap', () => readFileSync(probeFile, 'utf8').split('\n').length > before)
  const line = readFileSync(probeFile, 'utf8').trim().split('\n').at(-1)
  return Number(/heap (\d+)/.exec(line)?.[1]) / 1e6
}

/** Lets one of two sweeps work for a while, and counts what it does. */
async function slice(own, other, runs) {
  process.kill(other, 'SIGSTOP')
  process.kill(own, 'SIGCONT')
  const [start, before] = [performance.now(), recorded(runs)]
  const used = processorSeconds(own)
  await sleep(sliceSeconds * 1000)
  process.kill(own, 'SIGSTOP')
  const took = (performance.now() - start) / 1000
  return { took, runs: recorded(runs) - before, used: processorSeconds(own) - used }
}

const total = { with: { took: 0, runs: 0, used: 0 }, without: { took: 0, runs: 0, used: 0 } }
const add = (to, part) => Object.keys(part).forEach((name) => (to[name] += part[name]))
let ui
let plain
try {
  ui = await openUi()
  plain = startPlain()
  await until('runs', () => recorded('with') > 5 && recorded('without') > 5)
  const [start, uiStart] = [performance.now(), processorSeconds(ui.pid)]
  const heaps = [await heapOf(ui.pid)]
  ui.seen.isCounting = true
  const slices = Math.max(4, Math.round(seconds / sliceSeconds / 4) * 4)
  for (let i = 0; i < slices; i++) {
    // With, without, without, with: a drift of the machine is no advantage to either.
    if ([0, 3].includes(i % 4)) add(total.with, await slice(ui.sweep, plain.pid, 'with'))
    else add(total.without, await slice(plain.pid, ui.sweep, 'without'))
    if ((i + 1) % (slices / 4) === 0) heaps.push(await heapOf(ui.pid))
  }
  const uiUsed = processorSeconds(ui.pid) - uiStart
  const perSecond = (of) => of.runs / of.took
  const perProcessorSecond = (of) => of.runs / of.used
  const slower = (rate) => `${((1 - rate(total.with) / rate(total.without)) * 100).toFixed(1)} %`
  console.log(
    JSON.stringify(
      {
        seconds: Math.round((performance.now() - start) / 1000),
        withUi: { ...total.with, runsPerSecond: perSecond(total.with) },
        withoutUi: { ...total.without, runsPerSecond: perSecond(total.without) },
        slowerByTheClock: slower(perSecond),
        slowerByProcessorTime: slower(perProcessorSecond),
        uiShareOfProcessorTime: `${((uiUsed / (uiUsed + total.with.used)) * 100).toFixed(2)} %`,
        heapMegabytes: heaps.map((value) => Number(value.toFixed(2))),
        fullErases: ui.seen.erases,
        bytesPerSecond: Math.round(ui.seen.bytes / total.with.took),
      },
      null,
      2,
    ),
  )
} finally {
  for (const pid of [ui?.sweep, plain?.pid]) if (pid) process.kill(pid, 'SIGCONT')
  plain?.kill('SIGINT')
  // Twice: the first waits for the runs at work.
  await ui?.press('q')
  await ui?.press('q')
  await sleep(3000)
  plain?.kill('SIGKILL')
  ui?.terminal.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)
