/** Something that a person should know. */
export interface Alert {
  /** What it is about; the same thing has the same key. */
  readonly key: string
  readonly status: 'firing' | 'resolved'
  readonly severity: 'warning' | 'alert'
  /** One sentence. */
  readonly text: string
  /** Unix seconds. */
  readonly at: number
  /** Who tells it: `tickwise-keeper 0x… on chain 1`. */
  readonly from: string
}

/** A way to a person. */
export interface Notifier {
  readonly name: 'webhook' | 'telegram' | 'slack'
  /** Settles when the other side has it; rejects otherwise, also when the signal aborts. */
  send(alert: Alert, signal: AbortSignal): Promise<void>
}

/** What people read: a mark, the sentence, and who says it. */
export function alertText({ status, severity, text, from }: Alert): string {
  const mark = status === 'resolved' ? 'RESOLVED' : severity === 'alert' ? 'ALERT' : 'WARNING'
  return `[${mark}] ${text}\n${from}`
}

/**
 * Posts JSON and wants a 2xx. The error names the status alone: answers and URLs may hold secrets.
 *
 * @throws Error
 */
export async function postJson(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    signal,
    // A redirect would carry the message to where nobody meant it to go.
    redirect: 'error',
  })
  await response.body?.cancel()
  if (!response.ok) throw new Error(`it answers with status ${response.status}`)
}
