import { UserError } from '@tickwise/amm'
import { getAddress, isHex, type Address, type JsonRpcAccount } from 'viem'
import { privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts'

/**
 * An account from a bare private key, with or without `0x`. The key is in no message.
 *
 * @throws UserError `E_PRIVATE_KEY`
 */
export function accountOfKey(text: string): PrivateKeyAccount {
  const key = text.trim().replace(/^(?!0x)/, '0x')
  try {
    if (isHex(key) && key.length === 66) return privateKeyToAccount(key)
  } catch {
    // Zero and numbers beyond the curve are no keys either.
  }
  throw new UserError('E_PRIVATE_KEY', 'the private key is not one', {
    hint: 'it has 64 hex digits; better: use an encrypted keystore file',
  })
}

/**
 * An account that the node itself signs for, as anvil does for its own.
 *
 * @throws UserError `E_ADDRESS`
 */
export function unlockedAccount(address: string): JsonRpcAccount {
  return { type: 'json-rpc', address: parseAddress(address, 'the unlocked account') }
}

/**
 * An address with the right checksum, or without any.
 *
 * @throws UserError `E_ADDRESS`
 * @example
 * parseAddress('0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640', '--pool')
 */
export function parseAddress(text: string, what: string): Address {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) {
    throw new UserError('E_ADDRESS', `${what} ${text} is not an address`, {
      hint: '0x and 40 hex digits',
    })
  }
  const address = getAddress(text.toLowerCase() as Address)
  const checksummed = /[a-f]/.test(text) && /[A-F]/.test(text)
  if (checksummed && text !== address) {
    throw new UserError('E_ADDRESS', `${what} ${text} has a wrong checksum`, {
      hint: 'a letter is mistyped: copy the address again',
    })
  }
  return address
}
