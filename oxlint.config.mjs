// Types, lint and module boundaries in one pass: `npm run lint`. The rules that need types run in TypeScript's native
// compiler (tsgolint); nx's rule for boundaries and jsdoc's are ESLint plugins that oxlint loads.
/** Files, network, clock and randomness are arguments in pure code, never reached for. */
const purity = {
  jsPlugins: ['./tools/lint/eslint-core.mjs'],
  files: [
    'libs/amm/src/**/*.ts',
    'libs/strategies/src/**/*.ts',
    'libs/backtest/src/**/*.ts',
    'libs/forecast/src/**/*.ts',
    'libs/report/src/**/*.ts',
  ],
  // The model store reads and writes files; the network backends find their own.
  excludeFiles: [
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
    'eslint-core/no-restricted-syntax': [
      'error',
      {
        selector: "NewExpression[callee.name='Date'][arguments.length=0]",
        message: 'Take a clock as an argument.',
      },
    ],
  },
}

export default {
  plugins: ['typescript'],
  categories: { correctness: 'error' },
  jsPlugins: ['@nx/eslint-plugin'],
  options: { typeAware: true, typeCheck: true, reportUnusedDisableDirectives: 'error' },
  ignorePatterns: ['data/**', 'vaults/out/**', 'vaults/cache/**'],
  rules: {
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/ban-ts-comment': 'error',
    'typescript/no-empty-object-type': 'error',
    'typescript/no-unsafe-function-type': 'error',
    'typescript/no-require-imports': 'error',
    'typescript/no-namespace': 'error',
    'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    'no-unused-expressions': 'error',
    'no-var': 'error',
    'prefer-const': 'error',
    eqeqeq: 'error',
    // Matters of taste here: methods of objects without `this`, control characters of a terminal, printed numbers.
    'typescript/unbound-method': 'off',
    'typescript/restrict-template-expressions': 'off',
    'typescript/no-base-to-string': 'off',
    'typescript/no-misused-spread': 'off',
    'typescript/require-array-sort-compare': 'off',
    'no-control-regex': 'off',
  },
  overrides: [
    { files: ['**/*.cjs'], rules: { 'typescript/no-require-imports': 'off' } },
    {
      files: ['**/*.ts', '**/*.tsx'],
      excludeFiles: [
        '**/*.test.ts',
        '**/*.test.tsx',
        '**/testing/**',
        '**/bench/**',
        '**/vitest.*.ts',
      ],
      rules: {
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
      excludeFiles: ['**/*.test.ts', '**/testing/**', '**/generated/**', '**/index.ts'],
      jsPlugins: [{ name: 'documented', specifier: 'eslint-plugin-jsdoc' }],
      rules: {
        'documented/require-jsdoc': [
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
        'documented/require-description': 'error',
      },
    },
  ],
}
