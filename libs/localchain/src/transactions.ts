import {
  encodeFunctionData,
  type Abi,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type EncodeFunctionDataParameters,
  type TransactionReceipt,
} from 'viem'
import { LocalChainError } from './errors.ts'
import type { Anvil } from './start-anvil.ts'
import { waitUntilMined } from './wait-until-mined.ts'

/** A contract call; `from` may be any address, the node asks for no key. Default: its first account. */
export interface ContractCall<
  abi extends Abi | readonly unknown[],
  name extends ContractFunctionName<abi, 'nonpayable' | 'payable'>,
> {
  readonly to: Address
  readonly abi: abi
  readonly functionName: name
  readonly args: ContractFunctionArgs<abi, 'nonpayable' | 'payable', name>
  readonly from?: Address
}

/**
 * Sends one call in its own block and waits for the receipt (mining mode `transaction`).
 *
 * @throws LocalChainError `E_LOCAL_REVERT` when it reverts.
 */
export async function sendAndConfirm<
  const abi extends Abi | readonly unknown[],
  name extends ContractFunctionName<abi, 'nonpayable' | 'payable'>,
>(anvil: Anvil, call: ContractCall<abi, name>): Promise<TransactionReceipt> {
  const data = encodeFunctionData({
    abi: call.abi,
    functionName: call.functionName,
    args: call.args,
  } as EncodeFunctionDataParameters)
  const account = call.from ?? anvil.accounts[0]
  const hash = await anvil.client.sendTransaction({
    account,
    to: call.to,
    data,
    gas: 20_000_000n,
    gasPrice: 0n,
  })
  const receipt = await waitUntilMined(anvil.client, hash)
  if (receipt.status === 'reverted')
    throw new LocalChainError(
      'E_LOCAL_REVERT',
      `${String(call.functionName)} reverted on the local node`,
      {
        facts: { to: call.to, from: account, transaction: hash },
      },
    )
  return receipt
}
