import js from '@eslint/js';
import noUnsanitized from 'eslint-plugin-no-unsanitized';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', '.cache/', 'node_modules/'] },
  {
    files: ['src/**/*.ts', 'webview/**/*.ts', 'test/**/*.ts'],
    extends: [js.configs.recommended, ...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './webview/tsconfig.json', './test/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'no-empty': ['error', { allowEmptyCatch: false }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: false },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `const { left, ...rest } = value` is how a property is left out.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
    },
  },
  { files: ['webview/**/*.ts'], ...noUnsanitized.configs.recommended },
  {
    files: ['webview/**/*.ts'],
    ignores: ['webview/view/dom.ts', 'webview/view/textInput.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'AssignmentExpression[left.property.name=/^(?:textContent|innerText|title|alt|placeholder|ariaLabel)$/]',
          message: 'Text is shown by webview/view/dom.ts.',
        },
        {
          selector:
            "CallExpression[callee.property.name='addEventListener'][arguments.0.value=/^key/]",
          message:
            'Keys are heard by webview/view/keys.ts, which leaves those of input methods to them.',
        },
      ],
    },
  },
  {
    // What others wrote is made visible where it is shown, which is in one file.
    files: ['src/**/*.ts'],
    ignores: ['src/ui/editor.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "MemberExpression[object.object.name='vscode'][object.property.name='window'][property.name=/^(?:show(?:Information|Warning|Error|Quick|Input)|create(?:Quick|Input|Tree|Status|Webview)|setStatus|withProgress)/]",
          message: 'Text is shown by src/ui/editor.ts.',
        },
        {
          selector:
            "NewExpression[callee.object.name='vscode'][callee.property.name='MarkdownString']",
          message: 'Markdown is made by plainMarkdown of src/ui/editor.ts.',
        },
      ],
    },
  },
  {
    files: ['scripts/**/*.mjs', 'test/**/*.mjs', '*.mjs', '*.cjs'],
    extends: [js.configs.recommended],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        AbortController: 'readonly',
        AbortSignal: 'readonly',
        performance: 'readonly',
        module: 'writable',
      },
    },
  },
);
