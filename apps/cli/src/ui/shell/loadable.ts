import type { ErrorReport } from '@tickwise/terminal'

/** What a screen shows, as far as it is there. */
export type Loadable<Value> =
  | { readonly status: 'loading'; readonly note?: string }
  | { readonly status: 'ready'; readonly value: Value }
  | { readonly status: 'failed'; readonly error: ErrorReport }

/** The value once it is there. */
export function valueOf<Value>(data: Loadable<Value>): Value | undefined {
  return data.status === 'ready' ? data.value : undefined
}
