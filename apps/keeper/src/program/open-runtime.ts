import { askPassword, canAsk, colourWanted } from '@tickwise/terminal'
import type { ChainConnection } from '@tickwise/protocol'
import type { LocalAccount } from 'viem'
import { createAlerts, type Alerts } from '../alerts/dispatcher.ts'
import { openChannels } from '../alerts/open-channels.ts'
import { createAlertListener } from '../alerts/watch-events.ts'
import { createKeeperRpc } from '../chain/create-keeper-rpc.ts'
import type { KeeperRpc } from '../chain/keeper-rpc.ts'
import { weiOfNative } from '../config/amounts.ts'
import type { LoadedConfig } from '../config/load.ts'
import type { KeeperConfig } from '../config/schema.ts'
import { createKeeper } from '../create-keeper.ts'
import { createGuards } from '../guards/create-guards.ts'
import { createCircuitBreaker, type CircuitBreaker } from '../guards/stops.ts'
import { openJournal, type Journal } from '../journal/open-journal.ts'
import type { Keeper } from '../keeper.ts'
import { openAccount } from '../keys/open-account.ts'
import { createLogger, type Logger } from '../logging/logger.ts'
import { createMetricsListener } from '../metrics/count-event.ts'
import { createMetrics, type KeeperMetrics } from '../metrics/keeper-metrics.ts'
import type { Listener } from '../ports.ts'
import { createSentinel } from '../sentinel/create-sentinel.ts'
import type { KeeperSettings } from '../settings.ts'
import { createBreakerListener } from './breaker-listener.ts'
import { createLogListener, fanOut } from './fan-out.ts'
import type { ConfigOptions, KeeperContext } from './options.ts'
import { collectFacts, type ProcessFacts } from './process-facts.ts'
import { settingsOf } from './settings-of.ts'
import { systemClock } from './system-clock.ts'
import { whileOpening } from './while-opening.ts'

/** One vault and who keeps it. */
export interface KeptVault {
  readonly settings: KeeperSettings
  readonly keeper: Keeper
  readonly listen: Listener
}

/** Everything of a process that keeps vaults. */
export interface Runtime {
  readonly config: KeeperConfig
  readonly log: Logger
  readonly account: LocalAccount
  readonly rpc: KeeperRpc
  readonly journal: Journal
  readonly metrics: KeeperMetrics
  readonly alerts: Alerts
  readonly facts: ProcessFacts
  readonly breaker: CircuitBreaker
  readonly vaults: readonly KeptVault[]
  /** Gives leases back, tells what is still to be told, closes the journal. */
  close(): Promise<void>
}

/** What a command may ask for beside the configuration. */
export interface RuntimeOptions {
  /** The journal to use instead of the configured one. */
  readonly journal?: Journal
  /** Whether people are told; default: they are. */
  readonly alerts?: boolean
  /** Hears everything too. */
  readonly listen?: Listener
}

/** Seconds that alerts get to leave the process. */
const drainSeconds = 20

/**
 * Opens key, endpoints, journal and vaults, and puts guards, log, metrics and alerts around them.
 *
 * @throws UserError for whatever the configuration has wrong; RetryableError when the chain does not answer
 */
export async function openRuntime(
  context: KeeperContext,
  options: ConfigOptions,
  { config }: LoadedConfig,
  { journal: given, listen: extra = () => undefined, alerts: telling = true }: RuntimeOptions = {},
): Promise<Runtime> {
  const log = openLog(context, options)
  const account = await openAccount(config.signer, context.redactor, (question) =>
    askPassword(context.signal, question),
  )
  const channels = telling ? await openChannels(config.alerts, context.redactor) : []
  const { rpcUrls: urls, chainId, limits, alerts: alertConfig } = config
  const { now } = systemClock
  const vaults: KeptVault[] = []
  const facts = collectFacts(
    now(),
    config.vaults.map(({ vault }) => vault),
  )
  const metrics = createMetrics(() => vaults.map(metricFacts), now)
  const rpcListeners = [createLogListener(log), createMetricsListener(metrics, account.address)]
  const { maxClockSkewSeconds } = limits
  const opening = whileOpening(context.signal)
  const rpc = createKeeperRpc({
    io: opening.io,
    urls,
    chainId,
    now,
    listen: fanOut(log, rpcListeners),
    maxClockSkewSeconds,
  })
  const connection = connectionOf(rpc)
  const settings = await opening.open(
    Promise.all(config.vaults.map((entry) => settingsOf(connection, config, entry))),
  )
  const journal = given ?? openJournal(config.journal, { onDamage: 'move-aside', now: now() })
  if (journal.movedAside !== undefined) {
    log.error({ file: journal.movedAside }, 'the journal was damaged and is begun anew')
  }
  const alerts = createAlerts({
    channels,
    memory: journal,
    clock: systemClock,
    cooldownSeconds: alertConfig.cooldownSeconds,
    timeoutSeconds: alertConfig.timeoutSeconds,
    from: `tickwise-keeper ${account.address} on chain ${chainId}`,
    report: (delivery) => {
      const { channel, result } = delivery
      metrics.alerts.inc({ channel, result })
      if (result !== 'sent') log.error(delivery, 'an alert was not delivered')
    },
  })
  const breaker = createCircuitBreaker(limits.maxConsecutiveFailures, limits.breakSeconds, journal)
  const guards = createGuards(config, {
    journal,
    client: rpc.client,
    now,
    head: facts.head,
    stopped: facts.stoppedAt,
    breaker,
  })
  const alertLimits = {
    minBalanceWei: weiOfNative(limits.minBalanceNative),
    maxHeadAgeSeconds: limits.maxHeadAgeSeconds,
  }
  for (const setting of settings) {
    const { vault } = setting
    const listen = fanOut(log, [
      createLogListener(log),
      createMetricsListener(metrics, vault),
      createAlertListener(alerts, vault, alertLimits),
      facts.listenerFor(vault),
      createBreakerListener(breaker, now),
      extra,
    ])
    const sentinel = config.sentinel.enabled ? { sentinel: createSentinel(config.sentinel) } : {}
    const deps = { settings: setting, rpc, account, journal, clock: systemClock, guards, listen }
    vaults.push({ settings: setting, keeper: createKeeper({ ...deps, ...sentinel }), listen })
  }
  const close = async (): Promise<void> => {
    for (const { keeper } of vaults) keeper.stop()
    const over = new AbortController()
    await Promise.race([alerts.drain(), systemClock.sleep(drainSeconds, over.signal)])
    // A timer that is left would keep the process.
    over.abort()
    if (given === undefined) journal.close()
  }
  return { config, log, account, rpc, journal, metrics, alerts, facts, breaker, vaults, close }
}

/** The pool of endpoints as the clients of @tickwise/protocol take it. */
export function connectionOf({ client, chainId }: KeeperRpc): ChainConnection {
  return { client: client as ChainConnection['client'], rpcUrl: '', chainId }
}

function openLog({ redactor }: KeeperContext, { json, quiet, logLevel }: ConfigOptions): Logger {
  return createLogger({
    level: quiet ? 'silent' : (logLevel ?? 'info'),
    pretty: Boolean(process.stderr.isTTY) && json !== true && canAsk(),
    colour: colourWanted(process.stderr, process.env),
    write: (line) => process.stderr.write(line),
    redactor,
  })
}

function metricFacts({ settings, keeper }: KeptVault) {
  const { leader, inFlight, commitment } = keeper.status()
  return {
    vault: settings.vault,
    leader,
    inFlight: inFlight.length,
    revealDeadline: commitment?.deadline,
  }
}
