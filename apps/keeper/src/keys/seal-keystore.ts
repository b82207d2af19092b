import { UserError } from '@tickwise/amm'
import { encrypt, scryptAsync } from 'ox/Keystore'
import { randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { Hex } from 'viem'
import { privateKeyToAddress } from 'viem/accounts'

/** Cost of scrypt: 2^18 as geth and foundry take it, about a second. */
const scryptCost = 262_144

/** Least letters of a password: the file may be copied and tried against at leisure. */
const shortestPassword = 8

/**
 * The encrypted key file (Web3 Secret Storage version 3: scrypt, aes-128-ctr) of a key, as text. Its address
 * stands in it, as geth writes it.
 *
 * @throws UserError `E_PASSWORD` for a password of fewer than 8 letters
 * @example
 * await writeKeystore('key.json', await sealKeystore(key, password))
 */
export async function sealKeystore(key: Hex, password: string): Promise<string> {
  if (password.length < shortestPassword) {
    throw new UserError('E_PASSWORD', `the password has fewer than ${shortestPassword} letters`, {
      hint: 'take a longer one: who copies the file can try passwords at leisure',
    })
  }
  const iv = new Uint8Array(randomBytes(16))
  const [derived, options] = await scryptAsync({ password, iv, n: scryptCost })
  const keystore = encrypt(key, derived, options)
  const address = privateKeyToAddress(key).slice(2).toLowerCase()
  return `${JSON.stringify({ address, ...keystore }, null, 2)}\n`
}

/**
 * Writes an encrypted key file, readable by its owner only. A file that is there is never replaced: it may
 * be the only copy of a key.
 *
 * @throws UserError `E_KEYSTORE_EXISTS`
 */
export async function writeKeystore(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST') throw cause
    throw new UserError('E_KEYSTORE_EXISTS', `${path} exists and is not replaced`, {
      hint: 'give another path: a file like this may be the only copy of a key',
    })
  })
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}
