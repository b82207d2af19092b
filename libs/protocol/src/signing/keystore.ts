import { UserError } from '@tickwise/amm'
import { decrypt, toKeyAsync, type Keystore } from 'ox/Keystore'
import { privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts'
import { z } from 'zod'

const hex = z.string().regex(/^(0x)?[0-9a-fA-F]+$/)

/** Version 3 of the Web3 Secret Storage format, which geth, foundry and most wallets write. */
const keystoreSchema = z.object({
  version: z.literal(3),
  id: z.string().optional(),
  crypto: z.object({
    cipher: z.literal('aes-128-ctr'),
    ciphertext: hex,
    cipherparams: z.object({ iv: hex }),
    mac: hex,
    kdf: z.enum(['scrypt', 'pbkdf2']),
    kdfparams: z.record(z.string(), z.union([z.number(), z.string()])),
  }),
})

/**
 * Opens an encrypted key file (Web3 Secret Storage version 3: scrypt or pbkdf2, aes-128-ctr) as an account
 * that signs. The file's text is given; the key stays in memory.
 *
 * @throws UserError `E_KEYSTORE` for what is no such file; `E_KEYSTORE_PASSWORD` for the wrong password
 * @example
 * const account = await openKeystore(await readFile('key.json', 'utf8'), password)
 */
export async function openKeystore(text: string, password: string): Promise<PrivateKeyAccount> {
  const keystore = parseKeystore(text)
  const key = await toKeyAsync(keystore, { password })
  try {
    return privateKeyToAccount(decrypt(keystore, key))
  } catch {
    throw new UserError('E_KEYSTORE_PASSWORD', 'the password does not open the keystore', {
      hint: 'a line break at the end of the password file is ignored, other spaces are not',
    })
  }
}

function parseKeystore(text: string): Keystore {
  try {
    const parsed = keystoreSchema.parse(lowerCaseKeys(JSON.parse(text)))
    return { ...parsed, id: parsed.id ?? '' } as Keystore
  } catch (cause) {
    throw new UserError('E_KEYSTORE', 'the file is not an encrypted key (keystore version 3)', {
      hint: 'make one with `cast wallet import` or `geth account import`',
      cause: cause instanceof SyntaxError ? cause : undefined,
    })
  }
}

/** Some wallets write `Crypto` and `KDF`. */
function lowerCaseKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.toLowerCase(), lowerCaseKeys(inner)]),
  )
}
