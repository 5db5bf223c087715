import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { renderAsync } from '@resvg/resvg-js';
import { glyphsOf } from './font-coverage.ts';
import { FONT_PATHS, printable } from './pdf-fonts.ts';

/** Pixels for each unit of the picture: 600 units are 1800 pixels. */
const ZOOM = 3;
/** Of print: 300 to the inch, so that a picture of 600 units is placed 15 cm wide. */
const PIXELS_PER_METRE = 11_811;
/** The signature of a PNG and its first chunk, which says how large it is. */
const HEAD = 33;

const coverages = Object.values(FONT_PATHS).map((path) => glyphsOf(readFileSync(path)));
const hasGlyph = (codePoint: number) => coverages.every((has) => has(codePoint));

/**
 * A picture as PNG for print, in the fonts that come with the project and no others, so that it is the same on every
 * machine. A character that they lack is printed as its code point.
 */
export async function chartPng(svg: string): Promise<Uint8Array> {
  const image = await renderAsync(printable(hasGlyph, svg), {
    font: { fontFiles: Object.values(FONT_PATHS), loadSystemFonts: false, defaultFontFamily: 'Noto Sans' },
    fitTo: { mode: 'zoom', value: ZOOM },
  });
  const png = image.asPng();
  return Buffer.concat([png.subarray(0, HEAD), resolutionChunk(), png.subarray(HEAD)]);
}

/** The chunk by which a program knows how large to print the picture. Source: PNG specification, 11.3.4.3 pHYs. */
function resolutionChunk(): Buffer {
  const content = Buffer.alloc(13);
  content.write('pHYs', 0, 'latin1');
  content.writeUInt32BE(PIXELS_PER_METRE, 4);
  content.writeUInt32BE(PIXELS_PER_METRE, 8);
  content.writeUInt8(1, 12);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(content.length - 4, 0);
  ends.writeUInt32BE(crc32(content), 4);
  return Buffer.concat([ends.subarray(0, 4), content, ends.subarray(4)]);
}
