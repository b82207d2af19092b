import { InvariantError, RetryableError, UserError, type TickwiseError } from '@tickwise/amm'
import { decodeErrorResult, type Hex } from 'viem'
import { featureOracleAbi } from '../generated/feature-oracle.ts'
import { inferenceRegistryAbi } from '../generated/inference-registry.ts'
import { keeperPayAbi } from '../generated/keeper-pay.ts'
import { priceEnvelopeAbi } from '../generated/price-envelope.ts'
import { quantizedModelAbi } from '../generated/quantized-model.ts'
import { rangePolicyAbi } from '../generated/range-policy.ts'
import { redemptionQueueAbi } from '../generated/redemption-queue.ts'
import { riskTimelockAbi } from '../generated/risk-timelock.ts'
import { strategyVaultAbi } from '../generated/strategy-vault.ts'
import { vaultFactoryAbi } from '../generated/vault-factory.ts'
import { wordsOf, type Explanation, type RevertContext, type Words } from './explanation.ts'
import { factoryErrors } from './factory-errors.ts'
import { modelErrors } from './model-errors.ts'
import { oracleErrors } from './oracle-errors.ts'
import { payErrors } from './pay-errors.ts'
import { policyErrors } from './policy-errors.ts'
import { queueErrors } from './queue-errors.ts'
import { reasonErrors } from './reasons.ts'
import { registryErrors } from './registry-errors.ts'
import { timelockErrors } from './timelock-errors.ts'
import { vaultErrors } from './vault-errors.ts'

/** Errors of the contracts that are deployed here, each in the words of its own table. */
const tables = [
  { abi: strategyVaultAbi, errors: vaultErrors },
  { abi: redemptionQueueAbi, errors: queueErrors },
  { abi: vaultFactoryAbi, errors: factoryErrors },
  { abi: rangePolicyAbi, errors: policyErrors },
  { abi: quantizedModelAbi, errors: modelErrors },
  { abi: riskTimelockAbi, errors: timelockErrors },
  { abi: inferenceRegistryAbi, errors: registryErrors },
  { abi: featureOracleAbi, errors: oracleErrors },
  { abi: keeperPayAbi, errors: payErrors },
  { abi: priceEnvelopeAbi, errors: {} },
] as const

type Explain = (args: readonly unknown[], words: Words) => Explanation

/**
 * The bytes that a contract reverted with as an error with a sentence and a way out. The code is the
 * error's name: `PriceUnsettled` becomes `E_PRICE_UNSETTLED`. Errors that waiting mends are retryable.
 *
 * @example
 * revertError('0x…').message // 'the vault is paused: no entries, no exits at a price'
 */
export function revertError(data: Hex, context: RevertContext = {}): TickwiseError {
  const words = wordsOf(context)
  for (const { abi, errors } of tables) {
    const decoded = decode(abi, data)
    if (decoded === undefined) continue
    const { name, args } = decoded
    const table: Readonly<Record<string, Explain | undefined>> = errors as Readonly<
      Record<string, Explain>
    >
    const explain = table[name] ?? (reasonErrors as Readonly<Record<string, Explain>>)[name]
    if (explain === undefined) continue
    return asError(codeOf(name, args), explain(args, words), signatureOf(name, args))
  }
  const silent = data === '0x'
  const message = silent
    ? 'the contract refuses and gives no reason'
    : 'a contract refuses with an error that is not known here, perhaps one of the token'
  const hint = 'check the address, the amount, the balance and the allowance'
  return new UserError('E_REVERTED', message, { hint, ...(silent ? {} : { facts: { data } }) })
}

function decode(
  abi: (typeof tables)[number]['abi'],
  data: Hex,
): { readonly name: string; readonly args: readonly unknown[] } | undefined {
  if (data === '0x') return undefined
  try {
    const { errorName, args } = decodeErrorResult({ abi, data })
    return { name: errorName, args: (args as readonly unknown[] | undefined) ?? [] }
  } catch {
    return undefined
  }
}

/** A reason in plain text has no name of its own. */
function codeOf(name: string, args: readonly unknown[]): string {
  if (name === 'Error') return args[0] === 'OLD' ? 'E_PRICE_HISTORY_MISSING' : 'E_REVERTED'
  return `E_${name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toUpperCase()}`
}

function signatureOf(name: string, args: readonly unknown[]): string {
  return `${name}(${args.map((value) => (Array.isArray(value) ? `[${value.join(', ')}]` : String(value))).join(', ')})`
}

function asError(code: string, explanation: Explanation, revert: string): TickwiseError {
  const { family, message, hint } = explanation
  const details = { hint, facts: { revert } }
  if (family === 'bug') return new InvariantError(code, message, details)
  if (family === 'retry') return new RetryableError(code, message, details)
  return new UserError(code, message, details)
}
