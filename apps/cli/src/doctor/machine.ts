import { describeError, formatBytes } from '@tickwise/terminal'
import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { availableParallelism, freemem } from 'node:os'
import type { Finding } from './finding.ts'

const require = createRequire(import.meta.url)

/** Below this a large dataset or a sweep may run out of it. */
const littleBytes = 1e9

/** What Tickwise needs of this machine itself. */
export async function checkMachine(): Promise<readonly Finding[]> {
  return [
    checkNode(),
    checkBinary('anvil', '`data simulate`, `demo` and `parity`'),
    checkBinary('forge', 'work on the contracts'),
    await checkDisk(),
    checkMemory(),
    await checkTensorFlow(),
    checkChromium(),
  ]
}

function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const isNew = major > 20 || (major === 20 && minor >= 19)
  return {
    name: 'Node',
    status: isNew ? 'ok' : 'failed',
    detail: process.versions.node,
    ...(isNew ? {} : { hint: 'install 20.19 or newer' }),
  }
}

function checkBinary(name: 'anvil' | 'forge', use: string): Finding {
  try {
    const { version } = require(`@foundry-rs/${name}/package.json`) as { version: string }
    return { name, status: 'ok', detail: version }
  } catch {
    return {
      name,
      status: 'warning',
      detail: `not installed: ${use} will not work`,
      hint: 'run npm ci in the checkout',
    }
  }
}

async function checkDisk(): Promise<Finding> {
  const { bavail, bsize } = await statfs(process.cwd())
  const free = bavail * bsize
  return {
    name: 'disk',
    status: free < littleBytes ? 'warning' : 'ok',
    detail: `${formatBytes(free)} free here`,
    ...(free < littleBytes
      ? {
          hint: 'datasets and runs need some hundred megabytes: free some, or work on another disk',
        }
      : {}),
  }
}

function checkMemory(): Finding {
  const free = freemem()
  return {
    name: 'memory',
    status: free < littleBytes ? 'warning' : 'ok',
    detail: `${formatBytes(free)} free, ${availableParallelism()} cores`,
    ...(free < littleBytes ? { hint: 'run sweeps with fewer --jobs' } : {}),
  }
}

async function checkTensorFlow(): Promise<Finding> {
  const name = 'TensorFlow'
  try {
    const { openBackend } = await import('@tickwise/forecast')
    const { name: chosen, version, tried } = await openBackend('auto')
    const isPlain = tried.some((attempt) => attempt.name === 'node')
    const why = isPlain ? ' (the native one is not installed, which is fine)' : ''
    return { name, status: 'ok', detail: `backend ${chosen} ${version}${why}` }
  } catch (error) {
    return {
      name,
      status: 'warning',
      detail: `no backend works: ${describeError(error).message}`,
      hint: 'nets cannot be trained; every other model can. Run npm ci in the checkout',
    }
  }
}

/** Reports need no browser; only their tests look at them in one. */
function checkChromium(): Finding {
  const found = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
    (path) => existsSync(path),
  )
  return {
    name: 'Chromium',
    status: 'ok',
    detail: found ?? 'not installed, which is fine: only tests of reports open one',
  }
}
