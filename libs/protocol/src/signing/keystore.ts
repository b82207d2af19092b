import { UserError } from '@tickwise/amm'
import { pbkdf2, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { decrypt, scrypt as slowScrypt, type Keystore } from 'ox/Keystore'
import { bytesToHex, hexToBytes, type Hex } from 'viem'
import { privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts'
import { z } from 'zod'

const hex = z.string().regex(/^(0x)?[0-9a-fA-F]+$/)

/** Costs have ceilings: a file from elsewhere must not take all memory. */
const scryptParameters = z.object({
  dklen: z.literal(32),
  n: z
    .number()
    .int()
    .min(2)
    .max(2 ** 20),
  r: z.number().int().min(1).max(32),
  p: z.number().int().min(1).max(32),
  salt: hex,
})
const pbkdf2Parameters = z.object({
  dklen: z.literal(32),
  c: z.number().int().min(1).max(10_000_000),
  prf: z.literal('hmac-sha256'),
  salt: hex,
})

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
    kdfparams: z.union([scryptParameters, pbkdf2Parameters]),
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
  const { parameters, ...keystore } = parseKeystore(text)
  const key = await deriveKey(parameters, password)
  try {
    return privateKeyToAccount(decrypt(keystore, key))
  } catch {
    throw new UserError('E_KEYSTORE_PASSWORD', 'the password does not open the keystore', {
      hint: 'a line break at the end of the password file is ignored, other spaces are not',
    })
  }
}

/**
 * The system's own functions: the library's asynchronous scrypt takes r = 1 and p = 8 whatever the file says,
 * and geth and foundry write r = 8 and p = 1.
 */
async function deriveKey(parameters: Parameters, password: string): Promise<Hex> {
  const salt = hexToBytes(`0x${parameters.salt.replace(/^0x/, '')}`)
  if ('c' in parameters) {
    return bytesToHex(await promisify(pbkdf2)(password, salt, parameters.c, 32, 'sha256'))
  }
  const { n: N, r, p } = parameters
  if (N >= 2 ** (16 * r)) {
    // Beyond what the standard of scrypt allows, and in keystores all the same; OpenSSL refuses it.
    const [key] = slowScrypt({ password, salt, n: N, r: r as 1, p: p as 8 })
    return key()
  }
  const options = { N, r, p, maxmem: 256 * N * r + 1_024 * r * p + 2 ** 20 }
  return new Promise((resolve, reject) =>
    scrypt(password, salt, 32, options, (error, key) =>
      error ? reject(error) : resolve(bytesToHex(key)),
    ),
  )
}

type Parameters = z.output<typeof scryptParameters> | z.output<typeof pbkdf2Parameters>

function parseKeystore(text: string): Keystore & { readonly parameters: Parameters } {
  try {
    const parsed = keystoreSchema.parse(lowerCaseKeys(JSON.parse(text)))
    const parameters = parsed.crypto.kdfparams
    return { ...parsed, id: parsed.id ?? '', parameters } as ReturnType<typeof parseKeystore>
  } catch (cause) {
    throw new UserError('E_KEYSTORE', 'the file is not an encrypted key (keystore version 3)', {
      hint: 'make one with `tickwise-keeper keys new`, `cast wallet import` or `geth account import`',
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
