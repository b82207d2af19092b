import { UserError } from '@tickwise/amm'
import { formatTokenAmount, parseTokenAmount, type Token } from '@tickwise/protocol'
import { parsePositive } from '@tickwise/terminal'
import type { VaultSession } from './session.ts'

/**
 * An amount, or `max` for all there is.
 *
 * @param why there may be nothing, in a sentence
 * @throws UserError `E_NOTHING`, `E_AMOUNT_ZERO`
 */
export function amountOrMax(text: string, token: Token, most: bigint, why: string): bigint {
  const amount = text === 'max' ? most : parseTokenAmount(text, token)
  if (amount > 0n) return amount
  const hint = '`tickwise vault status <vault> --account <address>` shows what there is'
  if (text === 'max') throw new UserError('E_NOTHING', why, { hint })
  throw new UserError('E_AMOUNT_ZERO', 'the amount is zero', { hint: 'give more, or `max`' })
}

/** Why nothing can be done at a price: what closes the vault, or else `otherwise`. */
export function whyNothing({ status }: VaultSession, otherwise: string): string {
  const [first] = status.obstacles
  return first === undefined ? otherwise : `the vault is closed: ${first.sentence}`
}

/**
 * Shares of the signer, or `max` for all of them.
 *
 * @throws UserError `E_BALANCE` where it has fewer
 */
export function sharesOrMax(text: string, { vault, account }: VaultSession): bigint {
  const shares = amountOrMax(text, vault.share, account.shares, 'the account has no shares')
  if (shares <= account.shares) return shares
  const held = formatTokenAmount(account.shares, vault.share)
  throw new UserError('E_BALANCE', `the account holds ${held}, not ${text}`, {
    hint: 'give fewer, or `max` for all of them',
  })
}

/** A percentage of at most two decimals as basis points. */
export function parseSlippage(text: string): bigint {
  const match = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text)
  const bps =
    match?.[1] === undefined
      ? -1n
      : BigInt(match[1]) * 100n + BigInt((match[2] ?? '').padEnd(2, '0'))
  if (bps < 0n || bps > 10_000n) {
    throw new UserError('E_SLIPPAGE', `--slippage ${text} is not a percentage`, {
      hint: 'from 0 to 100 with at most two decimals, such as 0.5',
    })
  }
  return bps
}

/** `--deadline`, minutes after the chain's own clock, as unix seconds. */
export function parseDeadline(text: string, timestamp: number): bigint {
  return BigInt(timestamp + Math.round(parsePositive(text, '--deadline') * 60))
}
