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

/** Whether content is a program, or a document with macros, whatever its name. */
export function isProgram(content: Uint8Array): boolean {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (SIGNATURES.test(bytes.toString('hex', 0, 16))) return true;
  const start = bytes.toString('latin1', 0, START_BYTES);
  if (start.startsWith(ZIP)) return IN_ZIP.some((name) => bytes.includes(name));
  if (start.startsWith(OLE)) return IN_OLE.some((name) => bytes.includes(name));
  // Removes the zero bytes of ASCII in UTF-16, and a byte order mark.
  return ORDERS.test(
    start.replaceAll('\0', '').replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/u, ''),
  );
}
