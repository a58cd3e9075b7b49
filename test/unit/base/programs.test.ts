import assert from 'node:assert/strict';
import { isProgramName } from '../../../src/base/programName.ts';
import { isProgram, ProgramSearch } from '../../../src/base/programs.ts';
import { cpuTime } from '../../support/cpuTime.ts';

describe('A15 a program', () => {
  it('is known by its name', () => {
    const names = [
      ...['setup.exe', 'run.sh', 'a.bat', 'a.cmd', 'a.ps1', 'a.lnk', 'a.desktop', 'a.scr'],
      ...['a.jar', 'a.msi', 'a.app', 'a.command', 'a.url', 'a.reg', 'a.vbs', 'a.wsf', 'a.hta'],
      ...['report.docm', 'sheet.XLSM', 'invoice.pdf.exe', 'a.EXE', 'a.exe.', 'a.exe ', 'a. exe'],
      ...['photo.jpg                    .exe', 'a.e\u200bxe', 'a\u202egpj.exe', 'a.ｅｘｅ'],
      ...['a.exe\ufe0f', 'a.ex\u034fe', 'a.msu', 'a.wsb', 'a.xbap', 'a.shs', 'a.pyw', 'a.pyz'],
      ...['a.deb', 'a.AppImage', 'a.vsix', 'b.code-workspace', 'a.pkg', 'a.dmg', 'a.iso'],
    ];
    assert.deepEqual(
      names.filter((name) => !isProgramName(name)),
      [],
    );
    const others = [
      ...['answer.ts', 'notes.txt', 'a.docx', 'a.png', 'exe', 'Makefile', 'a.exe.txt', 'a.zip'],
      ...['a.pdf', 'readme', 'a.json', 'shell', '.sh.md'],
    ];
    assert.deepEqual(others.filter(isProgramName), []);
  });

  it('is known by its content, whatever its name', () => {
    const utf16 = Buffer.from('\ufeffWindows Registry Editor Version 5.00\r\n', 'utf16le');
    const contents: readonly Uint8Array[] = [
      ...['\x7fELF\x02', 'MZ\x90\0', '\xcf\xfa\xed\xfe', '\xfe\xed\xfa\xce', '\xca\xfe\xba\xbe'],
      ...['#!/bin/sh\n', '\xef\xbb\xbf#!/usr/bin/env python\n', 'L\0\0\0\x01\x14\x02\0'],
      ...['[Desktop Entry]\nExec=x', '\n[InternetShortcut]\r\nURL=x', '@ECHO OFF\r\n', 'REGEDIT4'],
      ...['PK\x03\x04....word/vbaProject.bin....', 'PK\x03\x04..META-INF/MANIFEST.MF'],
      `\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1${'\0'.repeat(5000)}V\0B\0A\0`,
      ...['!<arch>\ndebian-binary', '\xed\xab\xee\xdb\x03', 'xar!\0'],
    ].map((text) => Buffer.from(text, 'latin1'));
    for (const content of [...contents, utf16]) {
      assert.equal(
        isProgram(content),
        true,
        JSON.stringify(Buffer.from(content).toString('latin1')),
      );
    }
    const others = [
      ...['', 'M', 'echo off', 'export const a = 1;', '\x89PNG\r\n', '%PDF-1.7', '# !/bin/sh'],
      ...['PK\x03\x04....word/document.xml', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1WordDocument'],
    ];
    for (const text of others) assert.equal(isProgram(Buffer.from(text, 'latin1')), false, text);
  });

  it('is known in whatever pieces it comes', () => {
    const macros = `\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1${'\0'.repeat(99)}_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0`;
    const texts = [
      'PK\x03\x04....META-INF/MANIFEST.MF....',
      macros,
      '#!/bin/sh\n',
      'export const a = 1;',
    ];
    for (const text of texts) {
      const content = Buffer.from(text, 'latin1');
      for (const length of [1, 2, 3, 7, 20, content.length]) {
        const search = new ProgramSearch();
        for (let at = 0; at < content.length; at += length) {
          search.update(content.subarray(at, at + length));
        }
        assert.equal(search.isProgram, isProgram(content), `${text}, ${length}`);
      }
    }
    assert.equal(isProgram(Buffer.from(macros, 'latin1')), true);
  });

  it('is looked for quickly', () => {
    const fills = ['PK\x03\x04vbaProjec', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1V\0B\0', ' ', '\n'];
    for (const fill of fills) {
      const content = Buffer.alloc(50_000_000, fill, 'latin1');
      const spent = cpuTime(() => isProgram(content));
      assert.ok(spent < 1500, `${Math.round(spent)} ms of CPU`);
    }
  }).timeout(20_000);
});
