// npm run l10n: brings the translations in l10n/ in step with the texts of the code: removes what is
// gone, adds what is new with an empty text, and says what is to be translated.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, 'l10n');
const SENTENCES = path.join('src', 'ui', 'sentences');

/**
 * The keys of all texts in the code: the English text, followed by `/` and the comment if it has one.
 * @param {readonly string[]} folders, and files, relative to the repository
 * @returns {Promise<Map<string, string>>} where each is, by its key
 * @throws {Error} for a text that is not written out where it is used, so that nobody can translate it,
 *   or that is asked for before the language is chosen
 */
export async function collectTexts(folders = ['src', 'webview']) {
  const found = new Map();
  for (const file of await sources(folders)) {
    const text = await readFile(path.join(root, file), 'utf8');
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    if (file.startsWith(SENTENCES)) collectSentences(source, found);
    if (text.includes('/l10n.ts')) collectCalls(source, found);
  }
  return found;
}

/** Titles, labels and questions: capital letters first, with a second word or an ellipsis. */
const SHOWN = /^(?:\$\([\w~-]+\) )?\p{Lu}[\p{L}’']*(?:,? (?:\p{Ll}|\p{Lu}\p{Ll})|…)/u;
/** Calls whose texts are for programs, for logs, or translated already. */
const NOT_SHOWN =
  /(?:^|\.)(?:t|plural|run|report|warn|info|error|debug|trace|closest|querySelector)$|Error$/u;

/**
 * Texts of the views that look as if a user could see them, and are not translated.
 * @returns {Promise<readonly string[]>} where each is, and what it says
 */
export async function findUntranslated() {
  const found = [];
  for (const file of await sources(['src/ui', 'webview', 'src/extension.ts'])) {
    if (file.startsWith(SENTENCES)) continue;
    const text = await readFile(path.join(root, file), 'utf8');
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    const visit = (node) => {
      const isCall = ts.isCallExpression(node) || ts.isNewExpression(node);
      if (ts.isTypeNode(node) || (isCall && NOT_SHOWN.test(node.expression.getText()))) return;
      // What is put into a text stands for a word.
      const start = ts.isTemplateExpression(node) ? `${node.head.text}x` : literal(node);
      if (start !== undefined && SHOWN.test(start)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        found.push(`${file}:${line + 1}: ${start}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

/**
 * The translations in the repository.
 * @returns {Promise<Map<string, Record<string, string>>>} by language
 */
export async function readBundles() {
  const bundles = new Map();
  for (const name of (await readdir(folder)).toSorted()) {
    const language = /^bundle\.l10n\.([\w-]+)\.json$/u.exec(name)?.[1];
    if (language)
      bundles.set(language, JSON.parse(await readFile(path.join(folder, name), 'utf8')));
  }
  return bundles;
}

async function sources(folders) {
  const lists = folders.map(async (name) => {
    if (name.endsWith('.ts')) return [name];
    const files = await readdir(path.join(root, name), { recursive: true });
    return files.filter((file) => file.endsWith('.ts')).map((file) => path.join(name, file));
  });
  return (await Promise.all(lists)).flat().toSorted();
}

/** The catalogue of error messages: the values of its objects. */
function collectSentences(source, found) {
  const visit = (node) => {
    if (ts.isPropertyAssignment(node)) add(found, source, literal(node.initializer), node);
    ts.forEachChild(node, visit);
  };
  visit(source);
}

function collectCalls(source, found) {
  const visit = (node) => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const name = node.expression.text;
      if (name === 't' || name === 'plural') refuseAtImport(source, node);
      if (name === 't') add(found, source, keyOf(node.arguments[0]), node);
      if (name === 'plural') {
        const forms = node.arguments[1];
        const texts = forms && ts.isArrayLiteralExpression(forms) ? forms.elements : [forms];
        for (const text of texts) add(found, source, literal(text), node);
      }
    }
    ts.forEachChild(node, visit);
  };
  if (!source.fileName.endsWith(path.join('base', 'l10n.ts'))) visit(source);
}

/** The extension chooses its language when it is activated, after its modules were imported. */
function refuseAtImport(source, node) {
  if (!source.fileName.startsWith('src')) return;
  for (let one = node.parent; one; one = one.parent) if (ts.isFunctionLike(one)) return;
  throw new Error(
    `${placeOf(source, node)}: ask for the text in a function, once the language is chosen`,
  );
}

function keyOf(argument) {
  if (!argument || !ts.isObjectLiteralExpression(argument)) return literal(argument);
  const value = (name) =>
    argument.properties.find((property) => property.name?.getText() === name)?.initializer;
  const comment = value('comment');
  const parts = comment && ts.isArrayLiteralExpression(comment) ? comment.elements : [comment];
  const comments = parts.map((part) => literal(part) ?? '').join('');
  const message = literal(value('message'));
  return message === undefined || comments === '' ? message : `${message}/${comments}`;
}

function literal(node) {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined;
}

function add(found, source, key, node) {
  const where = placeOf(source, node);
  if (key === undefined)
    throw new Error(`${where}: write the text out, so that it can be translated`);
  found.set(key, where);
}

function placeOf(source, node) {
  const { line } = source.getLineAndCharacterOfPosition(node.getStart());
  return `${source.fileName}:${line + 1}`;
}

async function update() {
  const keys = [...(await collectTexts()).keys()].toSorted();
  for (const [language, bundle] of await readBundles()) {
    const next = Object.fromEntries(keys.map((key) => [key, bundle[key] ?? '']));
    const file = path.join(folder, `bundle.l10n.${language}.json`);
    await writeFile(file, `${JSON.stringify(next, null, 2)}\n`);
    const missing = keys.filter((key) => next[key] === '');
    console.log(`${language}: ${keys.length} texts, ${missing.length} to be translated`);
    for (const key of missing) console.log(`  ${key}`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await update();
