import type { Markup } from '../svg/element.ts'
import type { ChartSize } from '../svg/frame.ts'

/** A line of the legend: which stroke stands for what. */
export interface LegendEntry {
  readonly name: string
  /** Class of the swatch: `s s0`, `band`, `gain`, `flag`. */
  readonly style: string
  readonly shape: 'line' | 'box' | 'mark'
}

/** A chart that can be drawn at any size. */
export interface Chart {
  /** File name without ending, and anchor: `equity`. */
  readonly id: string
  readonly title: string
  /** What it shows, in words, for those who cannot see it. */
  readonly summary: string
  readonly legend: readonly LegendEntry[]
  readonly draw: (size: ChartSize) => Markup
}
