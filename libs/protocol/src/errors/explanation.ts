import type { Abi, Address, ContractErrorArgs, ContractErrorName } from 'viem'
import { formatTokenAmount, type Token } from '../amounts.ts'

/** What the contract meant, for a person. `retry`: waiting may help; `bug`: it should never happen. */
export interface Explanation {
  readonly family: 'user' | 'retry' | 'bug'
  readonly message: string
  readonly hint: string
}

/** The tokens that amounts in errors are of, as far as they are known. */
export interface RevertContext {
  readonly asset?: Token
  readonly share?: Token
  readonly token0?: Token
  readonly token1?: Token
}

/** Writes the values of an error in the words of the vault at hand. */
export interface Words {
  readonly asset: (value: bigint) => string
  readonly shares: (value: bigint) => string
  readonly amount0: (value: bigint) => string
  readonly amount1: (value: bigint) => string
  /** An amount of the token or vault share at an address. */
  readonly of: (token: Address, value: bigint) => string
  readonly name: (token: Address) => string
}

/** One explanation per error of an ABI: an error without one does not compile. */
export type Explanations<abi extends Abi> = {
  readonly [name in ContractErrorName<abi>]: (
    args: ContractErrorArgs<abi, name>,
    words: Words,
  ) => Explanation
}

/** The words for a vault; base units of what is not known. */
export function wordsOf(context: RevertContext): Words {
  const known = [context.asset, context.share, context.token0, context.token1]
  const find = (address: Address) =>
    known.find((token) => token?.address.toLowerCase() === address.toLowerCase())
  const say = (token: Token | undefined, value: bigint) =>
    token === undefined ? `${value} base units` : formatTokenAmount(value, token)
  return {
    asset: (value) => say(context.asset, value),
    shares: (value) => say(context.share, value),
    amount0: (value) => say(context.token0, value),
    amount1: (value) => say(context.token1, value),
    of: (address, value) => say(find(address), value),
    name: (address) => find(address)?.symbol ?? address,
  }
}

/** Waiting does not help: the caller has to do something else. */
export function mend(message: string, hint: string): Explanation {
  return { family: 'user', message, hint }
}

/** The same call may work later. */
export function later(message: string, hint: string): Explanation {
  return { family: 'retry', message, hint }
}

/** Only a defect of the contracts or of this program leads here. */
export function bug(message: string): Explanation {
  return {
    family: 'bug',
    message,
    hint: 'this is a defect: report the transaction or command and this message',
  }
}
