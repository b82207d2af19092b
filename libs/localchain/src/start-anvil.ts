import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Address } from 'viem'
import { findAnvilBinary } from './binary.ts'
import { createLocalClient, type LocalClient } from './client.ts'
import { LocalChainError } from './errors.ts'
import { openRpcConnection, type RpcConnection } from './rpc-connection.ts'

export interface AnvilOptions {
  /** Default 31337. */
  readonly chainId?: number
  /** Unix seconds of the genesis block. Default: the wall clock's. */
  readonly timestamp?: number
  /**
   * `transaction` (default): a block per transaction; `manual`: only on request; a number: every so many seconds.
   */
  readonly mining?: 'transaction' | 'manual' | number
  /** Funded accounts that the node signs for. Default 10. */
  readonly accounts?: number
  /** Gas limit of a block. Default: anvil's, 30 million. */
  readonly gasLimit?: bigint
  /** EIP-170 limit in bytes; default 24,576. */
  readonly codeSizeLimit?: number
  /**
   * EVM rules, for example `london`. Default: anvil's newest. Rules before `cancun` mine twice as fast: no system
   * calls in each block.
   */
  readonly hardfork?: string
  /** Keeps no old states: quicker, but calls work at the latest block only. Default false. */
  readonly latestStateOnly?: boolean
  /**
   * Off: blocks carry no state root. With it, mining a block costs time for every storage slot on the chain; without
   * it a long simulation stays as fast as it began. Default: on.
   */
  readonly stateRoots?: boolean
  /** Further command-line arguments of anvil. */
  readonly args?: readonly string[]
  /** Milliseconds to wait for the node's first answer. Default 30,000. */
  readonly startTimeout?: number
  /** Binary to run instead of the one from npm. */
  readonly binary?: string
}

/** A running local node. It ends with {@link Anvil.stop} and, at the latest, with this process. */
export interface Anvil {
  readonly rpcUrl: string
  readonly chainId: number
  /** viem client with test, public and wallet actions; signs as the first account. */
  readonly client: LocalClient
  /** Raw requests, pipelined: for many at once. */
  readonly rpc: RpcConnection
  /** Funded and unlocked, in anvil's fixed order. */
  readonly accounts: readonly [Address, ...Address[]]
  /** What the node wrote to its error stream so far. */
  stderr(): string
  /** Ends the node and waits until it is gone. Safe to call twice. */
  stop(): Promise<void>
}

/**
 * Starts an anvil node on a free port and waits until it answers.
 *
 * Transactions of one block run in the order they were sent, the base fee is zero and senders need no
 * key (auto-impersonation), so that what lands on chain depends on the requests alone.
 *
 * @throws LocalChainError `E_ANVIL_START` when the node ends or stays silent, with its error stream in the facts.
 * @example
 * const anvil = await startAnvil({ timestamp: 1_700_000_000 })
 * try { await anvil.client.getBlockNumber() } finally { await anvil.stop() }
 */
export async function startAnvil(options: AnvilOptions = {}): Promise<Anvil> {
  return options.stateRoots === false ? startWithoutRoots(options) : startNode(options)
}

/** anvil computes no roots when it forks another chain: here an empty one, of a second node that then idles. */
async function startWithoutRoots(options: AnvilOptions): Promise<Anvil> {
  const base = await startNode({ ...options, mining: 'transaction', args: [] })
  try {
    const fork = ['--fork-url', base.rpcUrl, '--fork-block-number', '0', '--no-storage-caching']
    const node = await startNode({ ...options, args: [...fork, ...(options.args ?? [])] })
    const stop = async () => {
      await node.stop()
      await base.stop()
    }
    return { ...node, stop }
  } catch (error) {
    await base.stop()
    throw error
  }
}

async function startNode(options: AnvilOptions): Promise<Anvil> {
  const chainId = options.chainId ?? 31_337
  const child = spawn(options.binary ?? findAnvilBinary(), commandLine(options, chainId), {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  let rpc: RpcConnection | undefined
  const stop = async () => {
    rpc?.close()
    await stopChild(child)
    process.off('exit', kill)
  }
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-65_536)
  })
  try {
    const port = await listeningPort(child, options.startTimeout ?? 30_000, () => errors)
    const rpcUrl = `http://127.0.0.1:${port}`
    const client = await createLocalClient(rpcUrl, chainId)
    const accounts = await client.getAddresses()
    await client.setLoggingEnabled(false)
    rpc = openRpcConnection(port)
    return {
      rpcUrl,
      chainId,
      client,
      rpc,
      accounts: atLeastOne(accounts),
      stderr: () => errors,
      stop,
    }
  } catch (cause) {
    await stop()
    if (cause instanceof LocalChainError) throw cause
    throw new LocalChainError('E_ANVIL_START', 'the local node started but does not answer', {
      facts: { stderr: errors },
      cause,
    })
  }
}

function commandLine(options: AnvilOptions, chainId: number): string[] {
  const { mining = 'transaction', timestamp, accounts, gasLimit, codeSizeLimit } = options
  const list = [
    '--port',
    '0',
    '--chain-id',
    String(chainId),
    '--order',
    'fifo',
    '--auto-impersonate',
  ]
  list.push('--block-base-fee-per-gas', '0', '--no-request-size-limit', '--color', 'never')
  if (mining === 'manual') list.push('--no-mining')
  if (typeof mining === 'number') list.push('--block-time', String(mining))
  if (timestamp !== undefined) list.push('--timestamp', String(timestamp))
  if (accounts !== undefined) list.push('--accounts', String(accounts))
  if (gasLimit !== undefined) list.push('--gas-limit', String(gasLimit))
  if (codeSizeLimit !== undefined) list.push('--code-size-limit', String(codeSizeLimit))
  if (options.hardfork !== undefined) list.push('--hardfork', options.hardfork)
  if (options.latestStateOnly === true) list.push('--prune-history')
  return [...list, ...(options.args ?? [])]
}

/** anvil is asked for port 0 and says on its standard output which one it got. */
function listeningPort(
  child: ChildProcess,
  timeout: number,
  errors: () => string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = ''
    const fail = (message: string, cause?: unknown) => {
      clearTimeout(timer)
      const facts = { stderr: errors(), stdout: output.slice(-2_000) }
      reject(new LocalChainError('E_ANVIL_START', message, { facts, cause, hint: 'see stderr' }))
    }
    const timer = setTimeout(() => fail(`the local node was silent for ${timeout} ms`), timeout)
    child.once('error', (error) => fail('the local node could not be run', error))
    child.once('exit', (code) => fail(`the local node ended at start with code ${code}`))
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-65_536)
      const port = /Listening on \S+:(\d+)/.exec(output)?.[1]
      if (port === undefined) return
      clearTimeout(timer)
      resolve(Number(port))
    })
  })
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), 2_000)
  await gone
  clearTimeout(force)
}

function atLeastOne(accounts: readonly Address[]): readonly [Address, ...Address[]] {
  const [first, ...rest] = accounts
  if (first === undefined)
    throw new LocalChainError('E_ANVIL_START', 'the local node has no accounts', {
      hint: 'start it with at least one account',
    })
  return [first, ...rest]
}
