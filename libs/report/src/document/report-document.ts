import type { Chart } from '../charts/chart.ts'

/** A column of a table; numbers stand to the right. */
export interface TableColumn {
  readonly title: string
  readonly align?: 'right'
  /** Explains the others: left out where there is no room, as on a phone. */
  readonly isAside?: true
}

/** A table of finished words and numbers. */
export interface Table {
  /** What it is, for those who hear it read. */
  readonly caption: string
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly string[])[]
  /** Sums, below a line. */
  readonly footer?: readonly string[]
}

/** A piece of a section. Texts are plain; whoever renders them escapes them. */
export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'notes'; readonly notes: readonly string[] }
  | {
      readonly kind: 'chart'
      readonly chart: Chart
      readonly table: Table
      /** The table says more than the chart: it is seen at once. */
      readonly tableOpen?: true
    }
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [string, string])[] }
  | { readonly kind: 'command'; readonly lines: readonly string[] }

/** A part of a report with a heading. */
export interface Section {
  /** Anchor: `equity`. */
  readonly id: string
  readonly title: string
  readonly blocks: readonly Block[]
}

/** A number that is seen first. */
export interface KeyFigure {
  readonly label: string
  readonly value: string
  readonly detail: string
}

/** What a report says, whatever it is written in. */
export interface ReportDocument {
  readonly title: string
  readonly subtitle: string
  /** What nobody may overlook. */
  readonly warning?: string
  /** What happened, in sentences. */
  readonly headline: readonly string[]
  readonly figures: readonly KeyFigure[]
  readonly sections: readonly Section[]
  /** The last line: what made it. */
  readonly colophon: string
}
