import { expect, it } from 'vitest'
import { privateKeyToAddress } from 'viem/accounts'
import { encrypt, scrypt as deriveByLibrary } from 'ox/Keystore'
import { accountOfKey, parseAddress } from './accounts.ts'
import { openKeystore } from './keystore.ts'

// The two test vectors of the Web3 Secret Storage definition.
const password = 'testpassword'
const address = privateKeyToAddress(
  '0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d',
)
const pbkdf2 = {
  crypto: {
    cipher: 'aes-128-ctr',
    cipherparams: { iv: '6087dab2f9fdbbfaddc31a909735c1e6' },
    ciphertext: '5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46',
    kdf: 'pbkdf2',
    kdfparams: {
      c: 262144,
      dklen: 32,
      prf: 'hmac-sha256',
      salt: 'ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd',
    },
    mac: '517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2',
  },
  id: '3198bc9c-6672-5ab3-d995-4942343ae5b6',
  version: 3,
}
const scrypt = {
  ...pbkdf2,
  crypto: {
    cipher: 'aes-128-ctr',
    cipherparams: { iv: '83dbcc02d8ccb40e466191a123791e0e' },
    ciphertext: 'd172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c',
    kdf: 'scrypt',
    kdfparams: {
      dklen: 32,
      n: 262144,
      p: 8,
      r: 1,
      salt: 'ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19',
    },
    mac: '2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097',
  },
}

it.each([
  ['pbkdf2', pbkdf2],
  ['scrypt', scrypt],
])('opens the %s vector of the standard', async (_, keystore) => {
  expect((await openKeystore(JSON.stringify(keystore), password)).address).toBe(address)
})

it('takes the cost that a file names, such as geth’s r = 8 and p = 1', async () => {
  // Sealed by another implementation of scrypt, the library's synchronous one.
  const [derived, details] = deriveByLibrary({ password, n: 1_024, r: 8, p: 1 })
  const key = '0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d'
  const sealed = encrypt(key, derived, { ...details, iv: new Uint8Array(16).fill(7) })
  expect((await openKeystore(JSON.stringify(sealed), password)).address).toBe(address)
})

it('takes the capital letters that some wallets write', async () => {
  const { crypto, ...rest } = pbkdf2
  const account = await openKeystore(JSON.stringify({ ...rest, Crypto: crypto }), password)
  expect(account.address).toBe(address)
})

it('says when the password is wrong and when the file is no keystore', async () => {
  await expect(openKeystore(JSON.stringify(pbkdf2), 'wrong')).rejects.toMatchObject({
    code: 'E_KEYSTORE_PASSWORD',
  })
  for (const text of ['', '{}', '[]', JSON.stringify({ ...pbkdf2, version: 1 })]) {
    await expect(openKeystore(text, password)).rejects.toMatchObject({ code: 'E_KEYSTORE' })
  }
})

it('reads bare keys, and does not repeat a wrong one', () => {
  const key = '7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d'
  expect(accountOfKey(`0x${key}\n`).address).toBe(address)
  for (const wrong of [key.slice(1), '0'.repeat(64), 'f'.repeat(64), 'secret']) {
    expect(() => accountOfKey(wrong)).toThrowError(
      expect.objectContaining({ message: expect.not.stringContaining(wrong) }),
    )
  }
})

it('notices a mistyped letter of an address with a checksum', () => {
  const good = '0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640'
  expect(parseAddress(good.toLowerCase(), 'pool')).toBe(good)
  expect(() => parseAddress(good.replace('FEE', 'fEE'), 'pool')).toThrow(/checksum/)
  expect(() => parseAddress('0x12', 'pool')).toThrow(/not an address/)
})
