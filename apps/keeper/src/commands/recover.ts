import { renderFacts, renderTable, type CommandResult } from '@tickwise/terminal'
import { copyJournal } from '../program/journal-copy.ts'
import { openRuntime, type Runtime } from '../program/open-runtime.ts'
import type { ConfigOptions, KeeperContext } from '../program/options.ts'
import { tickAll } from '../program/tick-all.ts'
import type { KeeperEvent } from '../ports.ts'
import { readConfig } from './read-config.ts'

/** `tickwise-keeper recover` */
export async function recover(
  context: KeeperContext,
  options: ConfigOptions & { readonly yes?: boolean },
): Promise<CommandResult> {
  const trial = options.yes !== true
  const loaded = readConfig(trial ? { ...options, dryRun: true } : options, context.redactor)
  const copy = trial ? copyJournal(loaded.config.journal) : undefined
  const events: KeeperEvent[] = []
  // A trial's steps are its result: the log would say them twice.
  const logging = trial ? { ...options, logLevel: 'error' as const } : options
  const runtime = await openRuntime(context, logging, loaded, {
    ...(copy === undefined ? {} : { journal: copy.journal, alerts: false }),
    listen: (event) => events.push(event),
  }).catch((error: unknown) => {
    copy?.discard()
    throw error
  })
  try {
    for (const { keeper } of runtime.vaults) await keeper.recover()
    await tickAll(runtime, context.signal)
    return resultOf(runtime, events, trial)
  } finally {
    await runtime.close()
    copy?.discard()
  }
}

type Step = Extract<KeeperEvent, { readonly kind: 'state' | 'would-send' | 'sent' | 'problem' }>

function isStep(event: KeeperEvent): event is Step {
  return ['state', 'would-send', 'sent', 'problem'].includes(event.kind)
}

function resultOf(
  { vaults }: Runtime,
  events: readonly KeeperEvent[],
  trial: boolean,
): CommandResult {
  const statuses = vaults.map(({ keeper }) => keeper.status())
  const steps = events.filter(isStep)
  const rows = steps.map(stepRow)
  const facts = statuses.flatMap(
    ({ vault, state, epoch, lastTick, inFlight }): [string, string][] => [
      ['vault', vault],
      ['epoch', epoch === undefined ? '–' : `${epoch}: ${state ?? 'idle'}`],
      ['in flight', String(inFlight.length)],
      ['then', lastTick?.reason ?? '–'],
    ],
  )
  const table =
    rows.length === 0
      ? 'nothing is to be done'
      : renderTable([{ title: 'step' }, { title: 'epoch' }, { title: 'what' }], rows)
  const end = trial && rows.length > 0 ? '\n\nNothing was done: --yes does it.' : ''
  return {
    data: { trial, vaults: statuses, steps },
    text: `${renderFacts(facts)}\n\n${table}${end}`,
  }
}

function stepRow(event: Step): readonly string[] {
  switch (event.kind) {
    case 'state':
      return ['note', String(event.epoch), `${event.from} → ${event.to}: ${event.reason}`]
    case 'would-send':
      return ['send', String(event.epoch), `${event.job}: ${event.effects.join('; ')}`]
    case 'sent':
      return ['sent', String(event.epoch), `${event.job} ${event.hash}`]
    case 'problem':
      return ['problem', String(event.epoch ?? ''), `${event.message} (${event.code})`]
  }
}
