import { deposit, givePurse, type Stage } from '@tickwise/parity'
import {
  planClaimRedeem,
  planRedeemInKind,
  planRequestRedeem,
  readVaultStatus,
  sendSteps,
  unlockedAccount,
  type AccountStatus,
} from '@tickwise/protocol'
import type { Account } from 'viem'

/** What became of those who came with a token and left again. Raw units. */
export interface Departures {
  /** Took its part of everything, at once and without asking anybody. */
  inKind:
    | { readonly shares: bigint; readonly amount0: bigint; readonly amount1: bigint }
    | undefined
  /** Waited for the next rebalance, which paid it in the asset; `undefined` while it waits. */
  queued: { readonly shares: bigint; readonly assets: bigint | undefined } | undefined
}

/** Two accounts of the node beside the one that deploys. */
export interface Depositors {
  readonly arrive: (stage: Stage, assets: bigint) => Promise<void>
  readonly leave: (stage: Stage) => Promise<void>
  /** Claims what the queue has been paid for. */
  readonly claim: (stage: Stage) => Promise<void>
  readonly departures: Departures
}

/** Two people with the vault's asset. */
export function twoDepositors(): Depositors {
  const departures: Departures = { inKind: undefined, queued: undefined }
  const people = ({ local }: Stage): readonly [Account, Account] => {
    const [, first, second] = local.anvil.accounts
    return [unlockedAccount(first ?? ''), unlockedAccount(second ?? '')]
  }
  return {
    departures,
    async arrive(stage, assets) {
      for (const account of people(stage)) {
        await givePurse(stage.local, account.address)
        await deposit(stage, account, assets)
      }
    },
    async leave(stage) {
      const [first, second] = people(stage)
      departures.inKind = await leaveInKind(stage, first)
      departures.queued = await askQueue(stage, second)
    },
    async claim(stage) {
      const [, second] = people(stage)
      const { queued } = departures
      const { claimableShares } = (await standing(stage, second)).queue
      if (queued === undefined || claimableShares === 0n) return
      const { connection, vault } = stage
      const party = { account: second.address, receiver: second.address }
      const action = planClaimRedeem(vault, { ...party, shares: claimableShares })
      const { assets } = action.result(await sendSteps(connection, second, action.steps))
      departures.queued = { ...queued, assets }
    },
  }
}

async function leaveInKind(stage: Stage, account: Account): Promise<Departures['inKind']> {
  const { connection, vault } = stage
  const { shares } = await standing(stage, account)
  const party = { account: account.address, receiver: account.address }
  const action = await planRedeemInKind(connection, vault, { ...party, shares, slippageBps: 50n })
  const { amount0, amount1 } = action.result(await sendSteps(connection, account, action.steps))
  return { shares, amount0, amount1 }
}

async function askQueue(stage: Stage, account: Account): Promise<Departures['queued']> {
  const { connection, vault } = stage
  const { shares } = await standing(stage, account)
  const party = { account: account.address, controller: account.address }
  const action = await planRequestRedeem(connection, vault, { ...party, shares })
  await sendSteps(connection, account, action.steps)
  return { shares, assets: undefined }
}

async function standing({ connection, vault }: Stage, account: Account): Promise<AccountStatus> {
  const { account: status } = await readVaultStatus(connection, vault, account.address)
  if (status === undefined) throw new TypeError('the status of an account was asked for')
  return status
}
