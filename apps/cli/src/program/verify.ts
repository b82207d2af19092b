import type { Command } from 'commander'
import { act } from '@tickwise/terminal/program'
import { withChain } from './vault.ts'

/** `tickwise verify` */
export function addVerifyCommand(program: Command): void {
  act(
    withChain(
      program
        .command('verify')
        .description(
          'run a decision of a vault again, or all it ever revealed; exit code 3 if one differs',
        )
        .argument('<subject>', 'transaction of a reveal, address of a vault, or file of a receipt')
        .option('--model <file>', 'file of the model; else it is read from the chain')
        .option('--from-block <n>', 'of a vault: search from this block on', '0')
        .addHelpText(
          'after',
          `
Needs nothing but an archive endpoint that knows eth_simulateV1. Prints MATCH, or the first field that
differs with what was found and what follows from the chain. --json has the receipt. See
docs/verification.md.`,
        ),
    ),
    async () => (await import('../commands/verify.ts')).verify,
  )
}
