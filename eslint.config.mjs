import tseslint from 'typescript-eslint';

const specs = ['**/*.spec.ts', '**/*.int-spec.ts', '**/*.e2e-spec.ts', 'test/**/*.ts', '**/testing/**/*.ts'];

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'coverage/**', '.patchbay/**', '.tmp/**'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'max-depth': ['error', 3],
      'max-len': ['error', { code: 160, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true }],
      'no-console': 'error',
      'no-restricted-syntax': ['error',
        { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Take time from an injected clock (decisions D12).' },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take time from an injected clock (decisions D12).' },
        { selector: "MemberExpression[object.name='process'][property.name='env']", message: 'Only config/ reads the environment.' },
        { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: 'Take randomness from node:crypto or a seeded source.' },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true, allowNullish: true }],
    },
  },
  { files: ['**/migrations/*.ts'], rules: { 'max-lines': 'off', 'max-lines-per-function': 'off', 'max-len': 'off' } },
  { files: ['config/**/*.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['sandbox/main.ts', 'src/main.ts', 'src/cli/**/*.ts', 'test/**/*.ts', 'sandbox/kit/clock.ts', 'src/**/system-clock.ts'], rules: { 'no-console': 'off', 'no-restricted-syntax': 'off' } },
  { files: specs, rules: {
    'max-lines': ['error', { max: 400 }], 'max-lines-per-function': 'off', 'max-depth': 'off', 'no-restricted-syntax': 'off', 'no-console': 'off',
    '@typescript-eslint/no-unsafe-assignment': 'off', '@typescript-eslint/no-unsafe-member-access': 'off',
    '@typescript-eslint/no-unsafe-call': 'off', '@typescript-eslint/no-unsafe-argument': 'off', '@typescript-eslint/no-unsafe-return': 'off',
  } },
);
