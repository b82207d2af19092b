import { UserError } from '@tickwise/amm'
import { encrypt } from 'ox/Keystore'
import { randomBytes, scrypt } from 'node:crypto'
import { open } from 'node:fs/promises'
import { bytesToHex, type Hex } from 'viem'
import { privateKeyToAddress } from 'viem/accounts'

/** Cost of scrypt, as geth takes it: a try takes a second and 256 MB. */
const standardCost = 262_144
const blockSize = 8

/** Least letters of a password: the file may be copied and tried against at leisure. */
const shortestPassword = 8

/**
 * The encrypted key file (Web3 Secret Storage version 3: scrypt, aes-128-ctr) of a key, as text. Its address
 * stands in it, as geth writes it.
 *
 * @param cost of scrypt, a power of two; lower ones are for tests
 * @throws UserError `E_PASSWORD` for a password of fewer than 8 letters
 * @example
 * await writeKeystore('key.json', await sealKeystore(key, password))
 */
export async function sealKeystore(
  key: Hex,
  password: string,
  cost = standardCost,
): Promise<string> {
  if (password.length < shortestPassword) {
    throw new UserError('E_PASSWORD', `the password has fewer than ${shortestPassword} letters`, {
      hint: 'take a longer one: who copies the file can try passwords at leisure',
    })
  }
  const salt = randomBytes(32)
  const derived = await deriveKey(password, salt, cost)
  const keystore = encrypt(key, bytesToHex(derived), {
    iv: new Uint8Array(randomBytes(16)),
    kdf: 'scrypt',
    kdfparams: { dklen: 32, n: cost, p: 1, r: blockSize, salt: salt.toString('hex') },
  })
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

/** The system's scrypt: several times as fast as one in JavaScript. */
function deriveKey(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  const options = { N: cost, r: blockSize, p: 1, maxmem: 256 * cost * blockSize }
  return new Promise((resolve, reject) =>
    scrypt(password, salt, 32, options, (error, key) => (error ? reject(error) : resolve(key))),
  )
}
