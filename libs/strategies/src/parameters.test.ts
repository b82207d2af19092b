import { nearestName, UserError } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { describeParameters, parseParameters } from './parameters.ts'
import { findStrategy, strategies } from './registry.ts'
import { decisionStep, defineStrategy } from './strategy.ts'
import { hold } from './decision.ts'

function errorOf(run: () => unknown): UserError {
  try {
    run()
  } catch (error) {
    if (error instanceof UserError) return error
  }
  throw new Error('no UserError was thrown')
}

describe('parameters', () => {
  const recentre = findStrategy('recentre')

  it('reads text by type and fills in defaults', () => {
    expect(parseParameters(recentre, { halfWidthTicks: '500', swap: 'false' })).toEqual({
      epochSeconds: 3600,
      halfWidthTicks: 500,
      thresholdTicks: 800,
      periodEpochs: 0,
      swap: false,
    })
  })

  it('names the nearest parameter', () => {
    const error = errorOf(() => parseParameters(recentre, { halfWidth: 5 }))
    expect(error.code).toBe('E_PARAMETER_UNKNOWN')
    expect(error.hint).toBe('did you mean halfWidthTicks?')
  })

  it.each([
    ['halfWidthTicks', '0', 'an integer from 1 to 887272'],
    ['halfWidthTicks', '1.5', 'an integer from 1 to 887272'],
    ['halfWidthTicks', '0x10', 'an integer from 1 to 887272'],
    ['halfWidthTicks', '', 'an integer from 1 to 887272'],
    ['swap', 'yes', 'true or false'],
    ['epochSeconds', '59', 'an integer from 60 to 604800'],
  ])('refuses %s = "%s" and says what it must be', (name, value, range) => {
    const error = errorOf(() => parseParameters(recentre, { [name]: value }))
    expect(error.code).toBe('E_PARAMETER_VALUE')
    expect(error.message).toContain(name)
    expect(error.hint).toBe(`it must be ${range}`)
  })

  it('every built-in parameter has a default, a description and, for numbers, a range', () => {
    for (const strategy of strategies) {
      for (const parameter of describeParameters(strategy)) {
        expect(parameter.description).not.toBe('')
        expect(parameter.default).toBeDefined()
        if (parameter.type === 'integer') {
          expect(parameter.minimum).toBeTypeOf('number')
          expect(parameter.maximum).toBeTypeOf('number')
        }
      }
      expect(strategy.warmupSeconds(parseParameters(strategy, {}))).toBeGreaterThanOrEqual(0)
    }
  })
})

describe('registry', () => {
  it('proposes the nearest strategy', () => {
    const error = errorOf(() => findStrategy('recenter'))
    expect(error.code).toBe('E_STRATEGY_UNKNOWN')
    expect(error.hint).toBe('did you mean recentre?')
  })

  it('lists what there is when nothing is near', () => {
    expect(errorOf(() => findStrategy('qqqqqqqqqqqqqqqqqqqqqq')).hint).toContain('volatility-band')
    expect(nearestName('zz', ['hold'])).toBeUndefined()
  })

  it('refuses definitions that lack what the command line needs', () => {
    const rest = { title: 't', warmupSeconds: () => 0, decide: () => hold('x') }
    const parameters = z.object(decisionStep)
    expect(errorOf(() => defineStrategy({ ...rest, parameters, name: 'Bad Name' })).code).toBe(
      'E_STRATEGY_DEFINITION',
    )
    const undescribed = parameters.extend({ k: z.number().default(1) })
    expect(
      errorOf(() => defineStrategy({ ...rest, parameters: undescribed, name: 'a' })).message,
    ).toContain('description')
    const undefaulted = parameters.extend({ k: z.number().describe('k') })
    expect(
      errorOf(() => defineStrategy({ ...rest, parameters: undefaulted, name: 'a' })).message,
    ).toContain('default')
  })
})
