import type { CommonOptions } from '@tickwise/terminal'

/** Options of everything that reads the record of runs. */
export interface RunsOptions extends CommonOptions {
  readonly runs?: string
}

/** Where runs are kept: as the option says, else as the environment says, else `runs`. */
export function runsFolder({ runs }: Pick<RunsOptions, 'runs'>): string {
  return runs ?? (process.env['TICKWISE_RUNS'] || 'runs')
}
