import { UserError } from '@tickwise/amm'
import { openKeystore } from '@tickwise/protocol'
import type { LocalAccount } from 'viem'
import type { KeeperConfig } from '../config/schema.ts'
import type { Redactor } from '../logging/redact.ts'
import { createSignerRequest, externalAccount } from './external-signer.ts'
import { readPrivateFile, readSecretFile } from './secret-file.ts'

/** Seconds that an external signer may think. */
const signerTimeoutSeconds = 15

/**
 * The account that a configuration names: an encrypted key file, or an external signer. A key itself is
 * never an option and never in the environment.
 *
 * @param ask asks for the password where no file has it
 * @throws UserError `E_SIGNER` where none or both are named
 */
export async function openAccount(
  { keystore, passwordFile, externalUrl, externalAddress }: KeeperConfig['signer'],
  redactor: Redactor,
  ask: (question: string) => Promise<string>,
): Promise<LocalAccount> {
  const external = externalUrl !== undefined || externalAddress !== undefined
  if (keystore !== undefined && external) {
    throw new UserError('E_SIGNER', 'signer names a keystore and an external signer', {
      hint: 'leave one of them out',
    })
  }
  if (externalUrl !== undefined && externalAddress !== undefined) {
    redactor.hideUrl(externalUrl)
    return externalAccount(externalAddress, createSignerRequest(externalUrl, signerTimeoutSeconds))
  }
  if (keystore === undefined) {
    throw new UserError('E_SIGNER', external ? 'signer is named in half' : 'nobody signs', {
      hint: external
        ? 'signer.externalUrl and signer.externalAddress belong together'
        : 'make a key with `tickwise-keeper keys new` and name it in signer.keystore',
    })
  }
  const text = await readPrivateFile(keystore, 'the keystore')
  const password =
    passwordFile === undefined
      ? await ask(`Password of ${keystore}: `)
      : await readSecretFile(passwordFile, 'the password file', redactor)
  redactor.hide(password)
  return openKeystore(text, password)
}

/**
 * The address in a key file, without its password.
 *
 * @throws UserError `E_KEYSTORE` where there is none
 */
export function addressInKeystore(text: string): `0x${string}` {
  const match = /"address"\s*:\s*"(?:0x)?([0-9a-fA-F]{40})"/.exec(text)
  if (match?.[1] !== undefined) return `0x${match[1].toLowerCase()}`
  throw new UserError('E_KEYSTORE', 'the file has no address in it', {
    hint: 'give its password with --password-file, so that the key itself is asked',
  })
}
