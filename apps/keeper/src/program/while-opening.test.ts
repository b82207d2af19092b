import { CancelledError } from '@tickwise/amm'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createKeeperRpc } from '../chain/create-keeper-rpc.ts'
import { whileOpening } from './while-opening.ts'

/** An endpoint that takes requests and answers when it is told to. */
async function silentEndpoint() {
  const waiting: (() => void)[] = []
  let asked: () => void = () => undefined
  const server = createServer((request, response) => {
    request.resume()
    waiting.push(() => response.end('{"jsonrpc":"2.0","id":1,"result":"0x7a69"}'))
    asked()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked: () => new Promise<void>((resolve) => (asked = resolve)),
    answer: () => waiting.splice(0).forEach((send) => send()),
  }
}

/** What a keeper asks the chain through while it opens. */
async function openingKeeper() {
  const endpoint = await silentEndpoint()
  const controller = new AbortController()
  const opening = whileOpening(controller.signal)
  const { io } = opening
  const rpc = createKeeperRpc({ urls: [endpoint.url], chainId: 31337, now: () => 0, io })
  return { endpoint, controller, opening, rpc }
}

it('a signal ends the opening at once, though an endpoint does not answer', async () => {
  const { endpoint, controller, opening, rpc } = await openingKeeper()
  const asked = endpoint.asked()
  const opened = opening.open(rpc.request('eth_chainId', []))
  const outcome = expect(opened).rejects.toMatchObject({ code: 'E_CANCELLED' })
  await asked
  controller.abort(new CancelledError('E_CANCELLED', 'stopped by the user'))
  await outcome
})

it('once it is open, what is under way is let be finished', async () => {
  const { endpoint, controller, opening, rpc } = await openingKeeper()
  await opening.open(Promise.resolve())
  const answer = rpc.request('eth_chainId', [])
  await endpoint.asked()
  controller.abort(new CancelledError('E_CANCELLED', 'stopped by the user'))
  endpoint.answer()
  expect(await answer).toBe('0x7a69')
})

it('what else goes wrong while it opens is told as it is', async () => {
  const opening = whileOpening(new AbortController().signal)
  await expect(opening.open(Promise.reject(new Error('no model')))).rejects.toThrow('no model')
})
