import { createStyler, type Styler } from '@tickwise/terminal'
import pino, { type Logger } from 'pino'
import type { Redactor } from './redact.ts'
import { shortHex } from './short-hex.ts'

/** Where log lines go. */
export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Lines for a person; JSON otherwise. */
  readonly pretty: boolean
  readonly colour: boolean
  readonly write: (line: string) => void
  readonly redactor: Redactor
}

/**
 * A structured log: a JSON object per line (`time` in ISO 8601, `level`, `msg` and fields), or a line for a
 * person on a terminal. Every line goes through the redactor last, whatever was logged.
 *
 * @example
 * const log = createLogger({ level: 'info', pretty: false, colour: false, write, redactor })
 * log.info({ epoch: 7 }, 'committed')
 */
export function createLogger({ level, pretty, colour, write, redactor }: LogOptions): Logger {
  const style = createStyler(colour)
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: plainFields },
      serializers: { err: errorFields },
    },
    {
      write: (line) => {
        const clean = redactor.clean(line)
        write(pretty ? `${prettyLine(clean, style)}\n` : clean)
      },
    },
  )
}

export type { Logger } from 'pino'

/** Bigints have no form in JSON. */
function plainFields(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === 'bigint' ? value.toString() : value,
    ]),
  )
}

/** What of an error is logged: own properties of foreign errors hold whole requests. */
function errorFields(error: Error): Record<string, unknown> {
  return {
    name: error.name,
    message: error.message,
    ...('code' in error ? { code: String(error.code) } : {}),
    ...(error.cause instanceof Error ? { cause: error.cause.message.split('\n')[0] } : {}),
    stack: error.stack,
  }
}

const colours = { error: 'red', warn: 'yellow', info: 'green', debug: 'dim' } as const

/** `12:00:05 info  committed  epoch=7`. */
function prettyLine(line: string, style: Styler): string {
  const { time, level, msg, err, ...fields } = JSON.parse(line) as Record<string, unknown>
  const label = String(level)
  const colour = label in colours ? colours[label as keyof typeof colours] : 'red'
  const failure =
    typeof err === 'object' && err !== null && 'message' in err ? err.message : undefined
  const shown = { ...fields, ...(failure === undefined ? {} : { error: failure }) }
  const more = Object.entries(shown).map(([key, value]) => `${key}=${fieldText(value)}`)
  const head = `${String(time).slice(11, 19)} ${style(colour, label.padEnd(5))} ${String(msg)}`
  return more.length === 0 ? head : `${head}  ${style('dim', more.join(' '))}`
}

function fieldText(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value)
  return shortHex(/[\s"=]/.test(value) ? JSON.stringify(value) : value)
}
