import { UserError } from '@tickwise/amm'
import { openKeystore } from '@tickwise/protocol'
import {
  askPassword,
  canAsk,
  renderFacts,
  type CommandResult,
  type CommonOptions,
} from '@tickwise/terminal'
import { getAddress, type Hex } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { addressInKeystore } from '../keys/open-account.ts'
import { readKey } from '../keys/read-key.ts'
import { sealKeystore, writeKeystore } from '../keys/seal-keystore.ts'
import { readPrivateFile, readSecretFile } from '../keys/secret-file.ts'
import type { KeeperContext } from '../program/options.ts'

interface SealOptions extends CommonOptions {
  readonly out: string
  readonly passwordFile?: string
}

/** `tickwise-keeper keys new` */
export async function keysNew(
  context: KeeperContext,
  options: SealOptions,
): Promise<CommandResult> {
  const key = generatePrivateKey()
  context.redactor.hide(key)
  return sealed(context, options, key)
}

/** `tickwise-keeper keys import` */
export async function keysImport(
  context: KeeperContext,
  options: SealOptions & { readonly keyFile?: string },
): Promise<CommandResult> {
  return sealed(
    context,
    options,
    readKey(await givenKey(context, options.keyFile), context.redactor),
  )
}

/** `tickwise-keeper keys address` */
export async function keysAddress(
  { redactor }: KeeperContext,
  { passwordFile }: CommonOptions & { readonly passwordFile?: string },
  keystore: string,
): Promise<CommandResult> {
  const text = await readPrivateFile(keystore, 'the keystore')
  const address =
    passwordFile === undefined
      ? getAddress(addressInKeystore(text))
      : (
          await openKeystore(
            text,
            await readSecretFile(passwordFile, 'the password file', redactor),
          )
        ).address
  return { data: { address, keystore, opened: passwordFile !== undefined }, text: address }
}

/** From a file, from a pipe, or typed without being shown. */
async function givenKey({ redactor, signal }: KeeperContext, file?: string): Promise<string> {
  if (file !== undefined) return readSecretFile(file, 'the key file', redactor)
  if (canAsk()) return askPassword(signal, 'Private key or mnemonic: ')
  let text = ''
  for await (const chunk of process.stdin.setEncoding('utf8')) text += String(chunk)
  return text
}

async function sealed(
  context: KeeperContext,
  { out, passwordFile }: SealOptions,
  key: Hex,
): Promise<CommandResult> {
  const password = await newPassword(context, passwordFile)
  context.note('Sealing the key …')
  await writeKeystore(out, await sealKeystore(key, password))
  const address = privateKeyToAddress(key)
  return {
    data: { address, keystore: out },
    text: renderFacts([
      ['address', address],
      ['keystore', `${out} (readable by you alone)`],
      ['keep', 'a copy of the file and the password, apart from each other'],
    ]),
  }
}

async function newPassword(
  { redactor, signal }: KeeperContext,
  file: string | undefined,
): Promise<string> {
  if (file !== undefined) return readSecretFile(file, 'the password file', redactor)
  const first = await askPassword(signal, 'New password: ')
  redactor.hide(first)
  if (first === (await askPassword(signal, 'Again: '))) return first
  throw new UserError('E_PASSWORD', 'the two passwords differ', { hint: 'try again' })
}
