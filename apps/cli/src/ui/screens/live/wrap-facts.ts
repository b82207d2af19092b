import { visibleLength } from '../../text/cut.ts'

/** Facts with two spaces between them, in as many lines as they need; none is broken in two. */
export function wrapFacts(facts: readonly string[], columns: number): readonly string[] {
  const lines: string[] = []
  for (const fact of facts) {
    const last = lines.at(-1)
    const joined = `${last ?? ''}  ${fact}`
    if (last !== undefined && visibleLength(joined) <= columns) lines[lines.length - 1] = joined
    else lines.push(fact)
  }
  return lines
}
