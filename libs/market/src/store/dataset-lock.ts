import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { RetryableError } from '@tickwise/amm'
import { hasCode } from './file-errors.ts'

interface LockOwner {
  readonly pid: number
  readonly host: string
}

const readOwner = async (path: string): Promise<LockOwner | undefined> => {
  try {
    const owner: unknown = JSON.parse(await readFile(path, 'utf8'))
    if (typeof owner !== 'object' || owner === null) return undefined
    if (!('pid' in owner) || !('host' in owner)) return undefined
    const { pid, host } = owner
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host } : undefined
  } catch {
    return undefined
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return hasCode(error, 'EPERM')
  }
}

const tryCreate = async (path: string): Promise<boolean> => {
  try {
    const file = await open(path, 'wx')
    await file.writeFile(JSON.stringify({ pid: process.pid, host: hostname() }))
    await file.close()
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}

/**
 * Runs `use` while this process alone may write the dataset folder. The lock is a file beside the
 * folder; one left behind by a process that no longer runs on this host is taken over.
 *
 * @throws RetryableError E_LOCKED naming the process that holds it
 */
export const withDatasetLock = async <T>(directory: string, use: () => Promise<T>): Promise<T> => {
  const path = `${directory}.lock`
  await mkdir(dirname(path), { recursive: true })
  if (!(await tryCreate(path))) {
    const owner = await readOwner(path)
    const stale = owner !== undefined && owner.host === hostname() && !isAlive(owner.pid)
    if (stale) await rm(path, { force: true })
    if (!stale || !(await tryCreate(path))) {
      const holder =
        owner === undefined ? 'another process' : `process ${owner.pid} on ${owner.host}`
      throw new RetryableError('E_LOCKED', `${directory} is being written by ${holder}`, {
        hint: `wait until it ends; if nothing writes there, remove ${path}`,
        facts: { lock: path, ...(owner === undefined ? {} : { pid: owner.pid }) },
      })
    }
  }
  try {
    return await use()
  } finally {
    await rm(path, { force: true })
  }
}
