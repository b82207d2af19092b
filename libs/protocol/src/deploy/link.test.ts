import { InvariantError } from '@tickwise/amm'
import { expect, it } from 'vitest'
import { strategyVaultCode } from '../generated/strategy-vault.ts'
import { linkCode } from './link.ts'

const a = `0x${'Aa'.repeat(20)}` as const
const b = `0x${'bb'.repeat(20)}` as const
const zeros = '00'.repeat(20)

it('puts each library where the compiler left room, and nothing else changes', () => {
  const code = {
    bytecode: `0x60${zeros}61${zeros}${zeros}62`,
    links: [
      { library: 'A', start: 1 },
      { library: 'B', start: 22 },
      { library: 'A', start: 42 },
    ],
  } as const
  const [inA, inB] = ['aa'.repeat(20), 'bb'.repeat(20)]
  expect(linkCode(code, { A: a, B: b })).toBe(`0x60${inA}61${inB}${inA}62`)
})

it('names a library that is missing', () => {
  expect(() => linkCode(strategyVaultCode, { LimitRules: a })).toThrow(InvariantError)
  expect(() => linkCode(strategyVaultCode, { LimitRules: a })).toThrow(/RebalanceLogic/)
})
