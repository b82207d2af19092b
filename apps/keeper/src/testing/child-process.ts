import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import type { TickOutcome } from '../keeper.ts'
import type { ChildOrders } from './keeper-child.ts'

const packageFolder = fileURLToPath(new URL('../../', import.meta.url))

/** A script that runs a test's keeper in a process of its own. */
export interface KeeperScript {
  readonly path: string
  /** Removes it. */
  dispose(): Promise<void>
}

/** Makes one file of the keeper and its libraries: nothing needs to be built before. */
export async function bundleKeeper(): Promise<KeeperScript> {
  // Beside the packages that are not bundled, so that Node finds them.
  const parent = join(packageFolder, 'node_modules')
  await mkdir(parent, { recursive: true })
  const outDir = await mkdtemp(join(parent, '.keeper-child-'))
  await build({
    root: packageFolder,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: fileURLToPath(new URL('keeper-child.ts', import.meta.url)),
      outDir,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'keeper-child.mjs' } },
    },
    ssr: { noExternal: [/^@tickwise\//], resolve: { conditions: ['@tickwise/source'] } },
  })
  await writeFile(join(outDir, 'package.json'), '{"type":"module"}')
  return {
    path: join(outDir, 'keeper-child.mjs'),
    dispose: () => rm(outDir, { recursive: true, force: true }),
  }
}

/** What a keeper in another process said to a tick; `undefined` when it died of it. */
export type ChildAnswer = (TickOutcome & { readonly problems: readonly string[] }) | undefined

/** A keeper in a process of its own. */
export interface KeeperChild {
  /** Lets it tick once. */
  tick(): Promise<ChildAnswer>
  readonly dead: () => boolean
  /** Ends it as a power cut would. */
  kill(): Promise<void>
}

/** Starts a keeper in a process of its own. */
export function spawnKeeper(script: KeeperScript, orders: ChildOrders): KeeperChild {
  const child = spawn(process.execPath, [script.path], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, TICKWISE_TEST_KEEPER: JSON.stringify(orders) },
  })
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let answer: ((line: string) => void) | undefined
  createInterface({ input: child.stdout }).on('line', (line) => answer?.(line))
  child.stdin.on('error', () => undefined)
  const isDead = () => child.exitCode !== null || child.signalCode !== null
  return {
    tick: async () => {
      if (isDead()) return undefined
      const said = new Promise<string>((resolve) => (answer = resolve))
      child.stdin.write('tick\n')
      const line = await Promise.race([said, gone])
      return line === undefined ? undefined : (JSON.parse(line) as ChildAnswer)
    },
    dead: isDead,
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
}
