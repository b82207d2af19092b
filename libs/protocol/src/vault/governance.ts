import { encodeFunctionData, parseEventLogs, type Address, type Hex } from 'viem'
import { callStep } from '../chain/steps.ts'
import { strategyVaultAbi } from '../generated/strategy-vault.ts'
import { lastOf, onlyEvent, type VaultAction } from './action.ts'
import type { Vault } from './open-vault.ts'

/** Closes entries, exits at a price and rebalances; guardian or timelock. */
export function planPause(vault: Vault): VaultAction<{ readonly paused: boolean }> {
  const call = { address: vault.address, abi: strategyVaultAbi, functionName: 'pause' } as const
  return {
    steps: [callStep('pause the vault', { ...call, args: [] })],
    expected: () => ({ paused: true }),
    result: (sent) => {
      const { logs } = lastOf(sent).receipt
      const events = parseEventLogs({ abi: strategyVaultAbi, eventName: 'PausedSet', logs })
      return { paused: onlyEvent(events, 'PausedSet').args.paused }
    },
  }
}

/** The call that opens a paused vault again, for a proposal to its timelock. */
export function unpauseCall(vault: Vault): { readonly target: Address; readonly data: Hex } {
  const data = encodeFunctionData({ abi: strategyVaultAbi, functionName: 'unpause' })
  return { target: vault.address, data }
}
