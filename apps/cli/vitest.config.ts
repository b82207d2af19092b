import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import shared from '../../vitest.shared.ts'

/**
 * These tests run what is built, as Node loads it: no source of other packages, nothing transformed. What helps
 * tests alone is not built.
 */
export default defineConfig({
  resolve: {
    alias: [
      {
        find: /^@tickwise\/(\w+)\/testing$/,
        replacement: fileURLToPath(new URL('../../libs/$1/src/testing/index.ts', import.meta.url)),
      },
    ],
  },
  test: {
    ...shared.test,
    server: { deps: { external: [/\/dist\//] } },
    // No test changes what is global, and loading the program anew for each file costs a third of the time.
    isolate: false,
  },
})
