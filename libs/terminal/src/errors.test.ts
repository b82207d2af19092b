import { InvariantError, RetryableError, UserError } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import { describeError, renderError } from './errors.ts'
import { createStyler } from './style.ts'

describe('describeError', () => {
  it('gives each family its exit code and keeps hint, facts and causes', () => {
    const cause = new Error('row 7 ends early')
    const error = new UserError('E_FILE_CUT', 'swaps.csv is cut', {
      hint: 'copy it again',
      facts: { row: 7 },
      cause,
    })
    expect(describeError(error)).toEqual({
      code: 'E_FILE_CUT',
      message: 'swaps.csv is cut',
      hint: 'copy it again',
      facts: { row: '7' },
      causes: ['row 7 ends early'],
      exitCode: 1,
    })
    expect(describeError(new RetryableError('E_RPC', 'no answer')).exitCode).toBe(75)
    expect(describeError(new InvariantError('E_BUG', 'impossible')).exitCode).toBe(70)
  })

  it('treats a full disk as something to mend and anything unknown as a bug', () => {
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    expect(describeError(full)).toMatchObject({ code: 'E_ENOSPC', exitCode: 1 })
    expect(describeError(new TypeError('x is undefined'))).toMatchObject({
      code: 'E_UNEXPECTED',
      exitCode: 70,
    })
  })

  it('prints without escape codes when colours are off', () => {
    const text = renderError(
      describeError(new UserError('E_X', 'wrong', { hint: 'do this' })),
      createStyler(false),
    )
    expect(text).toBe('error: wrong (E_X)\nwhat to do: do this')
  })
})
