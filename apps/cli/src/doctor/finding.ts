/** One thing that was looked at. */
export interface Finding {
  readonly name: string
  /** `failed` is something needed that is broken: exit code 3. */
  readonly status: 'ok' | 'warning' | 'failed'
  readonly detail: string
  /** What to do about it; with everything that is not `ok`. */
  readonly hint?: string
}
