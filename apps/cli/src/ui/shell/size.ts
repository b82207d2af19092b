/** Columns and rows of a terminal, or of a part of it. */
export interface Size {
  readonly columns: number
  readonly rows: number
}

/** A terminal that is smaller shows a sentence instead of screens. */
export const smallestSize: Size = { columns: 20, rows: 5 }

/** Whether screens can be drawn. */
export function isTooSmall({ columns, rows }: Size): boolean {
  return columns < smallestSize.columns || rows < smallestSize.rows
}

/** What is left for a screen beside the line above it, the line below it, and the last one, which stays free. */
export function bodySize({ columns, rows }: Size): Size {
  return { columns, rows: Math.max(1, rows - 3) }
}
