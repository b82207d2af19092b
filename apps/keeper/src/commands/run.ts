import { UserError } from '@tickwise/amm'
import { counted, type CommandResult } from '@tickwise/terminal'
import { createTask } from 'node-cron'
import { serveHealth } from '../health/serve-health.ts'
import { createWatchdog } from '../health/watchdog.ts'
import { checkCron } from '../program/check-config.ts'
import { healthOf } from '../program/health-of.ts'
import { openRuntime, type Runtime } from '../program/open-runtime.ts'
import type { ConfigOptions, KeeperContext } from '../program/options.ts'
import { systemClock } from '../program/system-clock.ts'
import { tickAll } from '../program/tick-all.ts'
import { createWaker, periodOfCron } from '../program/waker.ts'
import { readConfig } from './read-config.ts'

/** `tickwise-keeper run` */
export async function run(context: KeeperContext, options: ConfigOptions): Promise<CommandResult> {
  const loaded = readConfig(options, context.redactor)
  try {
    checkCron(loaded.config.cron)
  } catch (cause) {
    throw new UserError('E_CRON', `cron ${loaded.config.cron} is no schedule`, {
      hint: 'such as "* * * * *" for every minute, "*/10 * * * * *" for every ten seconds',
      cause,
    })
  }
  const runtime = await openRuntime(context, options, loaded)
  const { log, config } = runtime
  try {
    for (const { keeper } of runtime.vaults) await keeper.recover()
    log.info(
      { keeper: runtime.account.address, mode: config.mode, vaults: config.vaults.length },
      'ready',
    )
    const looks = await keepLooking(runtime, context)
    log.info({ looks }, 'stopped')
    return { data: { stopped: true, looks }, text: `stopped after ${counted(looks, 'look')}` }
  } finally {
    await runtime.close()
  }
}

/** Looks at once and then on schedule, until the signal; the step in hand is finished. */
async function keepLooking(runtime: Runtime, { signal, redactor }: KeeperContext): Promise<number> {
  const { log, config, metrics } = runtime
  let looks = 0
  let current: Promise<void> = Promise.resolve()
  const periodSeconds = await periodOfCron(config.cron)
  const watchdog = watchOver(runtime, periodSeconds)
  const waker = createWaker({
    clock: systemClock,
    periodSeconds,
    tick: async () => {
      await tickAll(runtime, signal)
      looks += 1
      watchdog.ticked()
    },
    skipped: (reason, lateSeconds) => {
      metrics.skippedWakeUps.inc({ reason })
      log.warn({ reason, lateSeconds }, 'a wake-up was skipped')
    },
  })
  const wake = ({ date }: { readonly date: Date }): Promise<void> => {
    current = waker.wake(Math.floor(date.getTime() / 1_000))
    return current
  }
  const schedule = { timezone: 'Etc/UTC', noOverlap: true, suppressMissedWarning: true }
  const task = createTask(config.cron, wake, schedule)
  const server =
    config.server.port === 0
      ? undefined
      : await serveHealth(config.server, {
          metrics: metrics.registry,
          health: () => healthOf(runtime, systemClock.now(), periodSeconds),
          clean: redactor.clean,
        })
  if (server !== undefined) log.info({ host: server.host, port: server.port }, 'metrics and health')
  const toggle = (): void => toggleStop(runtime)
  process.on('SIGUSR1', toggle)
  try {
    void watchdog.run(signal)
    await wake({ date: new Date() })
    if (!signal.aborted) {
      await task.start()
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    }
  } finally {
    await task.destroy()
    await current
    process.off('SIGUSR1', toggle)
    await server?.close()
  }
  return looks
}

function watchOver({ log, alerts, metrics }: Runtime, periodSeconds: number) {
  return createWatchdog({
    clock: systemClock,
    periodSeconds,
    stalled: (seconds) => {
      metrics.stalled.set(1)
      log.error({ seconds }, 'no look at the chain has ended for two periods')
      const text = `no look at the chain has ended for ${seconds} s`
      alerts.raise({ key: 'watchdog', severity: 'alert', text })
    },
    recovered: () => {
      metrics.stalled.set(0)
      log.info('looks end again')
      alerts.resolve('watchdog', 'looks at the chain end again')
    },
  })
}

function toggleStop({ facts, log, alerts }: Runtime): void {
  facts.toggle(systemClock.now())
  if (facts.stoppedAt() === undefined) {
    log.warn('SIGUSR1: sending goes on')
    return alerts.resolve('stopped', 'sending goes on after SIGUSR1')
  }
  log.warn('SIGUSR1: nothing is sent until the next one')
  alerts.raise({ key: 'stopped', severity: 'warning', text: 'SIGUSR1 stopped all sending' })
}
