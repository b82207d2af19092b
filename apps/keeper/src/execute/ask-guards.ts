import type { Address, Hex } from 'viem'
import type { GuardAnswer, JobKind } from '../ports.ts'
import type { Execution } from './execution.ts'

/** The first refusal of a guard, told as a problem; `undefined` when all agree. */
export async function refusalOf(
  { deps, scope, now, balanceWei }: Execution,
  { kind, epoch }: { readonly kind: JobKind; readonly epoch: number },
  { to, data }: { readonly to: Address; readonly data: Hex },
  maxCostWei: bigint,
): Promise<Extract<GuardAnswer, { readonly allowed: false }> | undefined> {
  const { vault } = scope
  const question = { now, vault, epoch, job: kind, to, data, maxCostWei, balanceWei }
  for (const guard of deps.guards) {
    const answer = await guard.ask(question)
    if (answer.allowed) continue
    deps.listen({
      kind: 'problem',
      code: answer.code,
      message: `${guard.name}: ${answer.reason}`,
      vault,
      epoch,
      severity: 'warning',
    })
    return answer
  }
  return undefined
}
