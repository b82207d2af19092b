import { UserError } from '@tickwise/amm'
import { decodeFunctionResult, parseEventLogs, type Address } from 'viem'
import { formatTokenAmount } from '../amounts.ts'
import type { ChainConnection } from '../chain/connect.ts'
import { callStep, simulateSteps } from '../chain/steps.ts'
import { strategyVaultAbi } from '../generated/strategy-vault.ts'
import {
  approvalSteps,
  balanceOf,
  lastOf,
  lastReturn,
  onlyEvent,
  type VaultAction,
} from './action.ts'
import { contextOf, type Vault } from './open-vault.ts'

/** Shares and assets that changed hands. */
export interface SharesForAssets {
  readonly shares: bigint
  readonly assets: bigint
}

/** Shares that were burned, and what both tokens paid. */
export interface SharesForTokens {
  readonly shares: bigint
  readonly amount0: bigint
  readonly amount1: bigint
}

/** Who acts, and who receives. */
export interface Parties {
  readonly account: Address
  readonly receiver: Address
}

/**
 * Deposits `assets` base units; approves exactly them first where needed.
 *
 * @throws UserError `E_BALANCE`
 * @example
 * const action = await planDeposit(connection, vault, { account, receiver: account, assets: 1_000_000n })
 * await sendSteps(connection, signer, action.steps)
 */
export async function planDeposit(
  connection: ChainConnection,
  vault: Vault,
  { account, receiver, assets }: Parties & { readonly assets: bigint },
): Promise<VaultAction<SharesForAssets>> {
  const amount = formatTokenAmount(assets, vault.asset)
  const balance = await balanceOf(connection, vault.asset, account)
  if (balance < assets) {
    throw new UserError(
      'E_BALANCE',
      `${account} holds ${formatTokenAmount(balance, vault.asset)}, the deposit is ${amount}`,
      { hint: 'give a smaller amount, or `max` for everything there is' },
    )
  }
  const call = { address: vault.address, abi: strategyVaultAbi, functionName: 'deposit' } as const
  const steps = [
    ...(await approvalSteps(connection, vault.asset, {
      owner: account,
      spender: vault.address,
      amount: assets,
      title: `approve exactly ${amount} for the vault`,
    })),
    callStep(`deposit ${amount}`, { ...call, args: [assets, receiver] }),
  ]
  return {
    steps,
    expected: (simulated) => {
      const data = lastReturn(steps, simulated)
      if (data === undefined) return undefined
      return { assets, shares: decodeFunctionResult({ ...call, data }) }
    },
    result: (sent) => {
      const { logs } = lastOf(sent).receipt
      const events = parseEventLogs({ abi: strategyVaultAbi, eventName: 'Deposit', logs })
      const { shares } = onlyEvent(events, 'Deposit').args
      return { assets, shares }
    },
  }
}

/** Withdraws `assets` base units at the bid, out of what lies idle. */
export function planWithdraw(
  vault: Vault,
  { account, receiver, assets }: Parties & { readonly assets: bigint },
): VaultAction<SharesForAssets> {
  const call = { address: vault.address, abi: strategyVaultAbi, functionName: 'withdraw' } as const
  const title = `withdraw ${formatTokenAmount(assets, vault.asset)}`
  const steps = [callStep(title, { ...call, args: [assets, receiver, account] })]
  return {
    steps,
    expected: (simulated) => {
      const data = lastReturn(steps, simulated)
      if (data === undefined) return undefined
      return { assets, shares: decodeFunctionResult({ ...call, data }) }
    },
    result: (sent) => {
      const { logs } = lastOf(sent).receipt
      const events = parseEventLogs({ abi: strategyVaultAbi, eventName: 'Withdraw', logs })
      const { shares } = onlyEvent(events, 'Withdraw').args
      return { assets, shares }
    },
  }
}

/**
 * Burns shares for their part of everything, both tokens as they are; accepts up to `slippageBps` less of
 * each than a simulation pays now.
 */
export async function planRedeemInKind(
  connection: ChainConnection,
  vault: Vault,
  {
    account,
    receiver,
    shares,
    slippageBps,
  }: Parties & {
    readonly shares: bigint
    readonly slippageBps: bigint
  },
): Promise<VaultAction<SharesForTokens> & { readonly minima: readonly [bigint, bigint] }> {
  const call = {
    address: vault.address,
    abi: strategyVaultAbi,
    functionName: 'redeemInKind',
  } as const
  const title = `redeem ${formatTokenAmount(shares, vault.share)} in kind`
  const stepFor = (min0: bigint, min1: bigint) =>
    callStep(title, { ...call, args: [shares, receiver, account, min0, min1] })
  const [trial] = await simulateSteps(connection, account, [stepFor(0n, 0n)], contextOf(vault))
  const paid = decodeFunctionResult({ ...call, data: trial?.data ?? '0x' })
  const minima = [lessDown(paid[0], slippageBps), lessDown(paid[1], slippageBps)] as const
  return {
    minima,
    steps: [stepFor(...minima)],
    expected: () => ({ shares, amount0: paid[0], amount1: paid[1] }),
    result: (sent) => {
      const { logs } = lastOf(sent).receipt
      const events = parseEventLogs({ abi: strategyVaultAbi, eventName: 'RedeemedInKind', logs })
      const { amount0, amount1 } = onlyEvent(events, 'RedeemedInKind').args
      return { shares, amount0, amount1 }
    },
  }
}

/**
 * Burns shares for their part of everything, the other token sold in the pool; accepts up to `slippageBps`
 * less than a simulation pays now, until `deadline` (unix seconds).
 */
export async function planRedeemToAsset(
  connection: ChainConnection,
  vault: Vault,
  {
    account,
    receiver,
    shares,
    slippageBps,
    deadline,
  }: Parties & {
    readonly shares: bigint
    readonly slippageBps: bigint
    readonly deadline: bigint
  },
): Promise<VaultAction<SharesForAssets> & { readonly minAssets: bigint }> {
  const call = {
    address: vault.address,
    abi: strategyVaultAbi,
    functionName: 'redeemToAsset',
  } as const
  const title = `redeem ${formatTokenAmount(shares, vault.share)} to ${vault.asset.symbol}`
  const stepFor = (minAssets: bigint) =>
    callStep(title, { ...call, args: [shares, receiver, account, minAssets, deadline] })
  const [trial] = await simulateSteps(connection, account, [stepFor(0n)], contextOf(vault))
  const assets = decodeFunctionResult({ ...call, data: trial?.data ?? '0x' })
  const minAssets = lessDown(assets, slippageBps)
  return {
    minAssets,
    steps: [stepFor(minAssets)],
    expected: () => ({ shares, assets }),
    result: (sent) => {
      const { logs } = lastOf(sent).receipt
      const events = parseEventLogs({ abi: strategyVaultAbi, eventName: 'RedeemedToAsset', logs })
      return { shares, assets: onlyEvent(events, 'RedeemedToAsset').args.assets }
    },
  }
}

const allBps = 10_000n

function lessDown(amount: bigint, bps: bigint): bigint {
  return (amount * (allBps - bps)) / allBps
}
