/**
 * A line as a shell would take it apart: words by spaces, quoted ones whole.
 *
 * @example
 * splitWords('runs list --filter "sharpe > 1"') // ['runs', 'list', '--filter', 'sharpe > 1']
 */
export function splitWords(line: string): readonly string[] {
  const words = line.matchAll(/(?:"([^"]*)"?|'([^']*)'?|([^\s"']+))+/g)
  return [...words].map(([word]) => word.replace(/"([^"]*)"?|'([^']*)'?/g, '$1$2'))
}
