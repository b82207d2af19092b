import { openKeystore } from '@tickwise/protocol'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { recoverTransactionAddress, recoverTypedDataAddress } from 'viem'
import { createRedactor } from '../logging/redact.ts'
import { createSignerRequest, externalAccount } from './external-signer.ts'
import { addressInKeystore, openAccount } from './open-account.ts'
import { readKey } from './read-key.ts'
import { sealKeystore, writeKeystore } from './seal-keystore.ts'
import { readSecretFile } from './secret-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'tickwise-keys-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string, text: string, mode = 0o600): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  chmodSync(path, mode)
  return path
}
const noQuestion = () => Promise.reject(new TypeError('nobody should be asked'))

it('a key that was sealed is opened by its password alone, and the file is its owner’s', async () => {
  const key = generatePrivateKey()
  const path = join(folder, 'key.json')
  await writeKeystore(path, await sealKeystore(key, 'correct horse', 1_024))
  expect(statSync(path).mode & 0o777).toBe(0o600)
  const text = readFileSync(path, 'utf8')
  expect(text).not.toContain(key.slice(2))
  expect(JSON.parse(text).crypto.kdfparams).toMatchObject({ n: 1_024, r: 8, p: 1 })
  const { address } = privateKeyToAccount(key)
  expect(addressInKeystore(text)).toBe(address.toLowerCase())
  expect((await openKeystore(text, 'correct horse')).address).toBe(address)
  const wrong = file('wrong', 'incorrect\n')
  const open = (passwordFile: string) =>
    openAccount({ keystore: path, passwordFile }, createRedactor(), noQuestion)
  await expect(open(wrong)).rejects.toMatchObject({ code: 'E_KEYSTORE_PASSWORD' })
  expect((await open(file('password', 'correct horse\n'))).address).toBe(address)
  await expect(writeKeystore(path, 'x')).rejects.toMatchObject({ code: 'E_KEYSTORE_EXISTS' })
  await expect(sealKeystore(key, 'short')).rejects.toMatchObject({ code: 'E_PASSWORD' })
})

it('a secret that others can read, an empty one and a missing one are refused', async () => {
  const read = (path: string) => readSecretFile(path, 'the file', createRedactor())
  expect(await read(file('a', 'two words \r\n', 0o400))).toBe('two words ')
  for (const mode of [0o640, 0o604, 0o620]) {
    await expect(read(file('b', 'x', mode))).rejects.toMatchObject({ code: 'E_SECRET_FILE' })
  }
  await expect(read(file('c', '\n'))).rejects.toMatchObject({ code: 'E_SECRET_FILE' })
  await expect(read(join(folder, 'none'))).rejects.toMatchObject({ code: 'E_SECRET_MISSING' })
})

it('keys are read as digits or as a mnemonic, and nothing that is wrong is repeated', () => {
  const redactor = createRedactor()
  // The mnemonic of anvil and hardhat and its first account, known to everybody.
  const mnemonic = 'test test test test test test test test test test test junk'
  const key = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
  expect(readKey(`${mnemonic.replace(' ', '  ')}\n`, redactor)).toBe(key)
  expect(readKey(`${key.slice(2)}\n`, redactor)).toBe(key)
  expect(redactor.clean(`a ${key.slice(2)} b`)).toBe('a (hidden) b')
  for (const wrong of [
    key.slice(3),
    '0'.repeat(64),
    'f'.repeat(64),
    mnemonic.replace('junk', 'test'),
    '',
  ]) {
    try {
      readKey(wrong, redactor)
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ code: 'E_PRIVATE_KEY' })
      expect((error as Error).cause).toBeUndefined()
      if (wrong !== '') expect(String(error)).not.toContain(wrong)
    }
  }
})

it('an external signer signs transactions and typed data over JSON-RPC', async () => {
  const account = privateKeyToAccount(generatePrivateKey())
  const methods: string[] = []
  let refuse = false
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      const { method, params } = JSON.parse(body)
      methods.push(method)
      const sign = async () => {
        if (refuse) return { error: { message: 'locked' } }
        if (method === 'eth_signTypedData_v4') {
          return { result: await account.signTypedData(JSON.parse(params[1])) }
        }
        const { to, data, nonce, gas, value, chainId, maxFeePerGas, maxPriorityFeePerGas } =
          params[0]
        const raw = await account.signTransaction({
          to,
          data,
          nonce: Number(nonce),
          gas: BigInt(gas),
          value: BigInt(value),
          chainId: Number(chainId),
          maxFeePerGas: BigInt(maxFeePerGas),
          maxPriorityFeePerGas: BigInt(maxPriorityFeePerGas),
          type: 'eip1559',
        })
        return { result: { raw, tx: {} } }
      }
      void sign().then((answer) => response.end(JSON.stringify(answer)))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const external = externalAccount(account.address, createSignerRequest(url, 5))
  const transaction = {
    chainId: 1,
    nonce: 0,
    to: account.address,
    data: '0x1234',
    gas: 21_000n,
    maxFeePerGas: 5n,
    maxPriorityFeePerGas: 1n,
    type: 'eip1559',
  } as const
  const serializedTransaction = (await external.signTransaction(transaction)) as `0x02${string}`
  expect(serializedTransaction).toBe(await account.signTransaction(transaction))
  expect(await recoverTransactionAddress({ serializedTransaction })).toBe(account.address)
  const typed = {
    domain: { name: 'x', chainId: 1 },
    types: { Salt: [{ name: 'nonce', type: 'uint64' }] },
    primaryType: 'Salt',
    message: { nonce: 7n },
  } as const
  const signature = await external.signTypedData(typed)
  expect(await recoverTypedDataAddress({ ...typed, signature })).toBe(account.address)
  refuse = true
  await expect(external.signTransaction(transaction)).rejects.toMatchObject({ code: 'E_SIGNER' })
  server.closeAllConnections()
  server.close()
  await expect(external.signTransaction(transaction)).rejects.toMatchObject({ code: 'E_SIGNER' })
})

it('an account needs one signer, not none, half of one or two', async () => {
  const address = '0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640'
  const url = 'http://127.0.0.1:9'
  for (const signer of [
    {},
    { externalUrl: url },
    { externalAddress: address },
    { keystore: 'x', externalUrl: url },
  ] as const) {
    await expect(openAccount(signer, createRedactor(), noQuestion)).rejects.toMatchObject({
      code: 'E_SIGNER',
    })
  }
  const external = { externalUrl: url, externalAddress: address } as const
  expect((await openAccount(external, createRedactor(), noQuestion)).address).toBe(address)
})
