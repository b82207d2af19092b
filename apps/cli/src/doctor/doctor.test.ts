import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfigFile } from '@tickwise/terminal/config'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { checkEndpoints } from './chain.ts'
import { checkKeyFiles } from './files.ts'

const folder = mkdtempSync(join(tmpdir(), 'tickwise-doctor-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => vi.restoreAllMocks())

/** What an endpoint on chain 10 makes doctor say, when its newest block and its clock are so far off. */
async function findings({
  blockAge = 2,
  clockAhead = 0,
  expected,
}: {
  blockAge?: number
  clockAhead?: number
  expected?: number
}) {
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => (text += String(chunk)))
    request.on('end', () => {
      const now = Date.now() / 1000
      const { method } = JSON.parse(text) as { method: string }
      const timestamp = `0x${Math.floor(now - blockAge).toString(16)}`
      const result = method === 'eth_chainId' ? '0xa' : { number: '0x10', timestamp }
      response.setHeader('date', new Date((now + clockAhead) * 1000).toUTCString())
      response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  try {
    return await checkEndpoints([`http://127.0.0.1:${port}/v3/secret-key`], expected)
  } finally {
    server.close()
  }
}

describe('endpoints', () => {
  it('are well when chain, head and clock are', async () => {
    const found = await findings({ expected: 10 })
    expect(found.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok'])
    expect(found[0]?.detail).toBe('chain 10, head 16')
    expect(JSON.stringify(found)).not.toContain('secret-key')
  })

  it('fail on another chain, with what to do', async () => {
    const [first] = await findings({ expected: 1 })
    expect(first).toMatchObject({ status: 'failed', detail: 'chain 10, but 1 is expected' })
    expect(first?.hint).toContain('chainId')
  })

  it('warn of a head that lags, and of a clock that is off by what the endpoint says', async () => {
    const [, head, clock] = await findings({ blockAge: 500, clockAhead: 90 })
    expect(head).toMatchObject({ name: 'head lag', status: 'warning' })
    expect(clock).toMatchObject({ name: 'clock', status: 'warning' })
    expect(clock?.detail).toMatch(/behind$/)
    const [, , ahead] = await findings({ clockAhead: -90 })
    expect(ahead?.detail).toMatch(/ahead$/)
  })

  it('fail when nothing answers, without a word of what may be secret', async () => {
    const [found] = await checkEndpoints(['http://127.0.0.1:9/secret-key'], undefined)
    expect(found).toMatchObject({ status: 'failed' })
    expect(JSON.stringify(found)).not.toContain('secret-key')
  })
})

describe('key files', () => {
  it('fail when the keeper is to use them and others can read them, and are found where they lie', async () => {
    const config = join(folder, 'tickwise.json')
    const write = (
      name: string,
      mode: number,
      text = '{"crypto":{"ciphertext":"00"},"version":3}',
    ) => {
      writeFileSync(join(folder, name), text)
      chmodSync(join(folder, name), mode)
    }
    write('mine.json', 0o600)
    write('password', 0o644, 'x')
    write('old.json', 0o640)
    write('other.json', 0o644, '{"a":1}')
    writeFileSync(
      config,
      '{"keeper":{"signer":{"keystore":"mine.json","passwordFile":"password"}}}',
    )
    vi.spyOn(process, 'cwd').mockReturnValue(folder)
    const found = await checkKeyFiles(readConfigFile(config))
    expect(found.map(({ status, detail }) => [status, detail.split(' ')[0]])).toEqual([
      ['ok', 'mine.json'],
      ['failed', 'password'],
      ['warning', 'old.json'],
    ])
    expect(found[1]?.hint).toBe('chmod 600 password')
  })
})
