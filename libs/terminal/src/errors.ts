import { TickwiseError } from '@tickwise/amm'
import type { Styler } from './style.ts'

/** What a failed command tells machines; also the shape of `error` with `--json`. */
export interface ErrorReport {
  readonly code: string
  readonly message: string
  readonly hint?: string | undefined
  readonly facts?: Readonly<Record<string, string>> | undefined
  readonly causes?: readonly string[] | undefined
  readonly exitCode: number
}

/** Turns anything thrown into a report; what is not ours is a bug (exit code 70). */
export function describeError(error: unknown): ErrorReport {
  if (error instanceof TickwiseError) {
    const facts = Object.fromEntries(Object.entries(error.facts).map(([k, v]) => [k, String(v)]))
    const causes = causesOf(error)
    return {
      code: error.code,
      message: error.message,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      ...(Object.keys(facts).length === 0 ? {} : { facts }),
      ...(causes.length === 0 ? {} : { causes }),
      exitCode: error.exitCode,
    }
  }
  const known = systemError(error)
  if (known) return known
  const message = error instanceof Error ? error.message : String(error)
  return {
    code: 'E_UNEXPECTED',
    message,
    hint: 'this is a bug in Tickwise: report the command, this message and the output of `tickwise doctor`',
    ...(error instanceof Error && error.stack ? { causes: [error.stack] } : {}),
    exitCode: 70,
  }
}

/** Errors of the operating system that a user can mend. */
function systemError(error: unknown): ErrorReport | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const hints: Readonly<Record<string, string>> = {
    ENOENT: 'check the path',
    EACCES: 'check the permissions of the file or folder',
    ENOSPC: 'free some disk space and run the command again',
    EEXIST: 'something else has this name: give another path',
    EISDIR: 'give a file, not a folder',
    ENOTDIR: 'give a folder, not a file',
    EROFS: 'write to a folder that is not read-only',
  }
  const hint = hints[code]
  if (hint === undefined || !(error instanceof Error)) return undefined
  return { code: `E_${code}`, message: error.message, hint, exitCode: 1 }
}

function causesOf(error: Error): string[] {
  const causes: string[] = []
  for (let cause = error.cause; cause instanceof Error && causes.length < 5; cause = cause.cause) {
    causes.push(cause.message.split('\n')[0] as string)
  }
  return causes
}

/** The report as lines for a person. */
export function renderError(report: ErrorReport, style: Styler): string {
  const lines = [`${style('red', 'error:')} ${report.message} ${style('dim', `(${report.code})`)}`]
  for (const [name, value] of Object.entries(report.facts ?? {})) {
    // What has lines of its own, such as an excerpt, needs no name.
    lines.push(value.includes('\n') ? indented(value) : `  ${name}: ${value}`)
  }
  for (const cause of report.causes ?? []) lines.push(style('dim', `  because: ${cause}`))
  if (report.hint !== undefined) lines.push(`${style('cyan', 'what to do:')} ${report.hint}`)
  return lines.join('\n')
}

function indented(block: string): string {
  return block.replace(/^/gm, '  ')
}
