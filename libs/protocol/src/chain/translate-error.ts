import { InvariantError, RetryableError, TickwiseError, UserError } from '@tickwise/amm'
import {
  BaseError,
  ContractFunctionZeroDataError,
  HttpRequestError,
  InsufficientFundsError,
  NonceTooHighError,
  NonceTooLowError,
  RpcRequestError,
  TimeoutError,
  TransactionNotFoundError,
  isHex,
  type Hex,
} from 'viem'
import type { RevertContext } from '../errors/explanation.ts'
import { revertError } from '../errors/revert.ts'

/**
 * What went wrong on the way to a contract or inside it, as one of our errors: a revert in words, an
 * endpoint that does not answer, an account without gas money.
 *
 * @example
 * try { await client.call(call) } catch (error) { throw translateError(error, { asset, share }) }
 */
export function translateError(error: unknown, context: RevertContext = {}): TickwiseError {
  if (error instanceof TickwiseError) return error
  if (!(error instanceof BaseError)) {
    const message = error instanceof Error ? error.message : String(error)
    return new InvariantError('E_CHAIN', message, { cause: error })
  }
  // A transport of our own says what is wrong better than what viem wraps around it.
  const ours = error.walk((cause) => cause instanceof TickwiseError)
  if (ours instanceof TickwiseError) return ours
  const data = revertDataOf(error)
  if (data !== undefined) return revertError(data, context)
  return transportError(error) ?? accountError(error) ?? refusal(error)
}

/**
 * The answer, or what went wrong as one of our errors.
 *
 * @example
 * await translated(client.readContract(question))
 */
export function translated<answer>(
  asked: Promise<answer>,
  context: RevertContext = {},
): Promise<answer> {
  return asked.catch((error: unknown) => {
    throw translateError(error, context)
  })
}

/** The bytes a contract reverted with; `0x` where there were none. */
export function revertDataOf(error: BaseError): Hex | undefined {
  const found = error.walk((cause) => hexIn(cause) !== undefined)
  if (found !== null) return hexIn(found)
  return /execution reverted|reverted/i.test(error.details ?? '') ? '0x' : undefined
}

function hexIn(cause: unknown): Hex | undefined {
  if (typeof cause !== 'object' || cause === null || !('data' in cause)) return undefined
  const { data } = cause
  if (isHex(data)) return data.length > 2 ? data : undefined
  if (typeof data === 'object' && data !== null && 'data' in data && isHex(data.data)) {
    return data.data.length > 2 ? data.data : undefined
  }
  return undefined
}

function transportError(error: BaseError): TickwiseError | undefined {
  const silent = error.walk(
    (cause) => cause instanceof HttpRequestError || cause instanceof TimeoutError,
  )
  if (silent instanceof HttpRequestError || silent instanceof TimeoutError) {
    const status = silent instanceof HttpRequestError ? silent.status : undefined
    return new RetryableError(
      'E_RPC',
      status === undefined
        ? 'the endpoint does not answer'
        : `the endpoint answers with HTTP status ${status}`,
      {
        hint: 'check --rpc-url and the connection, then run the command again',
        facts: 'url' in silent && silent.url !== undefined ? { endpoint: silent.url } : {},
        cause: new Error(silent.details ?? silent.shortMessage),
      },
    )
  }
  return undefined
}

function accountError(error: BaseError): TickwiseError | undefined {
  if (error.walk((cause) => cause instanceof InsufficientFundsError)) {
    return new UserError('E_NO_GAS_MONEY', 'the account cannot pay the gas', {
      hint: 'send it some of the native token of the chain',
    })
  }
  if (
    error.walk((cause) => cause instanceof NonceTooLowError || cause instanceof NonceTooHighError)
  ) {
    return new RetryableError('E_NONCE', 'another transaction of the account came in between', {
      hint: 'wait until it is mined and run the command again',
    })
  }
  return undefined
}

/** The endpoint or the chain said no, in its own words. */
function refusal(error: BaseError): TickwiseError {
  if (error.walk((cause) => cause instanceof ContractFunctionZeroDataError)) {
    return new UserError('E_NO_ANSWER', 'the contract at the address does not know this question', {
      hint: 'check the address and the chain of --rpc-url',
    })
  }
  if (error.walk((cause) => cause instanceof TransactionNotFoundError)) {
    return new RetryableError('E_NOT_FOUND', 'the endpoint does not know the transaction', {
      hint: 'wait a moment and look again',
    })
  }
  const told = error.walk((cause) => cause instanceof RpcRequestError)
  const words = told instanceof BaseError ? told.details : (error.details ?? error.shortMessage)
  return new UserError('E_RPC_REFUSED', `the endpoint refuses the request: ${words}`, {
    hint: 'check that the endpoint is of the right chain and allows the method',
  })
}
