import type { CommandEvent } from '@tickwise/terminal'
import { describe, expect, it } from 'vitest'
import type { FormState } from './strategy-forms.ts'
import { watchForm } from './watch-form.ts'

/** What `strategies show` says of a strategy with one parameter. */
const shown = (parameter: string): CommandEvent => ({
  type: 'result',
  t: 1,
  exitCode: 0,
  data: {
    name: 'mine',
    title: 'my own',
    parameters: [
      { name: parameter, type: 'integer', description: 'how wide', default: 5, minimum: 1 },
    ],
  },
})

const wrong: CommandEvent = {
  type: 'error',
  t: 1,
  error: { code: 'E_STRATEGY_FILE', message: 'mine.ts:3:9: an error', exitCode: 1 },
}

describe('a strategy file as a form', () => {
  it('is told again after every change, with the last form while it is broken', async () => {
    const answers = [shown('width'), wrong, shown('breadth')]
    const controller = new AbortController()
    const states: FormState[] = []
    let change: () => void = () => undefined
    const over = watchForm('./mine.ts', controller.signal, (state) => states.push(state), {
      show: async function* () {
        yield answers.shift()!
      },
      watch: (_file, onChange) => {
        change = onChange
        return Promise.resolve()
      },
    })
    await Promise.resolve()
    change()
    change()
    await expect.poll(() => states.length).toBe(3)
    controller.abort()
    await over
    const [first, broken, mended] = states
    expect(first?.form?.parameters[0]).toMatchObject({
      name: 'width',
      allowed: 'an integer of at least 1',
    })
    expect(first).not.toHaveProperty('error')
    expect(broken).toMatchObject({ error: { message: 'mine.ts:3:9: an error' }, reloads: 1 })
    expect(broken?.form).toBe(first?.form)
    expect(mended?.form?.parameters[0]?.name).toBe('breadth')
    expect(mended).not.toHaveProperty('error')
  })
})
