/**
 * The tokens of each language. A pattern's named groups are kinds of tokens, or `word`, which is a
 * keyword if listed. No alternative can fail after a long match, so that no input causes excessive
 * backtracking.
 */
export interface Grammar {
  readonly pattern: RegExp;
  readonly keywords: ReadonlySet<string>;
}

const SLASHES = String.raw`\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)`;
const HASH = String.raw`(?<!\S)#[^\n]*`;
const DOUBLE = String.raw`"(?:[^"\\\n]|\\.)*"?`;
const SINGLE = String.raw`'(?:[^'\\\n]|\\.)*'?`;
const BACKTICK = '`(?:[^`\\\\]|\\\\[^])*`?';
const TRIPLE = String.raw`"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)`;
const QUOTES = `${DOUBLE}|${SINGLE}`;
/** A character; in Rust not a lifetime, which has no closing quote. */
const CHARACTER = String.raw`'(?:[^'\\\n]|\\[^\n]{1,9})'`;
const NUMBER = String.raw`(?<![\p{L}\p{N}_$])\d(?:[\p{L}\p{N}_]|\.\d)*`;
const WORD = String.raw`[\p{L}_$@][\p{L}\p{N}_$]*`;

/** A language with words: its comments, strings and keywords. */
function words(comment: string, string: string, keywords: string): Grammar {
  const source = `(?<comment>${comment})|(?<string>${string})|(?<number>${NUMBER})|(?<word>${WORD})`;
  return { pattern: new RegExp(source, 'gu'), keywords: new Set(keywords.split(' ')) };
}

function marks(pattern: RegExp): Grammar {
  return { pattern, keywords: new Set() };
}

const C =
  'auto break case char const continue default do double else enum extern false float for goto if inline int long NULL register return short signed sizeof static struct switch true typedef union unsigned void volatile while bool #include';
const JAVASCRIPT =
  'as async await break case catch class const continue debugger default delete do else export extends false finally for from function get if import in instanceof let new null of return set static super switch this throw true try typeof undefined var void while with yield';
const SQL =
  'add all alter and as asc begin between by case check column commit constraint create cross database default delete desc distinct drop else end exists foreign from full group having if in index inner insert into is join key left like limit not null offset on or order outer primary references returning right rollback select set table then trigger union unique update values view when where with';
const JAVA =
  'abstract assert boolean break byte case catch char class const continue default do double else enum extends false final finally float for if implements import instanceof int interface long native new null package private protected public record return sealed short static super switch synchronized this throw throws true try var void volatile while yield';

const javascript = words(SLASHES, `${QUOTES}|${BACKTICK}`, JAVASCRIPT);
const typescript = words(
  SLASHES,
  `${QUOTES}|${BACKTICK}`,
  `${JAVASCRIPT} abstract any asserts boolean declare enum implements infer interface is keyof namespace never number object private protected public readonly satisfies string symbol type unknown`,
);
const markup = marks(
  /(?<comment><!--[^]*?(?:-->|$))|(?<keyword><[/!?]?[\p{L}][\p{L}\p{N}:.-]*|[/?]?>)|(?<string>"[^"]*"?)/gu,
);
const json = words(SLASHES, DOUBLE, 'true false null');

/** VS Code's language identifier → grammar. */
const GRAMMARS: Readonly<Record<string, Grammar>> = {
  c: words(SLASHES, QUOTES, C),
  cpp: words(
    SLASHES,
    QUOTES,
    `${C} catch class constexpr consteval co_await co_return concept decltype delete explicit friend mutable namespace new noexcept nullptr operator override private protected public requires template this throw try typename using virtual`,
  ),
  csharp: words(
    SLASHES,
    QUOTES,
    `${JAVA} as async await base bool checked decimal delegate event explicit extern fixed foreach get implicit in init internal is lock namespace object operator out override params readonly ref required set sizeof string struct typeof uint ulong unsafe using virtual where with`,
  ),
  css: marks(
    /(?<comment>\/\*[^]*?(?:\*\/|$))|(?<string>"[^"\n]*"?|'[^'\n]*'?)|(?<number>#[0-9a-f]{3,8}\b|(?<![\w-])\d[\w.%]*)|(?<keyword>@?[a-z-]{1,64}(?=:\s|\s*\()|@[a-z-]+)/giu,
  ),
  diff: marks(
    /^(?:(?<keyword>@@[^\n]*|diff [^\n]*|(?:---|\+\+\+) [^\n]*)|(?<inserted>\+[^\n]*)|(?<deleted>-[^\n]*))/gmu,
  ),
  dockerfile: words(
    HASH,
    QUOTES,
    'FROM AS RUN CMD LABEL EXPOSE ENV ADD COPY ENTRYPOINT VOLUME USER WORKDIR ARG ONBUILD STOPSIGNAL HEALTHCHECK SHELL',
  ),
  go: words(
    SLASHES,
    `${QUOTES}|${BACKTICK}`,
    'break case chan const continue default defer else fallthrough false for func go goto if import interface iota map nil package range return select struct switch true type var bool byte error float64 int int64 rune string uint64 any',
  ),
  html: markup,
  ini: marks(
    /(?<comment>(?<!\S)[#;][^\n]*)|(?<string>"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?)|(?<keyword>^\[[^\]\n]{0,200}\]?)|(?<number>(?<![\w.-])\d[\w.:-]*)/gmu,
  ),
  java: words(SLASHES, `${TRIPLE}|${QUOTES}`, JAVA),
  javascript,
  javascriptreact: javascript,
  json,
  jsonc: json,
  kotlin: words(
    SLASHES,
    `${TRIPLE}|${QUOTES}`,
    'abstract as break by class companion const constructor continue data do else enum false final for fun get if import in init inline interface internal is lateinit null object open operator override package private protected public return sealed set super suspend this throw true try typealias val var when where while',
  ),
  lua: words(
    String.raw`--\[\[[^]*?(?:\]\]|$)|--[^\n]*`,
    QUOTES,
    'and break do else elseif end false for function goto if in local nil not or repeat return then true until while',
  ),
  php: words(
    `${SLASHES}|${HASH}`,
    QUOTES,
    'abstract and array as break case catch class const continue declare default do echo else elseif enum extends false final finally fn for foreach function global if implements include instanceof interface match namespace new null or private protected public readonly require require_once return static switch this throw trait true try use var while yield',
  ),
  powershell: words(
    String.raw`<#[^]*?(?:#>|$)|${HASH}`,
    QUOTES,
    'begin break catch class continue data do else elseif end exit filter finally for foreach function if in param process return switch throw trap try until using while',
  ),
  python: words(
    HASH,
    `${TRIPLE}|${QUOTES}`,
    'and as assert async await break case class continue def del elif else except False finally for from global if import in is lambda match None nonlocal not or pass raise return self True try while with yield',
  ),
  ruby: words(
    HASH,
    QUOTES,
    'alias and begin break case class def do else elsif end ensure false for if in module next nil not or redo require rescue retry return self super then true undef unless until when while yield',
  ),
  rust: words(
    SLASHES,
    `${DOUBLE}|${CHARACTER}`,
    'as async await bool box break char const continue crate dyn else enum extern f64 false fn for i32 i64 if impl in let loop match mod move mut pub ref return self Self static str struct super trait true type u8 u32 u64 unsafe use usize where while',
  ),
  shellscript: words(
    HASH,
    String.raw`"(?:[^"\\]|\\[^])*"?|'[^']*'?`,
    'case do done elif else esac exit export fi for function if in local read readonly return set shift source then trap unset until while',
  ),
  sql: words(
    String.raw`--[^\n]*|\/\*[^]*?(?:\*\/|$)`,
    String.raw`'[^']*'?`,
    `${SQL} ${SQL.toUpperCase()}`,
  ),
  swift: words(
    SLASHES,
    `${TRIPLE}|${DOUBLE}`,
    'actor as async await break case catch class continue default defer deinit do else enum extension false fileprivate for func guard if import in init inout internal is let mutating nil private protocol public repeat rethrows return self Self some static struct super switch throw throws true try typealias var where while',
  ),
  typescript,
  typescriptreact: typescript,
  xml: markup,
  yaml: marks(
    /(?<comment>(?<!\S)#[^\n]*)|(?<string>"(?:[^"\\\n]|\\.)*"?|(?<![\w])'[^'\n]*'?)|(?<keyword>[\w.-]{1,128}(?=:(?:\s|$)))|(?<number>(?<![\w.-])\d[\w.:-]*)/gu,
  ),
};

/** @param language VS Code's identifier */
export function grammarOf(language: string | undefined): Grammar | undefined {
  return language !== undefined && Object.hasOwn(GRAMMARS, language)
    ? GRAMMARS[language]
    : undefined;
}
