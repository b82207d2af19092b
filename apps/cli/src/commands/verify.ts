import { TickwiseError, UserError } from '@tickwise/amm'
import type { ModelFile } from '@tickwise/forecast'
import {
  findReveals,
  openVault,
  parseAddress,
  receiptHash,
  verifyReceipt,
  type ChainConnection,
  type ReceiptLike,
  type RevealPlace,
  type Verdict,
} from '@tickwise/protocol'
import { readFile } from 'node:fs/promises'
import type { Address, Hash } from 'viem'
import type { CommandContext, CommandResult } from '@tickwise/terminal'
import { connect, type ChainOptions } from '../vault/session.ts'
import { renderHistory, renderVerdict, type CheckedReveal } from '../verdict-view.ts'

interface VerifyOptions extends ChainOptions {
  readonly model?: string
  readonly fromBlock?: string
}

/** `tickwise verify <transaction, vault or receipt>` */
export async function verify(
  context: CommandContext,
  options: VerifyOptions,
  subject: string,
): Promise<CommandResult> {
  const isVault = /^0x[0-9a-fA-F]{40}$/.test(subject)
  const one = isVault ? undefined : await receiptOrHash(subject)
  const modelFile = options.model === undefined ? undefined : await readFile(options.model)
  const connection = await connect(options)
  const again = { connection, ...(modelFile === undefined ? {} : { modelFile }) }
  if (one === undefined) {
    return verifyVault(context, options, parseAddress(subject, 'the vault'), again)
  }
  const verdict = await verifyReceipt(one, again)
  const { result, difference, receipt, stateFrom, modelFrom } = verdict
  return {
    data: {
      result,
      difference: difference ?? null,
      stateFrom,
      modelFrom,
      receiptHash: receiptHash(receipt),
      receipt,
    },
    text: renderVerdict(context.style, verdict),
    exitCode: result === 'match' ? 0 : 3,
  }
}

async function receiptOrHash(subject: string): Promise<ReceiptLike | Hash> {
  if (/^0x[0-9a-fA-F]{64}$/.test(subject)) return subject as Hash
  if (subject.startsWith('0x')) {
    throw new UserError('E_VERIFY_WHAT', `${subject} is no transaction and no vault`, {
      hint: 'a transaction has 64 hex digits, a vault 40; a receipt is a file',
    })
  }
  const text = await readFile(subject, 'utf8')
  try {
    return JSON.parse(text) as ReceiptLike
  } catch (cause) {
    throw new UserError('E_RECEIPT', `${subject} holds no receipt`, {
      hint: 'give a file of the format tickwise-receipt/1',
      cause,
    })
  }
}

interface Again {
  readonly connection: ChainConnection
  readonly modelFile?: Uint8Array
}

async function verifyVault(
  context: CommandContext,
  options: VerifyOptions,
  address: Address,
  again: Again,
): Promise<CommandResult> {
  const { connection } = again
  const { signal, onProgress } = context
  const vault = await openVault(connection, address)
  const reveals = await findReveals(connection, address, {
    fromBlock: blockOf(options.fromBlock),
    signal,
    onBlocks: (done, total) =>
      onProgress({ phase: 'search blocks', done: Number(done), total: Number(total) }),
  })
  const models = new Map<Address, ModelFile | undefined>()
  const checked: CheckedReveal[] = []
  for (const place of reveals) {
    signal.throwIfAborted()
    onProgress({ phase: 'verify reveals', done: checked.length, total: reveals.length })
    checked.push(await check(place, { ...again, vault: address, models }))
  }
  const passed = checked.every(({ result }) => result === 'match')
  return {
    data: { vault: address, reveals: checked.length, passed, checked },
    text: renderHistory(context.style, vault, checked),
    exitCode: passed ? 0 : 3,
  }
}

/** What cannot be verified is told beside the others; an endpoint that is silent ends the command. */
async function check(
  place: RevealPlace,
  options: Parameters<typeof verifyReceipt>[1],
): Promise<CheckedReveal> {
  try {
    const verdict: Verdict = await verifyReceipt(place.transaction, options)
    const { result, difference, receipt, stateFrom, modelFrom } = verdict
    return {
      ...place,
      outcome: receipt.decision.outcome,
      result,
      difference: difference ?? null,
      stateFrom,
      modelFrom,
      receiptHash: receiptHash(receipt),
    }
  } catch (error) {
    if (!(error instanceof TickwiseError) || error.exitCode === 75) throw error
    return { ...place, result: 'unknown', reason: error.message, code: error.code }
  }
}

function blockOf(text: string | undefined): bigint {
  if (text === undefined) return 0n
  if (/^\d+$/.test(text)) return BigInt(text)
  throw new UserError('E_BLOCK', `--from-block ${text} is not the number of a block`, {
    hint: 'such as 21000000',
  })
}
