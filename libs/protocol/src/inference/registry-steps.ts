import type { Address, Hex } from 'viem'
import { formatTokenAmount, type Token } from '../amounts.ts'
import type { ChainConnection } from '../chain/connect.ts'
import { callStep, type Step } from '../chain/steps.ts'
import { inferenceRegistryAbi as abi } from '../generated/inference-registry.ts'
import { approvalSteps } from '../vault/action.ts'
import { inferenceDigest, type RegistryDomain } from './digest.ts'
import { readReleasable } from './read-registry.ts'
import { commitTimesOf, type Inference, type Output } from './types.ts'

/**
 * Commits to an inference; the keeper sends it.
 *
 * @example
 * await sendSteps(connection, keeper, [commitStep(domain, inference)])
 */
export function commitStep(domain: RegistryDomain, inference: Inference): Step {
  const digest = inferenceDigest(domain, inference)
  return callStep(`commit to epoch ${inference.epoch}`, {
    address: domain.registry,
    abi,
    functionName: 'commit',
    args: [inference.vault, digest, commitTimesOf(inference)],
  })
}

/**
 * Reveals an inference and, with `execute`, has the vault's policy carried out; the keeper sends it.
 *
 * @param proof for models of the tier `proved` only
 */
export function revealStep(
  registry: Address,
  inference: Inference,
  output: Output,
  execute: boolean,
  proof: Hex = '0x',
): Step {
  const what = execute ? 'reveal and rebalance' : 'reveal'
  return callStep(`${what}: epoch ${inference.epoch}`, {
    address: registry,
    abi,
    functionName: 'reveal',
    args: [inference, output, execute, proof],
  })
}

/** Ends a commitment that was not revealed in time; anyone. */
export function expireStep(registry: Address, vault: Address, keeper: Address): Step {
  return callStep(`expire the commitment of ${keeper}`, {
    address: registry,
    abi,
    functionName: 'expire',
    args: [vault, keeper],
  })
}

/** Has an optimistic inference run again; anyone. Reverts when nothing is wrong with it. */
export function disputeStep(registry: Address, inference: Inference, output: Output): Step {
  return callStep(`dispute the inference of epoch ${inference.epoch}`, {
    address: registry,
    abi,
    functionName: 'dispute',
    args: [inference, output],
  })
}

/** Frees the bond of an optimistic inference whose challenge window is over; anyone. */
export function finaliseStep(registry: Address, inferenceId: Hex): Step {
  const args = [inferenceId] as const
  return callStep('finalise an inference', {
    address: registry,
    abi,
    functionName: 'finalise',
    args,
  })
}

/** Compares a forecast with what happened, once its horizon is over; anyone. */
export function scoreStep(registry: Address, inferenceId: Hex): Step {
  const args = [inferenceId] as const
  return callStep('score an inference', { address: registry, abi, functionName: 'score', args })
}

/** Pays the vault what was released of what keepers forfeited; anyone. Reverts where that is nothing. */
export function settleStep(registry: Address, vault: Address): Step {
  const args = [vault] as const
  return callStep('pay the vault what keepers forfeited', {
    address: registry,
    abi,
    functionName: 'settle',
    args,
  })
}

/**
 * What pays the vault what was released of what keepers forfeited: nothing to send where that is too little.
 *
 * @param worthAtLeast what a transaction costs, raw units of the vault's asset; above 0
 * @example
 * await sendSteps(connection, anyone, await settlementSteps(connection, registry, vault, 50_000n))
 */
export async function settlementSteps(
  connection: ChainConnection,
  registry: Address,
  vault: Address,
  worthAtLeast: bigint,
): Promise<readonly Step[]> {
  const released = await readReleasable(connection, registry, vault)
  return released > 0n && released >= worthAtLeast ? [settleStep(registry, vault)] : []
}

/**
 * Adds to a keeper's bond, out of the sender's balance; an approval of exactly that first.
 *
 * @param request amount in raw units of the vault's asset
 */
export async function addBondSteps(
  connection: ChainConnection,
  registry: Address,
  request: {
    readonly vault: Address
    readonly keeper: Address
    readonly payer: Address
    readonly asset: Token
    readonly amount: bigint
  },
): Promise<readonly Step[]> {
  const { vault, keeper, payer, asset, amount } = request
  const what = formatTokenAmount(amount, asset)
  const title = `approve exactly ${what} for the registry`
  const approvals = await approvalSteps(connection, asset, {
    owner: payer,
    spender: registry,
    amount,
    title,
  })
  const args = [vault, keeper, amount] as const
  const call = { address: registry, abi, functionName: 'addBond', args } as const
  return [...approvals, callStep(`add ${what} to the bond of ${keeper}`, call)]
}

/** Takes back what of a bond is not locked; the keeper sends it. */
export function withdrawBondStep(
  registry: Address,
  vault: Address,
  amount: bigint,
  receiver: Address,
): Step {
  return callStep('withdraw from the bond', {
    address: registry,
    abi,
    functionName: 'withdrawBond',
    args: [vault, amount, receiver],
  })
}
