import { describeError } from '@tickwise/terminal'
import { existsSync } from 'node:fs'
import { createKeeperRpc } from '../chain/create-keeper-rpc.ts'
import { keeperAddress } from '../commands/keeper-address.ts'
import { readConfig } from '../commands/read-config.ts'
import { readKeptVault } from '../commands/read-status.ts'
import type { KeeperConfig } from '../config/schema.ts'
import type { Database } from '../journal/database.ts'
import { openJournalForReading } from '../journal/read-only.ts'
import { createRedactor, type Redactor } from '../logging/redact.ts'
import { connectionOf } from '../program/open-runtime.ts'
import type { ConfigOptions } from '../program/options.ts'
import { systemClock } from '../program/system-clock.ts'
import type { Clock } from '../ports.ts'
import type { KeeperLook, Trouble, VaultLook } from './keeper-look.ts'
import { chainLook, nativeText } from './look-at-chain.ts'
import { lookAtJournal } from './look-at-journal.ts'
import { withPurse } from './purse.ts'
import { createSpendingWatch, type Spending } from './watch-spending.ts'

/** Seconds between two looks at the journal and at the chain. */
export interface WatchPace {
  readonly journalSeconds: number
  readonly chainSeconds: number
}

const usualPace: WatchPace = { journalSeconds: 2, chainSeconds: 10 }

/**
 * Looks at a keeper from outside, again and again until the signal is aborted: at its journal and at the chain,
 * each at its own pace, so that neither waits for the other. Nothing is written, no key is needed and no lease
 * is taken. What does not answer is told beside what was last known.
 *
 * @throws UserError `E_CONFIG…`, `E_SIGNER` before anything is told
 */
export async function watchKeeper(
  options: ConfigOptions,
  signal: AbortSignal,
  tell: (look: KeeperLook) => void,
  clock: Clock = systemClock,
  pace: WatchPace = usualPace,
): Promise<void> {
  const redactor = createRedactor()
  const { config, file = '' } = readConfig(options, redactor)
  const keeper = await keeperAddress(config)
  const { chainId, mode, vaults } = config
  let look: KeeperLook = {
    ...{ file, keeper, chainId, mode, isStopped: existsSync(config.killSwitchFile) },
    vaults: vaults.map(({ vault }) => ({ vault })),
    endpoints: [],
  }
  const spendingIn = createSpendingWatch()
  let spending: Spending | undefined
  let balanceWei: bigint | undefined
  const change = (part: Partial<KeeperLook>): void => {
    look = { ...look, ...part }
    if (!signal.aborted) tell(withPurse(look, spending, balanceWei))
  }
  const trouble = (error: unknown, since: number): Trouble => {
    const { code, message, hint } = describeError(error)
    return { code, message: redactor.clean(message), hint, since }
  }
  const rpc = createKeeperRpc({ urls: config.rpcUrls, chainId, now: clock.now })
  // What an endpoint answers may repeat its address, and that may hold a key.
  const health = (): KeeperLook['endpoints'] =>
    rpc.health().map(({ reason, ...endpoint }) => ({
      ...endpoint,
      ...(reason === undefined ? {} : { reason: redactor.clean(reason) }),
    }))

  const atJournal = (): void => {
    const isStopped = existsSync(config.killSwitchFile)
    try {
      const database = openJournalForReading(config.journal)
      try {
        const seen = vaultJournals(database, config, keeper, clock.now(), redactor)
        spending = spendingIn(database, clock.now())
        change({ isStopped, vaults: merged(look.vaults, seen), journalTrouble: undefined })
      } finally {
        database.close()
      }
    } catch (error) {
      const since = look.journalTrouble?.since ?? clock.now()
      change({ isStopped, journalTrouble: trouble(error, since) })
    }
  }
  const atChain = async (): Promise<void> => {
    try {
      await rpc.observeHead()
      const connection = connectionOf(rpc)
      const [kept, balance] = await Promise.all([
        Promise.all(
          vaults.map((entry) => readKeptVault(connection, config, entry, keeper, undefined)),
        ),
        rpc.client.getBalance({ address: keeper }),
      ])
      balanceWei = balance
      const seen = kept.map((own) => ({ vault: own.vault, chain: chainLook(own) }))
      change({
        vaults: merged(look.vaults, seen),
        balance: nativeText(balance),
        endpoints: health(),
        chainSeenAt: clock.now(),
        chainTrouble: undefined,
      })
    } catch (error) {
      const since = look.chainTrouble?.since ?? clock.now()
      change({ endpoints: health(), chainTrouble: trouble(error, since) })
    }
  }
  await Promise.all([
    again(atJournal, pace.journalSeconds, clock, signal),
    again(atChain, pace.chainSeconds, clock, signal),
  ])
}

async function again(
  work: () => void | Promise<void>,
  seconds: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await work()
    await clock.sleep(seconds, signal)
  }
}

function vaultJournals(
  database: Database,
  { chainId, vaults }: KeeperConfig,
  keeper: `0x${string}`,
  now: number,
  redactor: Redactor,
): readonly VaultLook[] {
  return vaults.map(({ vault }) => {
    const journal = lookAtJournal(database, { chain: chainId, vault, keeper }, now)
    const alerts = journal.alerts.map(({ text, ...alert }) =>
      text === undefined ? alert : { ...alert, text: redactor.clean(text) },
    )
    return { vault, journal: { ...journal, alerts } }
  })
}

/** What one side has seen, beside what the other side knows. */
function merged(known: readonly VaultLook[], seen: readonly VaultLook[]): readonly VaultLook[] {
  return known.map((look) => ({ ...look, ...seen.find(({ vault }) => vault === look.vault) }))
}
