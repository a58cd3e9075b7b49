import type { FileView } from '../../src/api/views.ts';
import { isProgramName } from '../../src/base/programName.ts';

/** The kind of a file, as far as its name and announced type show. */
export type FileKind =
  | 'picture'
  | 'sound'
  | 'video'
  | 'archive'
  | 'pdf'
  | 'document'
  | 'table'
  | 'book'
  | 'database'
  | 'font'
  | 'binary'
  | 'program'
  | 'text'
  | 'unknown';

/** By extension, which takes precedence over the media type: for `.ts` that may be a video's. */
const EXTENSIONS: Readonly<Partial<Record<FileKind, string>>> = {
  // Formats that a tab can show; SVG counts as text, since it may contain code.
  picture: 'png jpg jpeg gif webp',
  sound: 'mp3 ogg oga opus wav flac m4a aac wma aiff mid midi',
  video: 'mp4 m4v webm mkv mov avi wmv mpg mpeg 3gp ogv',
  archive: 'zip tar gz tgz bz2 xz zst 7z rar lz4 lzma',
  pdf: 'pdf',
  document: 'doc docx odt rtf ppt pptx odp ps pages',
  table: 'xls xlsx ods numbers',
  book: 'epub mobi djvu azw3',
  database: 'sqlite sqlite3 db',
  font: 'woff woff2 ttf otf',
  // What no tab can show, pictures among it.
  binary: 'psd ai heic heif avif tif tiff bmp ico wasm bin dat iso img',
  text: 'txt md markdown rst adoc log csv tsv json jsonc json5 jsonl yaml yml toml ini cfg conf properties xml xsd xsl svg html htm css scss sass less ts mts cts tsx js mjs cjs jsx vue svelte astro py pyi ipynb rb php pl pm lua r jl java kt kts scala groovy gradle clj cljs cs fs vb c h cc cpp cxx hpp hh m mm swift go rs zig nim d dart ex exs erl hrl hs ml mli elm lisp el scm sql graphql gql proto tex bib diff patch sh bash zsh fish ps1 bat cmd cmake mk tf nix vim dockerfile env lock map srt vtt po',
};
const KINDS = new Map(
  Object.entries(EXTENSIONS).flatMap(([kind, list]) =>
    list.split(' ').map((extension) => [extension, kind as FileKind] as const),
  ),
);
const TYPES: readonly (readonly [RegExp, FileKind])[] = [
  [/^image\/(?:png|jpeg|gif|webp)$/u, 'picture'],
  [/^audio\//u, 'sound'],
  [/^video\//u, 'video'],
  [/^application\/(?:zip|gzip|x-(?:tar|7z-compressed|bzip2|xz|rar.*)|vnd\.rar)$/u, 'archive'],
  [/^application\/pdf$/u, 'pdf'],
  [/^application\/vnd\..*(?:spreadsheet|excel)/u, 'table'],
  [/^application\/epub/u, 'book'],
  [/^font\//u, 'font'],
  [/^application\/(?:msword|vnd\.)/u, 'document'],
  [/^image\/(?!svg)/u, 'binary'],
  [/^(?:text\/|image\/svg|application\/(?:json|xml|javascript|.*\+(?:json|xml)$))/u, 'text'],
];

export function fileKind({ name, mediaType = '' }: Pick<FileView, 'name' | 'mediaType'>): FileKind {
  const extension = /\.([^.]+)$/u.exec(name)?.[1]?.toLowerCase() ?? '';
  const kind = KINDS.get(extension);
  if (isProgramName(name) && kind !== 'text') return 'program';
  return kind ?? TYPES.find(([type]) => type.test(mediaType))?.[1] ?? 'unknown';
}
