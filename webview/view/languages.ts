/** Common names of languages after a fence → VS Code's language identifiers. */
const ALIASES: Readonly<Record<string, string>> = {
  bash: 'shellscript',
  'c#': 'csharp',
  'c++': 'cpp',
  cc: 'cpp',
  cjs: 'javascript',
  cs: 'csharp',
  cxx: 'cpp',
  docker: 'dockerfile',
  golang: 'go',
  h: 'c',
  hpp: 'cpp',
  htm: 'html',
  js: 'javascript',
  jsx: 'javascriptreact',
  kt: 'kotlin',
  md: 'markdown',
  mjs: 'javascript',
  patch: 'diff',
  ps1: 'powershell',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'shellscript',
  shell: 'shellscript',
  svg: 'xml',
  text: 'plaintext',
  toml: 'ini',
  ts: 'typescript',
  tsx: 'typescriptreact',
  txt: 'plaintext',
  yml: 'yaml',
  zsh: 'shellscript',
};

/** A word that may be a language's name; not a path or a sentence. */
const NAME = /^[a-z][a-z0-9+#.-]{0,31}$/;
/** A file name, optionally with line numbers. */
const FILE = /\.([a-z0-9]{1,8})(?::\d+(?:[-–]\d+)?)?$/;

/**
 * The language given by an opening fence's info string: by its first word (`ts`), or by the
 * extension of a file name (`src/parse.ts:12-20`). `undefined` for none.
 */
export function languageOf(info: string): string | undefined {
  const [word = ''] = info.toLowerCase().split(/\s/, 1);
  const name = FILE.exec(word)?.[1] ?? word;
  if (!NAME.test(name)) return undefined;
  return Object.hasOwn(ALIASES, name) ? ALIASES[name] : name;
}
