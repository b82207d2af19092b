import nx from '@nx/eslint-plugin'
import jsdoc from 'eslint-plugin-jsdoc'
import tseslint from 'typescript-eslint'

/** Files, network, clock and randomness are arguments in pure code, never reached for. */
const purity = {
  files: [
    'libs/amm/src/**/*.ts',
    'libs/strategies/src/**/*.ts',
    'libs/backtest/src/**/*.ts',
    'libs/forecast/src/**/*.ts',
    'libs/report/src/**/*.ts',
  ],
  // The model store reads and writes files; the network backends find their own.
  ignores: [
    '**/*.test.ts',
    '**/testing/**',
    'libs/forecast/src/store/**',
    'libs/forecast/src/nets/backend/**',
  ],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: [
              'node:*',
              'fs',
              'fs/*',
              'path',
              'os',
              'crypto',
              'child_process',
              'worker_threads',
              'http',
              'https',
              'net',
              'process',
            ],
            message: 'Pure library: take files, network and processes as arguments.',
          },
        ],
      },
    ],
    'no-restricted-globals': [
      'error',
      { name: 'process', message: 'Pure library: no environment.' },
      { name: 'fetch', message: 'Pure library: no network.' },
      { name: 'performance', message: 'Pure library: take a clock as an argument.' },
      { name: 'setTimeout', message: 'Pure library: no timers.' },
      { name: 'Buffer', message: 'Pure library: use Uint8Array.' },
      { name: 'crypto', message: 'Pure library: take randomness as an argument.' },
    ],
    'no-restricted-properties': [
      'error',
      { object: 'Math', property: 'random', message: 'Take a seeded generator as an argument.' },
      { object: 'Date', property: 'now', message: 'Take a clock as an argument.' },
    ],
    'no-restricted-syntax': [
      'error',
      {
        selector: "NewExpression[callee.name='Date'][arguments.length=0]",
        message: 'Take a clock as an argument.',
      },
    ],
  },
}

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '.nx/**',
      'data/**',
      'vaults/out/**',
      'vaults/cache/**',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommended],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { '@nx': nx },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: ['^.*/vitest\\.shared\\.ts$'],
          checkDynamicDependenciesExceptions: ['.*'],
          depConstraints: [
            { sourceTag: 'scope:amm', onlyDependOnLibsWithTags: ['scope:amm'] },
            { sourceTag: 'scope:localchain', onlyDependOnLibsWithTags: ['scope:localchain'] },
            {
              sourceTag: 'scope:market',
              onlyDependOnLibsWithTags: ['scope:amm', 'scope:localchain', 'scope:market'],
            },
            {
              sourceTag: 'scope:forecast',
              onlyDependOnLibsWithTags: ['scope:amm', 'scope:market', 'scope:forecast'],
            },
            {
              sourceTag: 'scope:strategies',
              onlyDependOnLibsWithTags: ['scope:amm', 'scope:forecast', 'scope:strategies'],
            },
            {
              sourceTag: 'scope:backtest',
              onlyDependOnLibsWithTags: [
                'scope:amm',
                'scope:market',
                'scope:forecast',
                'scope:strategies',
                'scope:backtest',
              ],
            },
            {
              sourceTag: 'scope:protocol',
              onlyDependOnLibsWithTags: [
                'scope:amm',
                'scope:forecast',
                'scope:strategies',
                'scope:protocol',
              ],
            },
            { sourceTag: 'scope:parity', notDependOnLibsWithTags: ['scope:cli'] },
            {
              sourceTag: 'scope:report',
              onlyDependOnLibsWithTags: ['scope:amm', 'scope:backtest', 'scope:report'],
            },
            {
              sourceTag: 'scope:runs',
              onlyDependOnLibsWithTags: [
                'scope:amm',
                'scope:market',
                'scope:forecast',
                'scope:strategies',
                'scope:backtest',
                'scope:runs',
              ],
            },
            {
              sourceTag: 'scope:terminal',
              onlyDependOnLibsWithTags: ['scope:amm', 'scope:terminal'],
            },
            {
              sourceTag: 'scope:keeper',
              notDependOnLibsWithTags: ['scope:cli'],
            },
            { sourceTag: 'scope:cli', onlyDependOnLibsWithTags: ['*'] },
            {
              sourceTag: 'purity:pure',
              bannedExternalImports: ['@duckdb/*', 'ink', 'react', 'commander', '@foundry-rs/*'],
            },
          ],
        },
      ],
    },
  },
  purity,
  {
    files: ['libs/*/src/**/*.ts'],
    ignores: ['**/*.test.ts', '**/testing/**', '**/generated/**', '**/index.ts'],
    plugins: { jsdoc },
    rules: {
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: true,
          require: {
            FunctionDeclaration: true,
            ArrowFunctionExpression: true,
            ClassDeclaration: true,
          },
        },
      ],
      'jsdoc/require-description': 'error',
    },
  },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', '**/testing/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@nx/enforce-module-boundaries': 'off',
    },
  },
  {
    files: ['**/vitest.config.ts', 'vitest.shared.ts', 'vitest.setup.ts', '**/bench/**'],
    rules: { '@nx/enforce-module-boundaries': 'off' },
  },
)
