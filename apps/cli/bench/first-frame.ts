import { execFileSync, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const title = 'Terminal UI: from the command to the first frame'

interface BenchRow {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly note?: string
}

const program = fileURLToPath(new URL('../bin/tickwise.js', import.meta.url))
const repository = fileURLToPath(new URL('../../..', import.meta.url))

/** Titles of lists that are there: they have their number. */
const lists = [/Datasets \d/, /Runs \d/, /Models \d/, /Vaults \d/]

/** Starts, of which the median is told. */
const starts = 5

/** `tickwise` on a terminal of its own (util-linux `script`) until the first frame is drawn, and until home is. */
export async function benchFirstFrame(): Promise<readonly BenchRow[]> {
  if (!hasScript()) return []
  const all: Start[] = []
  for (let i = 0; i < starts; i++) all.push(await start())
  const of = (part: keyof Start): number => median(all.map((times) => times[part]))
  const note = `median of ${starts}`
  return [
    { name: 'the screen is taken', value: of('opened'), unit: 's', note },
    { name: 'first frame', value: of('frame'), unit: 's', note: `${note}; at most 1 s is wanted` },
    { name: 'home with all its lists', value: of('home'), unit: 's', note },
  ]
}

/** Seconds from the command until the terminal is taken, the first screen is drawn, and all of it is there. */
interface Start {
  readonly opened: number
  readonly frame: number
  readonly home: number
}

async function start(): Promise<Start> {
  const begin = performance.now()
  const command = `stty cols 80 rows 24; exec ${process.execPath} ${program}`
  const child = spawn('script', ['-qfec', command, '/dev/null'], {
    cwd: repository,
    env: { ...process.env, TERM: 'xterm-256color', NO_COLOR: '1' },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  let opened: number | undefined
  let frame: number | undefined
  let shown = ''
  for await (const piece of child.stdout.setEncoding('utf8') as AsyncIterable<string>) {
    shown += piece
    const seconds = (performance.now() - begin) / 1000
    if (opened === undefined && shown.includes('tickwise')) opened = seconds
    if (frame === undefined && shown.includes('Datasets')) frame = seconds
    if (lists.every((list) => list.test(shown))) {
      const home = seconds
      child.stdin.write('q')
      await new Promise((resolve) => child.once('exit', resolve))
      return { opened: opened ?? home, frame: frame ?? home, home }
    }
  }
  throw new Error('home was not drawn')
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number
}

function hasScript(): boolean {
  try {
    execFileSync('script', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
