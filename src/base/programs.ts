/** What programs begin with, in hex. */
const SIGNATURES =
  /^(?:7f454c46|4d5a|feedfac[ef]|c[ef]faedfe|cafebabe|6465780a|4c00000001140200|edabeedb|78617221|213c617263683e0a64656269616e|(?:efbbbf)?2321)/u;
const ZIP = 'PK\x03\x04';
/** An archive with one of these is installed, run or holds macros. */
const IN_ZIP = [
  ...['vbaProject.bin', 'xl/macrosheets/', 'META-INF/MANIFEST.MF', 'AndroidManifest.xml'],
  ...['extension.vsixmanifest', 'AppxManifest.xml', 'Basic/script-lc.xml'],
];
const OLE = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';
/** The names of streams that hold macros [MS-OVBA] §2.2.1, and the excel sheets that do. */
const IN_OLE = ['_VBA_PROJECT', 'Macros', 'VBA'].map((name) => Buffer.from(name, 'utf16le'));
/** How files begin that name a program, or are a list of orders. */
const ORDERS =
  /^\s{0,99}(?:\[Desktop Entry\]|\[InternetShortcut\]|\[autorun\]|Windows Registry Editor|REGEDIT4|@echo off|<hta:application)/iu;
/** How much of a file's beginning is looked at, in bytes. */
const START_BYTES = 4096;

/** Whether content is that of a program, or of a document with macros, whatever it is called. */
export function isProgram(content: Uint8Array): boolean {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (SIGNATURES.test(bytes.toString('hex', 0, 16))) return true;
  const start = bytes.toString('latin1', 0, START_BYTES);
  if (start.startsWith(ZIP)) return IN_ZIP.some((name) => bytes.includes(name));
  if (start.startsWith(OLE)) return IN_OLE.some((name) => bytes.includes(name));
  // Without what UTF-16 puts between the letters of ASCII, and without a byte order mark.
  return ORDERS.test(
    start.replaceAll('\0', '').replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/u, ''),
  );
}
