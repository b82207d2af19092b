import { UserError } from '@tickwise/amm'
import { accountOfKey, openKeystore, unlockedAccount } from '@tickwise/protocol'
import { readFile } from 'node:fs/promises'
import { type CommandContext, askPassword } from '@tickwise/terminal'

/** Where the signing key comes from. A key itself is never an option: shells and process lists keep those. */
export interface SignerOptions {
  readonly keystore?: string
  readonly passwordFile?: string
  readonly unlocked?: string
}

/** An account that signs, and where it came from. */
export interface Signer {
  readonly account: Awaited<ReturnType<typeof openKeystore>> | ReturnType<typeof unlockedAccount>
  readonly source: 'keystore' | 'unlocked' | 'TICKWISE_PRIVATE_KEY'
}

/**
 * The account of `--keystore` (with `--password-file` or a prompt), of `--unlocked`, or of
 * `TICKWISE_PRIVATE_KEY`.
 *
 * @throws UserError `E_SIGNER` where none or several are given
 */
export async function openSigner(context: CommandContext, options: SignerOptions): Promise<Signer> {
  const { keystore, unlocked } = options
  if (keystore !== undefined && unlocked !== undefined) {
    throw new UserError('E_SIGNER', '--keystore and --unlocked exclude each other', {
      hint: '--unlocked is for nodes that sign themselves, such as anvil',
    })
  }
  if (unlocked !== undefined) return { account: unlockedAccount(unlocked), source: 'unlocked' }
  if (keystore !== undefined) {
    const text = await readFile(keystore, 'utf8')
    const password = await passwordFor(context, keystore, options.passwordFile)
    context.note('Opening the keystore …')
    return { account: await openKeystore(text, password), source: 'keystore' }
  }
  const key = process.env['TICKWISE_PRIVATE_KEY']
  if (key !== undefined && key !== '') {
    return { account: accountOfKey(key), source: 'TICKWISE_PRIVATE_KEY' }
  }
  throw new UserError('E_SIGNER', 'nobody signs', {
    hint: 'give --keystore <file>, set TICKWISE_PRIVATE_KEY, or on a local node --unlocked <address>',
  })
}

async function passwordFor(
  context: CommandContext,
  keystore: string,
  passwordFile: string | undefined,
): Promise<string> {
  if (passwordFile === undefined) return askPassword(context.signal, `Password of ${keystore}: `)
  // Editors end files with a line break, passwords do not.
  return (await readFile(passwordFile, 'utf8')).replace(/\r?\n$/, '')
}
