/** The signatures of programs, in hex. */
const SIGNATURES =
  /^(?:7f454c46|4d5a|feedfac[ef]|c[ef]faedfe|cafebabe|6465780a|4c00000001140200|edabeedb|78617221|213c617263683e0a64656269616e|(?:efbbbf)?2321)/u;
const ZIP = 'PK\x03\x04';
/** Names in archives that are installed, executed or contain macros. */
const IN_ZIP = [
  ...['vbaProject.bin', 'xl/macrosheets/', 'META-INF/MANIFEST.MF', 'AndroidManifest.xml'],
  ...['extension.vsixmanifest', 'AppxManifest.xml', 'Basic/script-lc.xml'],
];
const OLE = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';
/** The names of streams that contain macros [MS-OVBA] §2.2.1, also in Excel files. */
const IN_OLE = ['_VBA_PROJECT', 'Macros', 'VBA'].map((name) => Buffer.from(name, 'utf16le'));
/** The beginnings of files that name a program, or contain commands. */
const ORDERS =
  /^\s{0,99}(?:\[Desktop Entry\]|\[InternetShortcut\]|\[autorun\]|Windows Registry Editor|REGEDIT4|@echo off|<hta:application)/iu;
/** Length of the examined beginning of a file, in bytes. */
const START_BYTES = 4096;

/** Length of what names in archives and documents are looked for across pieces, in bytes. */
const MOST_NAME_BYTES = Math.max(...[...IN_ZIP, ...IN_OLE].map((name) => name.length));

/** Looks for a program, or a document with macros, in content that comes in pieces. */
export class ProgramSearch {
  #start = Buffer.alloc(0);
  /** The end of what came before, in which a name may begin. */
  #end = Buffer.alloc(0);
  #hasName = false;

  /** Whether what came so far is one, whatever its name. */
  get isProgram(): boolean {
    return this.#hasName || startsProgram(this.#start);
  }

  update(piece: Uint8Array): void {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    if (this.#start.length < START_BYTES) {
      const missing = bytes.subarray(0, START_BYTES - this.#start.length);
      this.#start = Buffer.concat([this.#start, missing]);
    }
    const searched = this.#end.length === 0 ? bytes : Buffer.concat([this.#end, bytes]);
    this.#hasName ||= namesIn(this.#start).some((name) => searched.includes(name));
    this.#end = Buffer.from(searched.subarray(-MOST_NAME_BYTES));
  }
}

/** Whether content is a program, or a document with macros, whatever its name. */
export function isProgram(content: Uint8Array): boolean {
  const search = new ProgramSearch();
  search.update(content);
  return search.isProgram;
}

/** What is looked for in the whole content, by its beginning. */
function namesIn(start: Buffer): readonly (string | Buffer)[] {
  const format = start.toString('latin1', 0, OLE.length);
  if (format.startsWith(ZIP)) return IN_ZIP;
  return format.startsWith(OLE) ? IN_OLE : [];
}

function startsProgram(bytes: Buffer): boolean {
  if (SIGNATURES.test(bytes.toString('hex', 0, 16))) return true;
  const start = bytes.toString('latin1');
  // Removes the zero bytes of ASCII in UTF-16, and a byte order mark.
  return ORDERS.test(
    start.replaceAll('\0', '').replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/u, ''),
  );
}
