import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findConfigFile, readConfigFile } from './config-file.ts'
import { jsonLines, JsonFault, lineAt } from './json-scan.ts'

const folder = mkdtempSync(join(tmpdir(), 'tickwise-config-file-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const written = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe('the file that counts', () => {
  it('is the named one, that of the environment, or the nearest upwards', () => {
    const deep = join(folder, 'a', 'b')
    mkdirSync(deep, { recursive: true })
    const near = written('a/tickwise.toml', '')
    const named = written('other.json', '{}')
    expect(findConfigFile({ env: {}, folder: deep })).toBe(near)
    const json = written('a/tickwise.json', '{}')
    expect(findConfigFile({ env: {}, folder: deep })).toBe(json)
    const env = { TICKWISE_CONFIG: named }
    expect(findConfigFile({ env, folder: deep })).toBe(named)
    expect(findConfigFile({ file: json, env, folder: deep })).toBe(json)
    const missing = { env: { TICKWISE_CONFIG: 'no-such.json' }, folder: deep }
    expect(() => findConfigFile(missing)).toThrow('there is no file')
  })
})

describe('lines', () => {
  it('are told of every key, in JSON and in TOML', () => {
    const json = written(
      'lines.json',
      '{\n  "costs": {\n    "gas\\u0050rice": 1 },\n  "list": [\n    { "a": 1 },\n    { "b": "}" }\n  ]\n}\n',
    )
    const { lineOf } = readConfigFile(json)
    expect(lineOf(['costs'])).toBe(2)
    expect(lineOf(['costs', 'gasPrice'])).toBe(3)
    expect(lineOf(['list', 1, 'b'])).toBe(6)
    expect(lineOf(['costs', 'missing'])).toBe(2)
    const toml = written(
      'lines.toml',
      'dataset = "x"\n\n[costs]\n"gasPrice" = 1\n[keeper.limits]\na.b = 2\n',
    )
    const inToml = readConfigFile(toml)
    expect(inToml.content).toMatchObject({ dataset: 'x', costs: { gasPrice: 1 } })
    expect(inToml.lineOf(['dataset'])).toBe(1)
    expect(inToml.lineOf(['costs', 'gasPrice'])).toBe(4)
    expect(inToml.lineOf(['keeper', 'limits', 'a', 'b'])).toBe(6)
  })
})

describe('what is not JSON', () => {
  it.each([
    ['{\n "a": 1,\n}', 3, 'after the last value there is no comma'],
    ['{\n "a" 1 }', 2, 'a colon is expected'],
    ["{ 'a': 1 }", 1, 'a key in double quotes is expected'],
    ['{ "a": 1\n "b": 2 }', 2, 'a comma or } is expected'],
    ['{ "a":\n // why\n 1 }', 2, 'JSON has no comments'],
    ['{ "a": [1, 2', 1, 'a comma or ] is expected'],
    ['{ "a": 01 }', 1, 'a comma or } is expected'],
    ['{}\n{}', 2, 'nothing more is expected'],
    ['', 1, 'a value is expected'],
  ])('%j is told by its line', (text, line, expected) => {
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError)
    try {
      jsonLines(text)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(JsonFault)
      expect((error as JsonFault).message).toBe(expected)
      expect(lineAt(text, (error as JsonFault).offset)).toBe(line)
    }
  })

  it('is nothing that JSON.parse takes', () => {
    for (const text of ['[1e3, -0.5, "\\u00e9\\n", true, null, {}]', ' {"a":{"b":[[]]}} ', '7']) {
      expect(JSON.parse(text)).toBeDefined()
      expect(() => jsonLines(text)).not.toThrow()
    }
  })

  it('is told without a word of the file, which may be secret', () => {
    for (const [name, text] of [
      ['secret.json', '{ "rpcUrls": [https://rpc.example/secret-key] }'],
      ['secret.toml', 'rpcUrls = [https://rpc.example/secret-key]'],
    ] as const) {
      try {
        readConfigFile(written(name, text))
        expect.unreachable()
      } catch (error) {
        expect(error).toMatchObject({ code: 'E_CONFIG_FILE' })
        expect((error as Error).message).toContain(`${name}:1: not `)
        expect(JSON.stringify(error) + String(error)).not.toContain('secret-key')
        expect((error as Error).cause).toBeUndefined()
      }
    }
  })
})
