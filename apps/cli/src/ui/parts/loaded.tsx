import type { ReactElement } from 'react'
import type { UiLook } from '../look.ts'
import type { Loadable } from '../shell/loadable.ts'
import type { Size } from '../shell/size.ts'
import { ErrorPanel } from './error-panel.tsx'
import { Lines } from './lines.tsx'

/** What is loaded once it is there; before that what is being done, and what went wrong if it did. */
export function Loaded<Value>({
  data,
  what,
  size,
  look,
  children,
}: {
  readonly data: Loadable<Value>
  /** What is being loaded, such as `runs`. */
  readonly what: string
  readonly size: Size
  readonly look: UiLook
  readonly children: (value: Value) => ReactElement
}): ReactElement {
  switch (data.status) {
    case 'loading': {
      const text = `Loading ${what}${data.note === undefined ? '' : `: ${data.note}`}`
      return <Lines lines={[look.style('dim', text)]} size={size} look={look} />
    }
    case 'failed':
      return <ErrorPanel error={data.error} size={size} look={look} />
    case 'ready':
      return children(data.value)
  }
}
