/** Extensions of files that systems or the editor execute, install or obey when opened. */
const EXTENSIONS = new Set(
  [
    // Windows
    'exe scr com pif bat cmd ps1 ps2 psm1 psd1 ps1xml psc1 msh vbs vbe vb vbscript js jse ws wsf wsh',
    'wsc sct hta wsb xbap shb shs appcontent-ms udl ins isp pyw pyz pyzw pyc',
    'msi msp mst msu msix msixbundle appx appxbundle appinstaller application appref-ms gadget',
    'cpl dll ocx sys drv inf reg lnk url scf website library-ms search-ms settingcontent-ms msc',
    'chm hlp theme themepack diagcab xll wll rdp iqy slk job iso img vhd vhdx',
    // Office documents that may contain macros
    'docm dotm xlsm xltm xlam xla xlsb pptm potm ppam ppsm sldm mdb accdb accde ade adp mde',
    // macOS
    'app command tool pkg mpkg dmg workflow action scpt scptd applescript terminal fileloc inetloc',
    'webloc dylib kext prefpane mobileconfig',
    // Linux, Android, and cross-platform
    'sh bash zsh csh ksh fish desktop run bin elf out so ko appimage flatpak flatpakref flatpakrepo',
    'snap deb rpm apk jar jnlp class xpi crx vsix code-workspace',
  ].flatMap((line) => line.split(' ')),
);
/** Whether a file name is that of a program: something that executes when opened. */
export function isProgramName(name: string): boolean {
  const clean = name
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/[\s.]+$/u, '');
  const extension = /\.([^.]+)$/u.exec(clean)?.[1] ?? '';
  return EXTENSIONS.has(extension.trim().toLowerCase());
}
