import type { CommonOptions } from '@tickwise/terminal'

/** Options of the commands about the configuration. */
export interface ConfigOptions extends CommonOptions {
  readonly config?: string
}
