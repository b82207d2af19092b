import { UserError } from '@tickwise/amm'
import { encodeErrorResult, encodeFunctionData, encodeFunctionResult, type Hex } from 'viem'
import { fillRanges } from '../policies/fill.ts'
import { policyPlan, type PolicyPlan } from '../policies/plan.ts'
import { policyAbi as abi } from './policy-abi.ts'
import type { PolicyCase } from './policy-cases.ts'

/** A call of `RangePolicy.sol` and what it must answer. */
export interface ExpectedAnswer {
  readonly call: Hex
  readonly ok: boolean
  /** Returned bytes, or those of the revert. */
  readonly answer: Hex
}

/** What the contract must plan for a case, and what it must make of the ranges of that plan. */
export function expectedAnswers(policyCase: PolicyCase): readonly ExpectedAnswer[] {
  const { parameters, varianceX32, market, placeable } = policyCase
  const call = encodeFunctionData({
    abi,
    functionName: 'plan',
    args: [parameters, varianceX32, market, placeable],
  })
  let plan: PolicyPlan
  try {
    plan = policyPlan(parameters, varianceX32, market, placeable)
  } catch (error) {
    return [{ call, ok: false, answer: encodeRefusal(error) }]
  }
  const result = {
    zeroForOne: plan.swap?.zeroForOne ?? false,
    swapAmountIn: plan.swap?.amountIn ?? 0n,
    ranges: plan.ranges,
  }
  const answer = encodeFunctionResult({ abi, functionName: 'plan', result })
  return [{ call, ok: true, answer }, fillAnswer(plan, policyCase)]
}

function fillAnswer({ ranges }: PolicyPlan, { market, placeable }: PolicyCase): ExpectedAnswer {
  const args = [ranges, market.sqrtPriceX96, placeable.amount0, placeable.amount1] as const
  const result = fillRanges(...args)
  return {
    call: encodeFunctionData({ abi, functionName: 'fill', args }),
    ok: true,
    answer: encodeFunctionResult({ abi, functionName: 'fill', result }),
  }
}

function encodeRefusal(error: unknown): Hex {
  if (!(error instanceof UserError)) throw error
  const { code, facts } = error
  const number = (name: string) => BigInt(Number(facts[name]))
  switch (code) {
    case 'E_POLICY_UNKNOWN':
      return encodeErrorResult({
        abi,
        errorName: 'UnknownPolicy',
        args: [Number(facts['policyId'])],
      })
    case 'E_POLICY_INPUT':
      return encodeErrorResult({
        abi,
        errorName: 'InputOutOfRange',
        args: [String(facts['field'])],
      })
    case 'E_POLICY_PARAMETER':
      return encodeErrorResult({
        abi,
        errorName: 'ParameterOutOfRange',
        args: [String(facts['parameter']), number('value'), number('lowest'), number('highest')],
      })
    default:
      throw error
  }
}
