import type { TickOutcome } from '../keeper.ts'
import type { KeptVault, Runtime } from './open-runtime.ts'
import { systemClock } from './system-clock.ts'

/** How a look at the chain for one vault ended. */
export interface VaultOutcome extends TickOutcome {
  readonly vault: `0x${string}`
}

/**
 * One look at the chain for every vault, one after the other: they share the account and its nonces. A
 * keeper that throws is a bug; the others go on.
 */
export async function tickAll(
  runtime: Runtime,
  signal: AbortSignal,
): Promise<readonly VaultOutcome[]> {
  const outcomes: VaultOutcome[] = []
  for (const kept of runtime.vaults) {
    if (signal.aborted) break
    outcomes.push({ vault: kept.settings.vault, ...(await tickOne(runtime, kept)) })
  }
  return outcomes
}

async function tickOne(
  { log, breaker }: Runtime,
  { keeper, listen, settings: { vault } }: KeptVault,
): Promise<TickOutcome> {
  try {
    const outcome = await keeper.tick()
    log.info({ vault, result: outcome.result, reason: outcome.reason }, 'looked')
    return outcome
  } catch (err) {
    log.error({ err, vault }, 'a look at the chain failed')
    const message = err instanceof Error ? err.message : String(err)
    breaker.failed(systemClock.now())
    listen({ kind: 'problem', code: 'E_UNEXPECTED', message, vault, severity: 'alert' })
    return { result: 'stopped', reason: message }
  }
}
