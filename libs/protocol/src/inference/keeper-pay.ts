import type { Address } from 'viem'
import type { ContractReader, ReadAt } from '../chain/reader.ts'
import { callStep, type Step } from '../chain/steps.ts'
import { translated } from '../chain/translate-error.ts'
import { keeperPayAbi as abi } from '../generated/keeper-pay.ts'

/** How a vault's fees are shared; amounts in shares of the vault. */
export interface PayState {
  readonly beneficiary: Address
  readonly keepersBps: number
  readonly sharesPerReveal: bigint
  /** What is there for keepers and for the beneficiary. */
  readonly keepersPot: bigint
  readonly beneficiaryPot: bigint
}

/**
 * How the fees of a vault are shared and what waits to be paid.
 *
 * @example
 * const { keepersPot } = await readPay(connection, status.roles.feeRecipient, vault)
 */
export async function readPay(
  { client }: ContractReader,
  pay: Address,
  vault: Address,
  at: ReadAt = {},
): Promise<PayState> {
  const question = { address: pay, abi, args: [vault], ...at } as const
  const [[beneficiary, keepersBps, sharesPerReveal], [keepersPot, beneficiaryPot]] =
    await translated(
      Promise.all([
        client.readContract({ ...question, functionName: 'pay' }),
        client.readContract({ ...question, functionName: 'pots' }),
      ]),
    )
  return { beneficiary, keepersBps, sharesPerReveal, keepersPot, beneficiaryPot }
}

/** What `payKeeper` would pay now, in shares, and for how many reveals. */
export async function readDue(
  { client }: ContractReader,
  pay: Address,
  vault: Address,
  keeper: Address,
  at: ReadAt = {},
): Promise<{ readonly shares: bigint; readonly reveals: bigint }> {
  const args = [vault, keeper] as const
  const [shares, reveals] = await translated(
    client.readContract({ address: pay, abi, functionName: 'due', args, ...at }),
  )
  return { shares, reveals }
}

/** Pays a keeper for its reveals since the last time; anyone. */
export function payKeeperStep(pay: Address, vault: Address, keeper: Address): Step {
  return callStep(`pay the keeper ${keeper}`, {
    address: pay,
    abi,
    functionName: 'payKeeper',
    args: [vault, keeper],
  })
}

/** Pays the beneficiary its part; anyone. */
export function payBeneficiaryStep(pay: Address, vault: Address): Step {
  const args = [vault] as const
  return callStep('pay the beneficiary', {
    address: pay,
    abi,
    functionName: 'payBeneficiary',
    args,
  })
}
