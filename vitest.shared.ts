import { defineConfig } from 'vitest/config'

/** Settings every project shares; each project's `vitest.config.ts` re-exports them. */
export default defineConfig({
  resolve: { conditions: ['@tickwise/source'] },
  ssr: { resolve: { conditions: ['@tickwise/source'] } },
  test: {
    include: ['src/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    passWithNoTests: true,
    reporters: process.env['TICKWISE_TEST_REPORT']
      ? ['default', ['json', { outputFile: process.env['TICKWISE_TEST_REPORT'] }]]
      : ['default'],
  },
})
