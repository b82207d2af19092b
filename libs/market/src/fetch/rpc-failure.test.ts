import { expect, it } from 'vitest'
import { allowedBlocks, classifyRpcError } from './rpc-failure.ts'
import type { RpcFailureKind } from './rpc-failure.ts'

// Complaints as nodes and providers word them, collected from public bug reports.
const complaints: readonly (readonly [RpcFailureKind, string, number, number])[] = [
  ['range', 'query returned more than 10000 results', -32005, 200],
  ['range', 'range 1000000 exceeds limit of 10000', -32602, 200],
  [
    'range',
    'invalid params {"payload":"range 9009594 is bigger than range limit 2000"}',
    -32602,
    200,
  ],
  [
    'range',
    'block range is larger than max block range, block range = 5120, max block range = 5000',
    -32000,
    200,
  ],
  ['range', 'eth_getLogs is limited to a 10,000 range', -32614, 413],
  ['range', 'eth_getLogs is limited to a 10,000 range', -32614, 200],
  ['range', 'query exceeds max results 20000, retry with the range 25766988-25775072', -32602, 200],
  ['range', 'exceed maximum block range: 5000', -32000, 200],
  [
    'range',
    'Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range',
    -32602,
    200,
  ],
  [
    'range',
    'Under the Free tier plan, you can make eth_getLogs requests with up to a 10 block range.',
    -32600,
    400,
  ],
  ['range', 'ranges over 10000 blocks are not supported on freetier', 35, 400],
  ['range', 'logs matched by query exceeds limit of 10000', -32005, 200],
  ['range', 'block range greater than 10000 max', -32600, 200],
  ['range', 'Response size is larger than 150MB limit error', -32008, 200],
  ['range', 'query timeout exceeded', -32005, 200],
  ['range', 'backend response too large', -32020, 200],
  ['rate', 'Too Many Requests', -32005, 429],
  ['rate', 'Your app has exceeded its compute units per second capacity.', 429, 200],
  ['rate', 'daily request count exceeded, request rate limited', -32005, 200],
  ['rate', 'limit exceeded', -32005, 200],
  ['lagging', 'block range extends beyond current head block', -32000, 200],
  ['lagging', 'requested to block 9 after last accepted block 5', -32000, 200],
  ['noState', 'missing trie node 4a1 (path ) state 0x4a1 is not available', -32000, 200],
  ['noState', 'distance to target block exceeds maximum proof window', -32000, 200],
  ['noState', 'BlockOutOfRangeError: block height is 4057 but requested was 60', -32602, 200],
  ['lagging', 'BlockOutOfRangeError: block height is 60 but requested was 4057', -32602, 200],
  ['unsupported', 'the method eth_getBlockReceipts does not exist/is not available', -32601, 200],
  ['refused', 'Unauthorized: You must authenticate your request with an API key', -32000, 401],
  ['unavailable', '', 0, 502],
  ['unavailable', 'Internal error', -32603, 200],
  ['rejected', 'execution reverted', 3, 200],
]

it.each(complaints)('%s: %s', (kind, message, code, status) => {
  expect(classifyRpcError(message, code, status)).toBe(kind)
})

it.each([
  ['range 1000000 exceeds limit of 10000', 10_000],
  ['eth_getLogs is limited to a 10,000 range', 10_000],
  ['up to a 2K block range', 2000],
  ['this block range should work: [0xa145d6, 0xa14605]', 48],
  ['query returned more than 10000 results', undefined],
  ['block range too wide', undefined],
])('reads the allowed number of blocks from "%s"', (message, blocks) => {
  expect(allowedBlocks(message, 1_000_000)).toBe(blocks)
})

it('does not take a limit that would change nothing', () => {
  expect(allowedBlocks('retry with the range 0x64 - 0xc7', 100)).toBeUndefined()
})
