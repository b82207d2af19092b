import { describe, expect, it } from 'vitest'
import { cardToHtml } from './card-html.ts'
import { cardToMarkdown } from './card-markdown.ts'
import { hasEarnedItsPlace, parseCard } from './card.ts'
import type { ModelCard } from './card.ts'
import { cardContent } from './testing/sample-model.ts'

const card: ModelCard = parseCard({
  ...cardContent,
  format: 'tickwise-model/1',
  modelHash: `0x${'cd'.repeat(32)}`,
  weights: 'qmlp/1',
})

describe('who has earned a place', () => {
  const tested = {
    kind: 'tested',
    benchmark: 'har',
    loss: 'qlike',
    meanDifference: -0.01,
    pValue: 0.01,
  } as const
  it.each([
    ['better, and not by chance', { comparison: tested }, true],
    ['better, perhaps by chance', { comparison: { ...tested, pValue: 0.05 } }, false],
    ['worse', { comparison: { ...tested, meanDifference: 0.01 } }, false],
    ['better than an easier model', { comparison: { ...tested, benchmark: 'naive' } }, false],
    ['never tested', { comparison: { kind: 'untested', reason: 'too few rows' } }, false],
    ['the benchmark', { comparison: { kind: 'is-benchmark' }, name: 'har' }, true],
    ['one that says it is the benchmark', { comparison: { kind: 'is-benchmark' } }, false],
  ] as const)('%s', (_who, changes, expected) => {
    expect(hasEarnedItsPlace({ ...card, ...changes })).toBe(expected)
  })
})

describe('a card for people', () => {
  it('holds every fact in both forms', () => {
    const facts = [
      'har-net',
      '4 h',
      'WETH/USDC 0.05 %',
      '0.23457',
      '475004 … 475999',
      'wasm 4.22.0',
      '0.2347',
      '20.20.2',
    ]
    for (const fact of facts) {
      expect(cardToHtml(card)).toContain(fact)
      expect(cardToMarkdown(card)).toContain(fact)
    }
    expect(cardToMarkdown(card)).toContain(
      'It beat har out of sample (mean qlike -0.012, Diebold–Mariano p 0.003).',
    )
    expect(cardToHtml(card)).toContain('@tensorflow/tfjs-node is not installed')
  })

  it('says so when the benchmark is to be used instead', () => {
    const comparison = { ...cardContent.comparison, pValue: 0.4 } as ModelCard['comparison']
    expect(cardToMarkdown({ ...card, comparison })).toContain('use har instead')
    expect(cardToHtml({ ...card, comparison })).not.toContain('class="verdict earned"')
  })

  it('never becomes markup, whatever a card says', () => {
    const attack = `<img src=x onerror="alert('1')"> | a\n# [x](javascript:y) \`\` & \\`
    const settings = { [attack]: attack }
    const changed: ModelCard = {
      ...card,
      command: attack,
      market: { ...card.market, title: attack },
      scores: { [attack]: 1 },
      folds: card.folds.map((fold) => ({ ...fold, scores: { [attack]: 2 } })),
      training: { ...card.training, settings },
      comparison: { kind: 'untested', reason: attack },
      versions: { node: attack, packages: { [attack]: attack } },
    }
    const tags = cardToHtml(changed).match(/<[^>]*>/g) ?? []
    const names = new Set(tags.map((tag) => /^<[!/]?([a-z0-9]+)/.exec(tag)?.[1]))
    expect([...names].sort()).toEqual([
      'body',
      'div',
      'doctype',
      'h1',
      'h2',
      'head',
      'html',
      'meta',
      'p',
      'style',
      'table',
      'tbody',
      'td',
      'th',
      'thead',
      'title',
      'tr',
    ])
    const markdown = cardToMarkdown(changed)
    expect(markdown).not.toMatch(/(^|[^\\])[<`[]/)
    const cells = markdown.split('\n').filter((line) => line.startsWith('| made by'))
    expect(cells).toHaveLength(1)
    expect(cells[0]?.match(/(?<!\\)\|/g)).toHaveLength(3)
  })
})
