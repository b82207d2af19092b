import { contextOf, type Token, type VaultAction } from '@tickwise/protocol'
import { formatTokenAmount } from '@tickwise/protocol'
import { type CommandContext, type CommandResult, renderFacts } from '@tickwise/terminal'
import { carryOut, stepsJson, stepsText } from './carry-out.ts'
import type { SendingOptions, VaultSession } from './session.ts'

/** An action of a session, and how its result is told. */
export interface NamedAction<Result extends object> {
  readonly command: string
  readonly action: VaultAction<Result>
  /** Lines about the result; called for what is expected and for what happened. */
  readonly lines: (result: Result) => readonly (readonly [string, string])[]
  /** More that the person should know before agreeing. */
  readonly facts?: readonly (readonly [string, string])[]
  /** The receiver matters. */
  readonly pays?: boolean
}

/** Carries out an action and tells the result. */
export async function runAction<Result extends object>(
  context: CommandContext,
  options: SendingOptions,
  session: VaultSession,
  { command, action, lines, facts = [], pays = true }: NamedAction<Result>,
): Promise<CommandResult> {
  const { connection, vault, signer, receiver } = session
  const other = pays && receiver !== signer.account.address
  const outcome = await carryOut(context, options, {
    connection,
    signer,
    steps: action.steps,
    errors: contextOf(vault),
    facts: [
      ['vault', `${vault.name} (${vault.share.symbol}), ${vault.address}`],
      ...(other ? [['receiver', receiver] as const] : []),
      ...facts,
    ],
    outcome: (simulated) => {
      const expected = action.expected(simulated)
      return expected === undefined ? [] : lines(expected)
    },
  })
  const expected = action.expected(outcome.simulated)
  const result = outcome.sent === undefined ? undefined : action.result(outcome.sent)
  const shown = result ?? expected
  return {
    data: {
      command,
      dryRun: options.dryRun === true,
      chainId: connection.chainId,
      vault: vault.address,
      account: signer.account.address,
      ...(pays ? { receiver } : {}),
      expected: expected ?? null,
      result: result ?? null,
      steps: stepsJson(outcome, action.steps),
    },
    text: renderFacts([...(shown === undefined ? [] : lines(shown)), ...stepsText(outcome)]),
  }
}

/** An amount for a person: human units, and the exact base units behind them. */
export function exact(value: bigint, token: Token): string {
  return `${formatTokenAmount(value, token)} (${value} base units)`
}
