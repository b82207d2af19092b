import type { erc20Errors } from './standard-abis.ts'
import { later, mend, type Explanations } from './explanation.ts'

/** OpenZeppelin's errors of ERC-20, permits and signatures: shares raise them, and so do most tokens. */
export const tokenErrors: Explanations<typeof erc20Errors> = {
  ERC20InsufficientAllowance: ([spender, allowance, needed]) =>
    mend(
      `${spender} may spend ${allowance} base units and needs ${needed}`,
      'approve the exact amount first; the commands here do so by themselves for the signer',
    ),
  ERC20InsufficientBalance: ([sender, balance, needed]) =>
    mend(
      `${sender} holds ${balance} base units and needs ${needed}`,
      'give a smaller amount, or `max` for everything there is',
    ),
  ERC20InvalidApprover: ([approver]) =>
    mend(`${approver} cannot approve anybody`, 'use an account that is not the zero address'),
  ERC20InvalidReceiver: ([receiver]) =>
    mend(`${receiver} cannot receive this token`, 'give another receiver'),
  ERC20InvalidSender: ([sender]) =>
    mend(`${sender} cannot send this token`, 'use an account that is not the zero address'),
  ERC20InvalidSpender: ([spender]) =>
    mend(`${spender} cannot be a spender`, 'give another spender'),
  SafeERC20FailedOperation: ([token]) =>
    mend(
      `the token ${token} refused the transfer without a reason`,
      'look at balance and allowance, and whether the token is paused or blocks the account',
    ),
  ERC2612ExpiredSignature: ([deadline]) =>
    mend(`the permit was valid until ${moment(deadline)}`, 'sign a new one with a later deadline'),
  ERC2612InvalidSigner: ([signer, owner]) =>
    mend(
      `the permit is signed by ${signer}, not by the owner ${owner}`,
      'sign it with the key of the owner, for this chain and this token',
    ),
  InvalidAccountNonce: ([account, nonce]) =>
    later(`the next nonce of ${account} is ${nonce}`, 'sign again with this nonce'),
  ECDSAInvalidSignature: () => mend('the signature is not valid', 'sign again'),
  ECDSAInvalidSignatureLength: ([length]) =>
    mend(`a signature of ${length} bytes is not one`, 'give the 65 bytes r, s, v'),
  ECDSAInvalidSignatureS: ([s]) =>
    mend(`the s value ${s} of the signature is too high`, 'use the lower of the two s values'),
}

/** A unix time as `2025-07-01 12:00:00 UTC`; digits where it lies beyond the calendar. */
export function moment(seconds: bigint): string {
  return seconds < 253_402_300_800n
    ? `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`
    : String(seconds)
}
