import { CancelledError, UserError } from '@tickwise/amm'
import {
  sendSteps,
  simulateSteps,
  type ChainConnection,
  type RevertContext,
  type SentStep,
  type SimulatedStep,
  type Step,
} from '@tickwise/protocol'
import { type CommandContext, canAsk, confirm, renderFacts } from '@tickwise/terminal'
import type { SendingOptions } from './session.ts'
import type { Signer } from './signer.ts'

/** What is about to be sent, in words. */
export interface Proposal {
  readonly connection: ChainConnection
  readonly signer: Signer
  readonly steps: readonly Step[]
  readonly facts: readonly (readonly [string, string])[]
  readonly errors?: RevertContext
  /** What comes out of it, once it was simulated. */
  readonly outcome?: (simulated: readonly SimulatedStep[]) => readonly (readonly [string, string])[]
}

/** How a proposal ended: `sent` is absent after a dry run. */
export interface Outcome {
  readonly simulated: readonly SimulatedStep[]
  readonly sent?: readonly SentStep[]
}

/**
 * Simulates the steps, shows what they do, asks, sends them one after the other and waits for each. With
 * `--dry-run` it stops before asking.
 *
 * @throws UserError `E_CONFIRM` where nobody can be asked and `--yes` is missing
 * @throws CancelledError when the answer is no
 */
export async function carryOut(
  context: CommandContext,
  options: SendingOptions,
  proposal: Proposal,
): Promise<Outcome> {
  const { connection, signer, steps, errors = {} } = proposal
  const simulated = await simulateSteps(connection, signer.account.address, steps, errors)
  const text = describeProposal(proposal, simulated)
  if (options.dryRun === true) {
    context.note(text)
    return { simulated }
  }
  await agree(context, options, text, steps.length)
  context.signal.throwIfAborted()
  const sent = await sendSteps(connection, signer.account, steps, {
    signal: context.signal,
    context: errors,
    onSent: (_step, hash, i) => context.note(`  ${i + 1}/${steps.length} sent   ${hash}`),
    onMined: ({ receipt }, i) =>
      context.note(`  ${i + 1}/${steps.length} mined  block ${receipt.blockNumber}`),
  })
  return { simulated, sent }
}

async function agree(
  context: CommandContext,
  options: SendingOptions,
  text: string,
  count: number,
): Promise<void> {
  if (options.yes === true) {
    context.note(text)
    return
  }
  // The question is worth nothing without what it is about, so this is shown even with --quiet.
  process.stderr.write(`${text}\n`)
  if (!canAsk()) {
    throw new UserError('E_CONFIRM', 'nobody is at the terminal to agree; nothing was sent', {
      hint: 'add --yes to send without a question, or --dry-run to look only',
    })
  }
  const question = count === 1 ? 'Send this transaction?' : `Send these ${count} transactions?`
  if (await confirm(context.signal, question)) return
  throw new CancelledError('E_CANCELLED', 'not confirmed; nothing was sent')
}

function describeProposal(proposal: Proposal, simulated: readonly SimulatedStep[]): string {
  const { connection, signer, steps, facts, outcome } = proposal
  const gas = simulated.reduce((sum, { gasUsed }) => sum + gasUsed, 0n)
  const all = simulated.length === steps.length
  const lines = steps.map(({ title }, i) => [`${i + 1}.`, title] as const)
  return renderFacts([
    ['chain', String(connection.chainId)],
    ['signer', `${signer.account.address} (${signer.source})`],
    ...facts,
    ...lines,
    ...(outcome?.(simulated) ?? []),
    [
      'simulated',
      all
        ? `${steps.length === 1 ? 'works' : 'all work'}, ${gas.toLocaleString('en-US')} gas`
        : 'the first works; the endpoint cannot simulate several, so each is simulated before it is sent',
    ],
  ])
}

/** What a machine learns of the transactions. */
export function stepsJson({ simulated, sent }: Outcome, steps: readonly Step[]): readonly object[] {
  return steps.map(({ title, to }, i) => {
    const done = sent?.[i]
    return {
      title,
      to,
      ...(done === undefined
        ? { gas: simulated[i] === undefined ? null : Number(simulated[i].gasUsed) }
        : {
            transaction: done.hash,
            block: Number(done.receipt.blockNumber),
            gas: Number(done.receipt.gasUsed),
          }),
    }
  })
}

/** The transactions for a person. */
export function stepsText({ sent }: Outcome): readonly (readonly [string, string])[] {
  if (sent === undefined) return [['sent', 'nothing: this was a dry run']]
  return sent.map(({ hash, receipt }) => ['transaction', `${hash}, block ${receipt.blockNumber}`])
}
