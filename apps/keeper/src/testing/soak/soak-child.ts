import { readdirSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { privateKeyToAccount } from 'viem/accounts'
import { createAlerts, type Alerts } from '../../alerts/dispatcher.ts'
import { createAlertListener } from '../../alerts/watch-events.ts'
import { createKeeperRpc } from '../../chain/create-keeper-rpc.ts'
import { keeperSchema } from '../../config/schema.ts'
import { createKeeper } from '../../create-keeper.ts'
import { createGuards } from '../../guards/create-guards.ts'
import { createCircuitBreaker } from '../../guards/stops.ts'
import { openJournal, type Journal } from '../../journal/open-journal.ts'
import type { Keeper } from '../../keeper.ts'
import { createLogger } from '../../logging/logger.ts'
import { createRedactor } from '../../logging/redact.ts'
import { createMetricsListener } from '../../metrics/count-event.ts'
import { createMetrics } from '../../metrics/keeper-metrics.ts'
import { createBreakerListener } from '../../program/breaker-listener.ts'
import { createLogListener, fanOut } from '../../program/fan-out.ts'
import { collectFacts } from '../../program/process-facts.ts'
import { createSentinel } from '../../sentinel/create-sentinel.ts'
import { defaultKeeperSettings, strategyOf, type KeeperSettings } from '../../settings.ts'
import { settableClock } from '../chain-clock.ts'
import { testKeeperKey } from '../test-keeper.ts'
import { steadyStrategy } from '../test-strategy.ts'
import type { SoakAnswer, SoakCommand, SoakMeasure, SoakOrders } from './orders.ts'

/**
 * The keeper of a soak in a process of its own: everything of `tickwise-keeper run` but the schedule and the
 * clock, which are the run's.
 */
const orders = JSON.parse(process.env['TICKWISE_SOAK_KEEPER'] ?? '{}') as SoakOrders
const { place, urls, timeoutMs, dieAt } = orders
const account = privateKeyToAccount(testKeeperKey)
const clock = settableClock(orders.now)
const vault = place.vault.address
const config = keeperSchema.parse({
  rpcUrls: [...urls],
  chainId: place.domain.chainId,
  vaults: [{ vault, strategy: 'steady', model: place.modelHash }],
  limits: orders.limits,
  killSwitchFile: `${orders.journalPath}.STOP`,
  sentinel: orders.sentinel,
})
let logged = 0
const log = createLogger({
  level: 'info',
  pretty: false,
  colour: false,
  write: (line) => (logged += line.length),
  redactor: createRedactor(),
})
let told: string[] = []
let problems: string[] = []
const metrics = createMetrics(() => [], clock.now)

interface Open {
  readonly journal: Journal
  readonly keeper: Keeper
  readonly alerts: Alerts
}

function open(): Open {
  const facts = collectFacts(clock.now(), [vault])
  const rpc = createKeeperRpc({
    urls,
    chainId: place.domain.chainId,
    now: clock.now,
    listen: fanOut(log, [createLogListener(log), createMetricsListener(metrics, account.address)]),
    timeoutMs,
    maxClockSkewSeconds: config.limits.maxClockSkewSeconds,
  })
  const journal = openJournal(orders.journalPath)
  const alerts = createAlerts({
    channels: [{ name: 'webhook', send: ({ text }) => Promise.resolve(void told.push(text)) }],
    memory: journal,
    clock,
    cooldownSeconds: config.alerts.cooldownSeconds,
    timeoutSeconds: 10,
    from: 'soak',
    report: () => undefined,
  })
  const { maxConsecutiveFailures, breakSeconds, maxHeadAgeSeconds, maxClockSkewSeconds } =
    config.limits
  const breaker = createCircuitBreaker(maxConsecutiveFailures, breakSeconds, journal)
  const guards = createGuards(config, {
    journal,
    client: rpc.client,
    now: clock.now,
    head: facts.head,
    stopped: facts.stoppedAt,
    breaker,
  })
  const listen = fanOut(log, [
    createLogListener(log),
    createMetricsListener(metrics, vault),
    createAlertListener(alerts, vault, { minBalanceWei: 10n ** 16n, maxHeadAgeSeconds }),
    facts.listenerFor(vault),
    createBreakerListener(breaker, clock.now),
    (event) => {
      if (event.kind === 'problem') problems.push(event.code)
    },
  ])
  const settings: KeeperSettings = {
    ...defaultKeeperSettings,
    chainId: place.domain.chainId,
    registry: place.domain.registry,
    vault,
    modelId: place.modelId,
    modelName: 'soak',
    strategy: strategyOf(steadyStrategy, {
      epochSeconds: place.epochSeconds,
      every: orders.tradeEvery,
    }),
    confirmations: orders.confirmations,
    maxHeadAgeSeconds,
    maxClockSkewSeconds,
  }
  const keeper = createKeeper({
    settings,
    rpc,
    account,
    journal,
    clock,
    guards,
    listen,
    sentinel: createSentinel(config.sentinel),
    fault: (name) => {
      if (name === dieAt) process.kill(process.pid, 'SIGKILL')
    },
  })
  return { journal, keeper, alerts }
}

let current: Open | undefined = orders.idle === true ? undefined : open()

function close(): void {
  current?.keeper.stop()
  current?.journal.close()
  current = undefined
}

async function tick(now: number): Promise<SoakAnswer> {
  current ??= open()
  clock.set(now)
  problems = []
  told = []
  const { result, reason } = await current.keeper.tick()
  await current.alerts.drain()
  const { inFlight, commitment, state, epoch } = current.keeper.status()
  return {
    result,
    reason,
    problems,
    told,
    inFlight: inFlight.map(({ job, hashes }) => ({ job, hashes })),
    ...(commitment === undefined ? {} : { commitment }),
    ...(state === undefined ? {} : { state }),
    ...(epoch === undefined ? {} : { epoch }),
  }
}

function measure(integrity: boolean): SoakMeasure {
  globalThis.gc?.()
  const { heapUsed, rss, external } = process.memoryUsage()
  const { journalPath } = orders
  const sizes = ['', '-wal'].map((suffix) => {
    const found = statSync(journalPath + suffix, { throwIfNoEntry: false })
    return found?.size ?? 0
  })
  const checked = integrity
    ? current?.journal.database.get<{ readonly integrity_check: string }>('pragma integrity_check')
    : undefined
  return {
    heapBytes: heapUsed,
    rssBytes: rss,
    externalBytes: external,
    fds: readdirSync('/proc/self/fd').length,
    journalBytes: sizes[0] ?? 0,
    walBytes: sizes[1] ?? 0,
    loggedBytes: logged,
    ...(checked === undefined ? {} : { integrity: checked.integrity_check }),
  }
}

async function obey(command: SoakCommand): Promise<object> {
  switch (command.do) {
    case 'tick':
      return tick(command.now)
    case 'measure':
      return measure(command.integrity)
    case 'close':
      close()
      return {}
    case 'yield':
      current?.keeper.stop()
      return {}
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await obey(JSON.parse(line) as SoakCommand)
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
process.exit(0)
