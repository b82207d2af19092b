/** Whether `--strategy` names a file rather than a built-in strategy. */
export function isStrategyFile(nameOrFile: string): boolean {
  return /[/\\]|\.[cm]?[jt]s$/.test(nameOrFile)
}
