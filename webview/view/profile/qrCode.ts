import { generate } from 'lean-qr';

/** The quiet zone around the code, in modules (ISO/IEC 18004 §9.1). */
const QUIET = 4;
const SVG = 'http://www.w3.org/2000/svg';

/**
 * Draws a QR code as an image with a name, dark on light whatever the theme: that is what cameras read.
 * @returns `undefined` if the text is too long for one
 */
export function renderQrCode(text: string, label: string): SVGElement | undefined {
  const path = qrPath(text);
  if (!path) return undefined;
  const side = path.size + 2 * QUIET;
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'qr-code');
  svg.setAttribute('viewBox', `${-QUIET} ${-QUIET} ${side} ${side}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  const modules = document.createElementNS(SVG, 'path');
  modules.setAttribute('d', path.d);
  svg.append(modules);
  return svg;
}

/** The dark modules as a path, in modules: each run of a row is one rectangle. */
export function qrPath(text: string): { readonly d: string; readonly size: number } | undefined {
  try {
    const code = generate(text);
    const runs: string[] = [];
    for (let y = 0; y < code.size; y++) {
      for (let x = 0; x < code.size; x++) {
        const from = x;
        while (code.get(x, y)) x++;
        if (x > from) runs.push(`M${from} ${y}h${x - from}v1h${from - x}z`);
      }
    }
    return { d: runs.join(''), size: code.size };
  } catch {
    // Longer than 2,953 bytes (ISO/IEC 18004 §7.4.1).
    return undefined;
  }
}
