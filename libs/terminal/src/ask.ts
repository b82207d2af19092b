import { CancelledError, UserError } from '@tickwise/amm'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** Whether somebody can answer a question: both the question and the answer need a terminal. */
export function canAsk(): boolean {
  return Boolean(process.stdin.isTTY) && Boolean(process.stderr.isTTY)
}

/** Asks a yes-or-no question on stderr; anything but yes is no. */
export async function confirm(signal: AbortSignal, question: string): Promise<boolean> {
  const answer = await ask(signal, `${question} [y/N] `, process.stderr)
  return /^y(es)?$/i.test(answer.trim())
}

/**
 * Asks for a password without showing what is typed.
 *
 * @throws UserError `E_PASSWORD` without a terminal
 */
export async function askPassword(signal: AbortSignal, question: string): Promise<string> {
  if (!canAsk()) {
    throw new UserError('E_PASSWORD', 'there is no terminal to ask for the password', {
      hint: 'give --password-file <file>',
    })
  }
  process.stderr.write(question)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const answer = await ask(signal, '', nowhere)
  process.stderr.write('\n')
  return answer
}

/** readline takes Ctrl-C for itself while it reads, so it is passed on from here. */
function ask(
  signal: AbortSignal,
  question: string,
  output: NodeJS.WritableStream,
): Promise<string> {
  signal.throwIfAborted()
  const reader = createInterface({ input: process.stdin, output, terminal: true })
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      process.stderr.write('\n')
      reject(new CancelledError('E_CANCELLED', 'stopped by the user; nothing was sent'))
      reader.close()
    }
    reader.once('SIGINT', stop)
    reader.once('close', stop)
    signal.addEventListener('abort', stop, { once: true })
    reader.question(question, (answer) => {
      reader.off('close', stop)
      signal.removeEventListener('abort', stop)
      reader.close()
      resolve(answer)
    })
  })
}
