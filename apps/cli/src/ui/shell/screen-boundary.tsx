import { describeError } from '@tickwise/terminal'
import { Component, type ReactNode } from 'react'
import type { UiLook } from '../look.ts'
import { ErrorPanel } from '../parts/error-panel.tsx'
import type { Size } from './size.ts'

interface BoundaryProps {
  readonly look: UiLook
  readonly size: Size
  readonly children: ReactNode
}

/** A screen that cannot be drawn is told like any other failure, and the others stay within reach. */
export class ScreenBoundary extends Component<BoundaryProps, { readonly error?: unknown }> {
  override state: { readonly error?: unknown } = {}

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error }
  }

  override render(): ReactNode {
    const { look, size, children } = this.props
    const { error } = this.state
    if (error === undefined) return children
    return <ErrorPanel error={describeError(error)} look={look} size={size} />
  }
}
