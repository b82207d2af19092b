import { RetryableError } from '@tickwise/amm'
import { renderFacts, type CommandResult } from '@tickwise/terminal'
import { openRuntime } from '../program/open-runtime.ts'
import type { ConfigOptions, KeeperContext } from '../program/options.ts'
import { tickAll } from '../program/tick-all.ts'
import { readConfig } from './read-config.ts'

/** `tickwise-keeper once` */
export async function once(context: KeeperContext, options: ConfigOptions): Promise<CommandResult> {
  const loaded = readConfig(options, context.redactor)
  const runtime = await openRuntime(context, options, loaded)
  try {
    for (const { keeper } of runtime.vaults) await keeper.recover()
    const outcomes = await tickAll(runtime, context.signal)
    const stopped = outcomes.find(({ result }) => result === 'stopped')
    if (stopped !== undefined) {
      throw new RetryableError(
        'E_STOPPED',
        `nothing was done for ${stopped.vault}: ${stopped.reason}`,
        {
          hint: 'the next look tries again; the log says more',
        },
      )
    }
    const data = {
      mode: runtime.config.mode,
      keeper: runtime.account.address,
      vaults: runtime.vaults.map(({ keeper, settings }, i) => ({
        ...outcomes[i],
        vault: settings.vault,
        epoch: keeper.status().epoch ?? null,
        state: keeper.status().state ?? null,
        inFlight: keeper.status().inFlight,
      })),
    }
    const text = outcomes.map(({ vault, result, reason }) =>
      renderFacts([
        ['vault', vault],
        ['look', result],
        ['why', reason],
      ]),
    )
    return { data, text: text.join('\n\n') }
  } finally {
    await runtime.close()
  }
}
