import js from '@eslint/js';
import sortImports from 'eslint-plugin-simple-import-sort';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  {
    ignores: [
      'dist/',
      '.tap/',
      '.node/',
      'eslint.config.js',
      'test/*.js',
      'scripts/build.js',
      'scripts/bundle.js',
      'scripts/manifest.js',
      'scripts/typescript/*.js',
    ],
  },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    plugins: { 'simple-import-sort': sortImports },
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      'simple-import-sort/imports': 'error',
      'simple-import-sort/exports': 'error',
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
    },
  },
  {
    // It is CommonJS, for any Node.js.
    files: ['src/bin.cts'],
    rules: { '@typescript-eslint/no-require-imports': ['error', { allowAsImport: true }] },
  },
  {
    // Made from the schema.
    files: ['src/records/records.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    files: ['test/**', 'scripts/**'],
    rules: { 'max-lines': 'off', 'no-console': 'off' },
  },
);
