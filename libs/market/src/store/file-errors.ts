import { TickwiseError, UserError } from '@tickwise/amm'

/** Whether an error is a system error with this code (`ENOENT`, `ENOSPC` …). */
export const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

const isDiskFull = (error: unknown): boolean =>
  hasCode(error, 'ENOSPC') ||
  hasCode(error, 'EDQUOT') ||
  /no space left|disk quota/i.test(messageOf(error))

/** Turns what a failed write throws into a typed error; typed errors pass unchanged. */
export const writeError = (error: unknown, directory: string): unknown => {
  if (error instanceof TickwiseError) return error
  if (isDiskFull(error))
    return new UserError('E_DISK_FULL', `the disk is full: ${directory} was not written`, {
      hint: 'free some space or choose another folder; nothing half-written was left',
      facts: { directory },
      cause: error,
    })
  if (hasCode(error, 'EACCES') || hasCode(error, 'EROFS') || hasCode(error, 'EPERM'))
    return new UserError('E_NOT_WRITABLE', `${directory} cannot be written`, {
      hint: 'choose a folder that you may write',
      facts: { directory },
      cause: error,
    })
  return error
}

/** Turns what a failed read throws into a typed error that names the file. */
export const readError = (error: unknown, file: string): unknown => {
  if (error instanceof TickwiseError) return error
  if (hasCode(error, 'ENOENT'))
    return new UserError('E_NOT_FOUND', `${file} does not exist`, {
      hint: 'check the path',
      facts: { file },
      cause: error,
    })
  return new UserError(
    'E_FILE_BROKEN',
    `${file} cannot be read: ${messageOf(error).split('\n')[0]}`,
    {
      hint: 'the file is damaged or cut short: download or export it again',
      facts: { file },
      cause: error,
    },
  )
}
