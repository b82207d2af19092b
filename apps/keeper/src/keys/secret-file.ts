import { UserError } from '@tickwise/amm'
import { open, type FileHandle } from 'node:fs/promises'
import type { Redactor } from '../logging/redact.ts'

/**
 * Reads a file that holds a secret: a key, a password, a token. What it holds is hidden in everything that
 * is shown from now on. A line break at its end is ignored.
 *
 * @param what for messages, such as `the password file`
 * @throws UserError `E_SECRET_FILE` where others than its owner can read it, or where it is empty
 * @example
 * const password = await readSecretFile('password', 'the password file', redactor)
 */
export async function readSecretFile(
  path: string,
  what: string,
  redactor: Redactor,
): Promise<string> {
  const text = await readPrivateFile(path, what)
  const secret = text.replace(/\r?\n$/, '')
  if (secret === '') {
    throw new UserError('E_SECRET_FILE', `${what} ${path} is empty`, {
      hint: 'write the secret into it',
    })
  }
  redactor.hide(secret)
  return secret
}

/**
 * Reads a file that only its owner may read.
 *
 * @throws UserError `E_SECRET_FILE` where others can; `E_SECRET_MISSING` where there is none
 */
export async function readPrivateFile(path: string, what: string): Promise<string> {
  const file = await openPrivate(path, what)
  try {
    return await file.readFile('utf8')
  } finally {
    await file.close()
  }
}

/** Looks at the open file, so that nobody exchanges it between the look and the reading. */
async function openPrivate(path: string, what: string): Promise<FileHandle> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new UserError('E_SECRET_MISSING', `${what} ${path} cannot be read`, {
      hint: 'check the path and who owns the file',
      cause,
    })
  })
  const { mode } = await file.stat()
  // Windows has no such bits and shows all of them.
  if (process.platform === 'win32' || (mode & 0o077) === 0) return file
  await file.close()
  throw new UserError('E_SECRET_FILE', `${what} ${path} can be read by others`, {
    hint: `chmod 600 ${path}`,
    facts: { mode: (mode & 0o777).toString(8) },
  })
}
