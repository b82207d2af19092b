import { RetryableError } from '@tickwise/amm'
import {
  getTypesForEIP712Domain,
  numberToHex,
  serializeTypedData,
  type Address,
  type Hex,
  type LocalAccount,
  type TransactionSerializable,
  type TypedDataDefinition,
} from 'viem'
import { toAccount } from 'viem/accounts'

/** Sends a JSON-RPC request to the signer and gives its result. */
export type SignerRequest = (method: string, parameters: readonly unknown[]) => Promise<unknown>

/**
 * An account whose key another process or a key service holds: it signs transactions with
 * `eth_signTransaction` and typed data (salts) with `eth_signTypedData_v4`, as Web3Signer and Clef do.
 *
 * @throws RetryableError `E_SIGNER_ANSWER` when its answer is no signature
 * @example
 * externalAccount(address, createSignerRequest('http://127.0.0.1:9000', 10))
 */
export function externalAccount(address: Address, request: SignerRequest): LocalAccount {
  return toAccount({
    address,
    signTransaction: async (transaction) =>
      hexOf(await request('eth_signTransaction', [rpcTransaction(address, transaction)])),
    signTypedData: async (data) => {
      const { domain } = data as TypedDataDefinition
      // The method wants the domain's own type spelt out.
      const types = { EIP712Domain: getTypesForEIP712Domain({ domain }), ...data.types }
      const text = serializeTypedData({ ...data, types } as never)
      return hexOf(await request('eth_signTypedData_v4', [address, text]))
    },
    signMessage: () => Promise.reject(new TypeError('the keeper signs no messages')),
  })
}

/** Speaks JSON-RPC over HTTP with a time limit; the signer's own words are in the message. */
export function createSignerRequest(url: string, timeoutSeconds: number): SignerRequest {
  return async (method, parameters) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: parameters }),
      signal: AbortSignal.timeout(timeoutSeconds * 1_000),
    }).catch((cause: unknown) => {
      throw new RetryableError('E_SIGNER', 'the external signer does not answer', {
        hint: 'check signer.externalUrl and that the signer runs',
        cause,
      })
    })
    const answer: unknown = await response.json().catch(() => undefined)
    if (typeof answer === 'object' && answer !== null) {
      if ('result' in answer) return answer.result
      if ('error' in answer) throw refusal(answer.error)
    }
    throw new RetryableError(
      'E_SIGNER',
      `the external signer answers with status ${response.status}`,
    )
  }
}

function refusal(error: unknown): RetryableError {
  const message =
    typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : ''
  return new RetryableError('E_SIGNER', `the external signer refuses: ${message.slice(0, 200)}`)
}

/** Some signers wrap the bytes: `{ raw, tx }`. */
function hexOf(answer: unknown): Hex {
  const raw = typeof answer === 'object' && answer !== null && 'raw' in answer ? answer.raw : answer
  if (typeof raw === 'string' && /^0x[0-9a-fA-F]+$/.test(raw)) return raw as Hex
  throw new RetryableError('E_SIGNER_ANSWER', 'the answer of the external signer is no signature')
}

function rpcTransaction(from: Address, transaction: TransactionSerializable) {
  const quantity = (value: bigint | number | undefined): Hex => numberToHex(value ?? 0)
  return {
    from,
    to: transaction.to,
    data: transaction.data ?? '0x',
    nonce: quantity(transaction.nonce),
    gas: quantity(transaction.gas),
    value: quantity(transaction.value),
    chainId: quantity(transaction.chainId),
    type: '0x2',
    maxFeePerGas: quantity(transaction.maxFeePerGas),
    maxPriorityFeePerGas: quantity(transaction.maxPriorityFeePerGas),
  }
}
