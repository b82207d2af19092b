import { formatEther, formatGwei } from 'viem'
import type { KeeperEvent } from '../ports.ts'

/** An event as a log line. */
export interface EventLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly message: string
  readonly fields: Readonly<Record<string, string | number | bigint | boolean>>
}

/**
 * What is logged of an event: a sentence, and fields whose names are an interface (docs/keeper.md).
 *
 * @example
 * describeEvent({ kind: 'tick', at: 0, result: 'acted' }).message // 'tick: acted'
 */
export function describeEvent(event: KeeperEvent): EventLine {
  switch (event.kind) {
    case 'tick':
      return line(event.result === 'stopped' ? 'warn' : 'debug', `tick: ${event.result}`, {})
    case 'state':
      return line(
        levelOfState(event.to),
        `${event.from} → ${event.to}: ${event.reason}`,
        place(event),
      )
    case 'decided':
      return line('info', `decided to ${event.trade ? 'trade' : 'hold'}: ${event.reason}`, {
        ...place(event),
        forecastX16: event.forecastX16,
      })
    case 'would-send':
      return line('info', `would send ${event.job}: ${event.effects.join('; ')}`, {
        ...place(event),
        to: event.to,
        gas: event.gas,
      })
    case 'sent':
      return line('info', event.attempt > 1 ? `sent ${event.job} again` : `sent ${event.job}`, {
        ...place(event),
        hash: event.hash,
        nonce: event.nonce,
        attempt: event.attempt,
        maxFeePerGasGwei: formatGwei(event.maxFeePerGas),
      })
    case 'mined':
      return line(
        event.reverted ? 'error' : 'info',
        `${event.job} ${event.reverted ? 'reverted' : 'mined'}`,
        {
          ...place(event),
          hash: event.hash,
          block: event.blockNumber,
          gasUsed: event.gasUsed,
          feeNative: formatEther(event.feeWei),
        },
      )
    case 'reorg':
      return line('warn', `${event.job} left the chain`, { ...place(event), depth: event.depth })
    case 'rpc':
      return line(event.result === 'ok' ? 'debug' : 'warn', `endpoint ${event.result}`, {
        endpoint: event.endpoint,
        method: event.method,
      })
    case 'head':
      return line('debug', 'head', { block: event.blockNumber, lagSeconds: event.lagSeconds })
    case 'balance':
      return line('debug', 'balance', { native: formatEther(event.wei) })
    case 'problem':
      return line(event.severity === 'alert' ? 'error' : 'warn', event.message, {
        code: event.code,
        ...(event.vault === undefined ? {} : { vault: event.vault }),
        ...(event.epoch === undefined ? {} : { epoch: event.epoch }),
      })
  }
}

function line(level: EventLine['level'], message: string, fields: EventLine['fields']): EventLine {
  return { level, message, fields }
}

function place({ vault, epoch }: { readonly vault: string; readonly epoch: number }) {
  return { vault, epoch }
}

function levelOfState(state: string): EventLine['level'] {
  return state === 'expired' || state === 'failed' ? 'error' : 'info'
}
