import { statfs } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { cpus, freemem } from 'node:os'
import {
  type CommandContext,
  type CommandResult,
  type CommonOptions,
  describeError,
  formatBytes,
  formatDuration,
} from '@tickwise/terminal'
import { sampleDirectory } from '../sample.ts'

interface DoctorOptions extends CommonOptions {
  readonly rpc?: string
  readonly dataset?: string
}

interface Finding {
  readonly name: string
  readonly status: 'ok' | 'warning' | 'failed'
  readonly detail: string
}

/** Checks what Tickwise needs from this machine; ends with 3 when something needed is broken. */
export async function doctor(
  context: CommandContext,
  options: DoctorOptions,
): Promise<CommandResult> {
  const findings = [
    checkNode(),
    checkAnvil(),
    await checkDisk(),
    checkMemory(),
    await checkDataset(options.dataset ?? sampleDirectory()),
    ...(options.rpc === undefined ? [] : await checkRpc(options.rpc)),
  ]
  const marks = {
    ok: context.style('green', 'ok     '),
    warning: context.style('yellow', 'warning'),
    failed: context.style('red', 'FAILED '),
  }
  const width = Math.max(...findings.map((finding) => finding.name.length))
  const lines = findings.map(
    ({ name, status, detail }) => `${marks[status]}  ${name.padEnd(width)}  ${detail}`,
  )
  const failed = findings.some((finding) => finding.status === 'failed')
  return { data: { ok: !failed, findings }, text: lines.join('\n'), exitCode: failed ? 3 : 0 }
}

function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const ok = major > 20 || (major === 20 && minor >= 19)
  return {
    name: 'Node',
    status: ok ? 'ok' : 'failed',
    detail: `${process.versions.node}${ok ? '' : ': install 20.19 or newer'}`,
  }
}

/** Anvil is needed by `data simulate` alone, so its absence is a warning. */
function checkAnvil(): Finding {
  try {
    const manifest = createRequire(import.meta.url)('@foundry-rs/anvil/package.json') as {
      version: string
    }
    return { name: 'anvil', status: 'ok', detail: manifest.version }
  } catch {
    return {
      name: 'anvil',
      status: 'warning',
      detail: 'not installed: `tickwise data simulate` will not work; run npm ci',
    }
  }
}

async function checkDisk(): Promise<Finding> {
  const { bavail, bsize } = await statfs(process.cwd())
  const free = bavail * bsize
  return {
    name: 'disk',
    status: free < 1e9 ? 'warning' : 'ok',
    detail: `${formatBytes(free)} free here${free < 1e9 ? ': datasets need some hundred megabytes' : ''}`,
  }
}

function checkMemory(): Finding {
  const free = freemem()
  return {
    name: 'machine',
    status: free < 1e9 ? 'warning' : 'ok',
    detail: `${cpus().length} cores, ${formatBytes(free)} memory free`,
  }
}

async function checkDataset(directory: string): Promise<Finding> {
  const name = 'dataset'
  try {
    const { openDataset } = await import('@tickwise/market')
    const dataset = await openDataset(directory, { verify: true })
    const label = dataset.simulated ? ' (simulated)' : ''
    return {
      name,
      status: 'ok',
      detail: `${directory}${label}: every file has the hash of its manifest`,
    }
  } catch (error) {
    return { name, status: 'failed', detail: `${directory}: ${describeError(error).message}` }
  }
}

async function checkRpc(url: string): Promise<Finding[]> {
  const call = async (method: string, params: readonly unknown[]): Promise<unknown> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      signal: AbortSignal.timeout(10_000),
    })
    const body = (await response.json()) as { result?: unknown; error?: { message: string } }
    if (body.error) throw new Error(body.error.message)
    return body.result
  }
  try {
    const chainId = Number(await call('eth_chainId', []))
    const block = (await call('eth_getBlockByNumber', ['latest', false])) as {
      number: string
      timestamp: string
    }
    const lag = Date.now() / 1000 - Number(block.timestamp)
    return [
      { name: 'RPC', status: 'ok', detail: `chain ${chainId}, head ${Number(block.number)}` },
      {
        name: 'head lag',
        status: Math.abs(lag) > 120 ? 'warning' : 'ok',
        detail:
          lag < -15
            ? `the newest block is ${formatDuration(-lag)} ahead of this clock: check the clock`
            : `the newest block is ${formatDuration(Math.max(0, lag))} old`,
      },
    ]
  } catch (error) {
    return [
      {
        name: 'RPC',
        status: 'failed',
        detail: `${url}: ${error instanceof Error ? error.message : String(error)}`,
      },
    ]
  }
}
