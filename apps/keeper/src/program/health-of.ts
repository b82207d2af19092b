import { weiOfNative } from '../config/amounts.ts'
import { timeText } from '../guards/answer.ts'
import { assessHealth, type Health } from '../health/assess-health.ts'
import type { Runtime } from './open-runtime.ts'
import { existsSync } from 'node:fs'

/** The health of a process, from what it knows now. */
export function healthOf(
  { config, facts, vaults, breaker }: Runtime,
  now: number,
  periodSeconds: number,
): Health {
  const statuses = vaults.map(({ keeper }) => keeper.status())
  const inFlight = statuses.flatMap((status) => status.inFlight.map(({ since }) => since))
  const waited = facts.lastSuccessAt() !== undefined
  return assessHealth({
    now,
    startedAt: facts.startedAt,
    periodSeconds,
    headAt: facts.head()?.timestamp,
    lastSuccessAt: facts.lastSuccessAt(),
    oldestInFlightAt: inFlight.length === 0 ? undefined : Math.min(...inFlight),
    balanceWei: facts.balanceWei(),
    minBalanceWei: weiOfNative(config.limits.minBalanceNative),
    maxHeadAgeSeconds: config.limits.maxHeadAgeSeconds,
    standby: waited ? statuses.filter(({ leader }) => !leader).map(({ vault }) => vault) : [],
    stops: stopsOf(config.killSwitchFile, facts.stoppedAt(), breaker.openUntil(now)),
  })
}

function stopsOf(
  killSwitchFile: string,
  stoppedAt: number | undefined,
  openUntil: number | undefined,
): readonly string[] {
  return [
    ...(existsSync(killSwitchFile) ? [`the file ${killSwitchFile} exists`] : []),
    ...(stoppedAt === undefined ? [] : [`stopped by SIGUSR1 at ${timeText(stoppedAt)}`]),
    ...(openUntil === undefined
      ? []
      : [`too many failures in a row, until ${timeText(openUntil)}`]),
  ]
}
