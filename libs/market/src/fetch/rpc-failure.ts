/**
 * What went wrong with one request, by what helps:
 *
 * | kind | way out |
 * |---|---|
 * | range | ask for fewer blocks |
 * | rate | wait, then ask again |
 * | unavailable | wait and ask again; after some attempts leave the endpoint |
 * | lagging | the node has not reached the block: wait |
 * | incomplete | logs are missing from the answer: ask for fewer blocks |
 * | noState | the node keeps no state that old |
 * | unsupported | the node lacks the method or the parameter |
 * | refused | the endpoint will never answer us: leave it |
 * | rejected | the node understood and said no |
 */
export type RpcFailureKind =
  | 'range'
  | 'rate'
  | 'unavailable'
  | 'lagging'
  | 'incomplete'
  | 'noState'
  | 'unsupported'
  | 'refused'
  | 'rejected'

/** The error member of a JSON-RPC answer (specification 2.0, section 5.1). */
export interface RpcErrorAnswer {
  readonly code: number
  readonly message: string
  readonly data?: unknown
}

/** One failed request to one endpoint. Stays inside the fetcher; users see typed errors made of it. */
export class RpcFailure extends Error {
  override readonly name = 'RpcFailure'
  readonly kind: RpcFailureKind
  /** How long the endpoint asks to be left alone, in milliseconds. */
  readonly retryAfterMs: number | undefined
  /** The error object of the node's answer, where there was one: what a contract reverted with is in it. */
  readonly answer: RpcErrorAnswer | undefined

  constructor(
    kind: RpcFailureKind,
    message: string,
    retryAfterMs?: number,
    answer?: RpcErrorAnswer,
  ) {
    super(message)
    this.kind = kind
    this.retryAfterMs = retryAfterMs
    this.answer = answer
  }
}

const wordings: readonly (readonly [RpcFailureKind, RegExp])[] = [
  [
    'lagging',
    /beyond (the )?(current )?head|not yet (available|mined|indexed)|after last accepted/,
  ],
  [
    'lagging',
    /(unknown|future) block|block (not found|is not available)|header (for hash )?not found/,
  ],
  [
    'noState',
    /missing trie node|(historical|archive|old) (state|data|node|block)|state .*(not available|unavailable|pruned|missing)/,
  ],
  ['noState', /distance to target block|requires? archive|pruned/],
  [
    'rate',
    /rate.?limit|too many (requests|connections)|requests? (per|limit|quota|rate)|compute units|throughput|(quota|capacity|credits?)\b.*(exceeded|reached)|exceeded.*(quota|capacity|credits?|per second)/,
  ],
  [
    'refused',
    /unauthori[sz]ed|forbidden|access denied|(invalid|missing|unknown|disabled).*(api|access|project).?(key|id|token)|must be authenticated/,
  ],
  [
    'range',
    /(more than|max(imum)?( of)?|over|exceeds?|limit(ed)?( of| to)?|up to( an?)?|no more than) *(max(imum)? *)?[\d,]+k? *(block|result|log|record|event|range)/,
  ],
  [
    'range',
    /(block|query|log|request)?.?(range|span|size).*(too|exceed|larger|greater|bigger|limit|max|over|wide|not supported)/,
  ],
  ['range', /(exceed|larger|greater|bigger|too|limit|max).*(block|log|query).?(range|span|result)/],
  [
    'range',
    /too many (results|logs|blocks|records|events)|(results?|logs|records) .*(exceed|limit)|max(imum)? (results|logs|blocks)|too (large|big|heavy)|(limit|reduce|narrow|shorten|smaller).*(range|filter|quer)/,
  ],
  [
    'range',
    /query (timeout|timed out)|(execution|query) (timeout|aborted)|deadline exceeded|took too long/,
  ],
  [
    'unsupported',
    /method .*(not (found|supported|available|allowed|exist)|unsupported|disabled)|does not exist.*method|batch.*(not|un)/,
  ],
  [
    'unavailable',
    /timed? ?out|temporar|internal error|overloaded|unavailable|try again|bad gateway|connection/,
  ],
]

/** Of anvil, about blocks that it does not have yet and states that it has dropped. */
const heightAndRequest = /block height is (\d+) but requested was (\d+)/

/**
 * Sorts a node's complaint by what helps. Nodes and providers agree on neither codes nor words, so
 * both are read: the words first, since -32005, -32000 and -32602 are used for anything.
 */
export function classifyRpcError(message: string, code: number, status: number): RpcFailureKind {
  if (status === 401 || status === 403) return 'refused'
  if (status === 429 || code === 429 || code === -32029) return 'rate'
  if (status === 413) return 'range'
  const text = message.toLowerCase()
  const outside = heightAndRequest.exec(text)
  if (outside !== null) return Number(outside[2]) > Number(outside[1]) ? 'lagging' : 'noState'
  for (const [kind, pattern] of wordings) if (pattern.test(text)) return kind
  if (code === -32601 || status === 404 || status === 405) return 'unsupported'
  if (code === -32005) return 'rate'
  if (status >= 500 || code === -32603) return 'unavailable'
  return 'rejected'
}

/**
 * The number of blocks a complaint about a range allows, when it says so and it is fewer than the
 * `asked` ones: as a proposed range in hex, or as a number in a sentence about blocks.
 */
export function allowedBlocks(message: string, asked: number): number | undefined {
  const proposed = /(0x[0-9a-f]+)\W+(?:to\W+)?(0x[0-9a-f]+)/i.exec(message)
  if (proposed !== null) {
    const blocks = Number(BigInt(proposed[2] ?? '0') - BigInt(proposed[1] ?? '0')) + 1
    return blocks >= 1 && blocks < asked ? blocks : undefined
  }
  if (/result|\blogs\b|record|byte|\d\s?[km]b\b|size/i.test(message)) return undefined
  const numbers = [...message.replaceAll(/(\d),(?=\d{3})/g, '$1').matchAll(/(\d+)(k?)\b/gi)]
  const fitting = numbers
    .map(([, digits, thousand]) => Number(digits) * (thousand === '' ? 1 : 1000))
    .filter((blocks) => blocks >= 1 && blocks < asked)
  return fitting.length === 0 ? undefined : Math.max(...fitting)
}
