import { defineConfig, mergeConfig } from 'vitest/config'
import shared from '../../vitest.shared.ts'

/** Tests of every kind of trouble take minutes: `npm run trouble` runs them, `npm test` a few of each. */
const slow = process.env['TICKWISE_SLOW'] === undefined ? ['**/*.slow.test.ts'] : []

export default mergeConfig(
  shared,
  defineConfig({
    test: {
      exclude: ['**/node_modules/**', '**/dist/**', ...slow],
      // No test changes what is global, and loading the libraries anew for each file costs more than most tests.
      isolate: false,
    },
  }),
)
