import {
  commitStep,
  expireStep,
  finaliseStep,
  pokeSteps,
  revealStep,
  scoreStep,
  type Inference,
  type Step,
} from '@tickwise/protocol'
import type { Address } from 'viem'
import type { Decided } from '../epoch/decided.ts'
import type { Action } from '../plan/actions.ts'
import type { VaultFacts } from '../view/vault-facts.ts'
import type { Task } from './undertake.ts'

type ActionOf<Kind extends Action['kind']> = Extract<Action, { readonly kind: Kind }>

/** Jobs about the past have no last second. */
const always = 2 ** 40

/** Has the oracle record what has ended; `undefined` when nothing is missing. */
export function pokeTask(
  { oracle, epochSeconds }: VaultFacts,
  latestEpoch: number,
  { epoch }: ActionOf<'poke'>,
): Task | undefined {
  const [step] = pokeSteps(oracle, { latestEpoch }, epoch - 1)
  if (step === undefined) return undefined
  return taskOf('poke', epoch, step, (epoch + 1) * epochSeconds)
}

/** Commits to an inference. */
export function commitTask(
  { domain }: VaultFacts,
  inference: Inference,
  { epoch, usefulUntil, byChain }: ActionOf<'commit'>,
): Task {
  return { ...taskOf('commit', epoch, commitStep(domain, inference), usefulUntil), byChain }
}

/** Reveals an inference. */
export function revealTask(
  { domain }: VaultFacts,
  inference: Inference,
  { output }: Decided,
  { epoch, usefulUntil }: ActionOf<'reveal'>,
  execute: boolean,
): Task {
  const step = revealStep(domain.registry, inference, output, execute)
  return taskOf('reveal', epoch, step, usefulUntil)
}

/** Ends a commitment that was missed. */
export function expireTask(
  { domain, vault }: VaultFacts,
  keeper: Address,
  { epoch }: ActionOf<'expire'>,
): Task {
  return taskOf('expire', epoch, expireStep(domain.registry, vault.address, keeper), always)
}

/** Scores or finalises an inference. */
export function pastTask(
  { domain: { registry } }: VaultFacts,
  { kind, epoch, inferenceId }: ActionOf<'score' | 'finalise'>,
): Task {
  const step =
    kind === 'score' ? scoreStep(registry, inferenceId) : finaliseStep(registry, inferenceId)
  return { ...taskOf(kind, epoch, step, always), subject: inferenceId }
}

function taskOf(kind: Task['kind'], epoch: number, step: Step, usefulUntil: number): Task {
  const { to, data, title } = step
  return { kind, epoch, subject: '', to, data, detail: title, usefulUntil }
}
