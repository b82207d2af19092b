import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { SoakAnswer, SoakCommand, SoakMeasure, SoakOrders } from './orders.ts'

/** A keeper of a soak in a process of its own. */
export interface SoakProcess {
  readonly pid: number
  /** One look; `undefined` when the process died of it. */
  tick(now: number): Promise<SoakAnswer | undefined>
  measure(integrity: boolean): Promise<SoakMeasure>
  /** Closes the journal; the next look opens it anew. */
  close(): Promise<void>
  /** Gives the lease back. */
  yieldLease(): Promise<void>
  /** Ends it as a power cut would. */
  kill(): Promise<void>
}

/** Starts one. */
export function startSoakProcess(script: string, orders: SoakOrders): SoakProcess {
  const child = spawn(process.execPath, ['--expose-gc', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, TICKWISE_SOAK_KEEPER: JSON.stringify(orders) },
  })
  let dead = false
  const gone = new Promise<undefined>((resolve) =>
    child.once('close', () => {
      dead = true
      resolve(undefined)
    }),
  )
  let answer: ((line: string) => void) | undefined
  createInterface({ input: child.stdout }).on('line', (line) => answer?.(line))
  child.stdin.on('error', () => undefined)
  const ask = async <T>(command: SoakCommand): Promise<T | undefined> => {
    if (dead) return undefined
    const said = new Promise<string>((resolve) => (answer = resolve))
    child.stdin.write(`${JSON.stringify(command)}\n`)
    const line = await Promise.race([said, gone])
    return line === undefined ? undefined : (JSON.parse(line) as T)
  }
  const need = async <T>(command: SoakCommand): Promise<T> => {
    const found = await ask<T>(command)
    if (found === undefined) throw new Error('the keeper of the soak has ended')
    return found
  }
  return {
    pid: child.pid ?? 0,
    tick: (now) => ask<SoakAnswer>({ do: 'tick', now }),
    measure: (integrity) => need<SoakMeasure>({ do: 'measure', integrity }),
    close: async () => void (await need({ do: 'close' })),
    yieldLease: async () => void (await need({ do: 'yield' })),
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
}
