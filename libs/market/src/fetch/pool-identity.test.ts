import { encodeAbiParameters, stringToHex } from 'viem'
import { expect, it } from 'vitest'
import { decodeSymbol } from './pool-identity.ts'

const abiString = (text: string): string =>
  encodeAbiParameters([{ type: 'string' }], [text]).slice(2)

it.each(['USDC', 'WETH', 'a symbol that is longer than thirty-two bytes', 'USD₮0', 'ÆTH'])(
  'reads the symbol %s from an ABI string',
  (symbol) => expect(decodeSymbol(abiString(symbol))).toBe(symbol),
)

it('reads a bytes32 symbol, as MKR has it', () => {
  expect(decodeSymbol(stringToHex('MKR', { size: 32 }).slice(2))).toBe('MKR')
})

it.each(['', '00'.repeat(32), '12', abiString(''), abiString('USDC').slice(0, 130)])(
  'finds no symbol in %s',
  (answer) => expect(decodeSymbol(answer)).toBeUndefined(),
)
