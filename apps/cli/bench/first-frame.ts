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

/** Starts, of which the median is told. */
const starts = 5

/** `tickwise` on a terminal of its own (util-linux `script`) until the first frame is drawn, and until home is. */
export async function benchFirstFrame(): Promise<readonly BenchRow[]> {
  if (!hasScript()) return []
  const frames: number[] = []
  const homes: number[] = []
  for (let i = 0; i < starts; i++) {
    const { frame, home } = await start()
    frames.push(frame)
    homes.push(home)
  }
  const note = `median of ${starts}`
  return [
    {
      name: 'first frame',
      value: median(frames),
      unit: 's',
      note: `${note}; at most 1 s is wanted`,
    },
    { name: 'home with all its lists', value: median(homes), unit: 's', note },
  ]
}

async function start(): Promise<{ readonly frame: number; readonly home: number }> {
  const begin = performance.now()
  const command = `stty cols 80 rows 24; exec ${process.execPath} ${program}`
  const child = spawn('script', ['-qfec', command, '/dev/null'], {
    cwd: repository,
    env: { ...process.env, TERM: 'xterm-256color', NO_COLOR: '1' },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  let frame: number | undefined
  let shown = ''
  for await (const piece of child.stdout.setEncoding('utf8') as AsyncIterable<string>) {
    shown += piece
    const seconds = (performance.now() - begin) / 1000
    if (frame === undefined && shown.includes('tickwise')) frame = seconds
    if (['Datasets', 'Runs', 'Models', 'Vaults'].every((name) => shown.includes(`${name} `))) {
      const home = seconds
      child.stdin.write('q')
      await new Promise((resolve) => child.once('close', resolve))
      return { frame: frame ?? home, home }
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
