import type { CommandResult } from '@tickwise/terminal'
import { existsSync } from 'node:fs'
import { createKeeperRpc } from '../chain/create-keeper-rpc.ts'
import { createSpendLedger } from '../guards/spend-ledger.ts'
import { openJournal } from '../journal/open-journal.ts'
import { connectionOf } from '../program/open-runtime.ts'
import type { ConfigOptions, KeeperContext } from '../program/options.ts'
import { systemClock } from '../program/system-clock.ts'
import { gasAccount } from './gas-account.ts'
import { keeperAddress } from './keeper-address.ts'
import { readConfig } from './read-config.ts'
import { readKeptVault } from './read-status.ts'
import { renderStatus } from './status-view.ts'

/** `tickwise-keeper status` */
export async function status(
  { redactor, style }: KeeperContext,
  options: ConfigOptions,
): Promise<CommandResult> {
  const { config } = readConfig(options, redactor)
  const keeper = await keeperAddress(config)
  const rpc = createKeeperRpc({
    urls: config.rpcUrls,
    chainId: config.chainId,
    now: systemClock.now,
  })
  const head = await rpc.observeHead()
  const journal = existsSync(config.journal) ? openJournal(config.journal) : undefined
  try {
    const [vaults, balanceWei, latest, pending] = await Promise.all([
      Promise.all(
        config.vaults.map((entry) =>
          readKeptVault(connectionOf(rpc), config, entry, keeper, journal),
        ),
      ),
      rpc.client.getBalance({ address: keeper }),
      rpc.client.getTransactionCount({ address: keeper, blockTag: 'latest' }),
      rpc.client.getTransactionCount({ address: keeper, blockTag: 'pending' }),
    ])
    const fees = journal === undefined ? [] : createSpendLedger(journal).fees()
    const facts = {
      keeper,
      chainId: config.chainId,
      mode: config.mode,
      blockNumber: head.number,
      timestamp: head.timestamp,
      balanceWei,
      nonce: { latest, pending },
      gas: gasAccount(fees, balanceWei, head.timestamp),
    }
    return {
      data: { ...facts, vaults, endpoints: rpc.health() },
      text: renderStatus(style, facts, vaults),
    }
  } finally {
    journal?.close()
  }
}
