import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const reports = process.env['TICKWISE_TEST_REPORTS']

/** Settings every project shares; each project's `vitest.config.ts` re-exports them. */
export default defineConfig({
  resolve: { conditions: ['@tickwise/source'] },
  ssr: { resolve: { conditions: ['@tickwise/source'] } },
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    passWithNoTests: true,
    setupFiles: [fileURLToPath(new URL('vitest.setup.ts', import.meta.url))],
    reporters: reports
      ? ['default', ['json', { outputFile: join(reports, `${basename(process.cwd())}.json`) }]]
      : ['default'],
  },
})
