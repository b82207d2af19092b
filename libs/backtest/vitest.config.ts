import { defineConfig, mergeConfig } from 'vitest/config'
import shared from '../../vitest.shared.ts'

/** No test changes what is global, and loading the libraries anew for each file costs a third of the tests' time. */
export default mergeConfig(shared, defineConfig({ test: { isolate: false } }))
