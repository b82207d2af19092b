import type { PositionEvent } from '@tickwise/market'
import { describe, expect, it } from 'vitest'
import { positionLives } from './position-verify-lives.ts'

type Step = readonly [id: number, kind: '+' | '-' | 'collect', liquidity?: number]

const kinds = { '+': 'increaseLiquidity', '-': 'decreaseLiquidity', collect: 'collect' } as const

function history(...steps: readonly Step[]): PositionEvent[] {
  return steps.map(([id, kind, liquidity = 0], i) => ({
    kind: kinds[kind],
    tokenId: BigInt(id),
    blockNumber: 100 + i,
    logIndex: 1,
    poolLogIndex: 0,
    timestamp: 1000 + i,
    liquidity: BigInt(liquidity),
    amount0: 0n,
    amount1: 0n,
    tickLower: -10,
    tickUpper: 10,
  }))
}

describe('positionLives', () => {
  it('keeps a life with several increases and decreases, and the most it held', () => {
    const steps = history(
      [5, '+', 10],
      [5, '+', 20],
      [5, 'collect'],
      [5, '-', 25],
      [5, '-', 5],
      [5, 'collect'],
    )
    const { closed, open } = positionLives(steps)
    expect(closed).toMatchObject([{ tokenId: 5n, liquidity: 30n }])
    expect(closed[0]?.events).toHaveLength(6)
    expect(open.size).toBe(0)
  })

  it('tells apart NFTs of one transaction', () => {
    const steps = history([7, '+', 1], [8, '+', 2], [8, '-', 2], [7, '-', 1], [8, 'collect'])
    const { closed, open } = positionLives([...steps, ...history([7, 'collect'])])
    expect(closed.map((life) => life.tokenId)).toEqual([7n, 8n])
    expect(open.size).toBe(0)
  })

  it.each<[string, readonly Step[], string]>([
    [
      'is not emptied',
      [
        [1, '+', 10],
        [1, '-', 9],
        [1, 'collect'],
      ],
      'still open',
    ],
    [
      'is not collected',
      [
        [1, '+', 10],
        [1, '-', 10],
      ],
      'not collected',
    ],
    [
      'is collected before its end only',
      [
        [1, '+', 2],
        [1, 'collect'],
        [1, '-', 2],
      ],
      'not collected',
    ],
    [
      'starts with a decrease',
      [
        [1, '-', 10],
        [1, 'collect'],
      ],
      'minted before the data',
    ],
    [
      'starts with a collect',
      [
        [1, 'collect'],
        [1, '-', 10],
      ],
      'minted before the data',
    ],
    [
      'gives back more than it got',
      [
        [1, '+', 1],
        [1, '-', 5],
      ],
      'minted before the data',
    ],
    [
      'is opened again',
      [
        [1, '+', 1],
        [1, '-', 1],
        [1, 'collect'],
        [1, '+', 1],
      ],
      'still open',
    ],
  ])('an NFT that %s has no closed life', (_, steps, reason) => {
    const { closed, open } = positionLives(history(...steps))
    expect(closed).toEqual([])
    expect(open.get(1n)).toBe(reason)
  })

  it('does not take an increase of an older NFT for a mint', () => {
    const { closed, open } = positionLives(
      history([50, 'collect'], [40, '+', 10], [40, '-', 10], [40, 'collect']),
    )
    expect(closed).toEqual([])
    expect(open.get(40n)).toBe('minted before the data')
  })

  it('refuses events of one NFT joined to two ranges', () => {
    const [mint, burn] = history([1, '+', 10], [1, '-', 10])
    expect(() => positionLives([mint!, { ...burn!, tickUpper: 20 }])).toThrow(
      expect.objectContaining({ code: 'E_POSITION_JOIN' }),
    )
  })
})
