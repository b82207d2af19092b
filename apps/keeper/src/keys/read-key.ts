import { UserError } from '@tickwise/amm'
import { english, toPrivateKey, validate } from 'ox/Mnemonic'
import type { Hex } from 'viem'
import { privateKeyToAddress } from 'viem/accounts'
import type { Redactor } from '../logging/redact.ts'

/**
 * A private key out of what somebody gave: 64 hex digits, or 12 to 24 words of a mnemonic (its first
 * account, m/44'/60'/0'/0/0). What was given and the key are hidden from now on; errors do not repeat it.
 *
 * @throws UserError `E_PRIVATE_KEY`
 * @example
 * readKey(await readSecretFile('key', 'the key file', redactor), redactor)
 */
export function readKey(text: string, redactor: Redactor): Hex {
  const given = text.trim()
  redactor.hide(given)
  const key = keyOf(given)
  if (key === undefined) {
    throw new UserError('E_PRIVATE_KEY', 'what was given is no private key and no mnemonic', {
      hint: 'a key has 64 hex digits, a mnemonic 12 to 24 English words with a checksum',
    })
  }
  redactor.hide(key)
  return key
}

function keyOf(given: string): Hex | undefined {
  try {
    if (/^(0x)?[0-9a-fA-F]{64}$/.test(given)) {
      const key = `0x${given.replace(/^0x/, '')}` as const
      // Zero and numbers beyond the curve are no keys.
      privateKeyToAddress(key)
      return key
    }
    const words = given.split(/\s+/).join(' ')
    // A mistyped word would be another account, silently.
    return validate(words, english) ? toPrivateKey(words, { as: 'Hex' }) : undefined
  } catch {
    // The library's message repeats what it was given.
    return undefined
  }
}
