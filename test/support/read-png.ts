import { inflateSync } from 'node:zlib';

/** A picture as another program sees it. */
export type Png = {
  readonly width: number;
  readonly height: number;
  readonly pixelsPerMetre: number | undefined;
  /** Red, green, blue and opacity of each pixel, row by row. */
  readonly pixels: Buffer;
};

/** Reads a PNG of eight bits and four channels by its specification. Throws for any other file, or one that is cut. */
export function readPng(file: Uint8Array): Png {
  const bytes = Buffer.from(file);
  if (bytes.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n') throw new Error('No PNG');
  const chunks = new Map<string, Buffer[]>();
  for (let place = 8; place < bytes.length; ) {
    const length = bytes.readUInt32BE(place);
    const name = bytes.toString('latin1', place + 4, place + 8);
    chunks.set(name, [...(chunks.get(name) ?? []), bytes.subarray(place + 8, place + 8 + length)]);
    place += 12 + length;
  }
  const [header] = chunks.get('IHDR') ?? [];
  if (header === undefined || !chunks.has('IEND') || header.readUInt16BE(8) !== 0x0806) throw new Error('Another PNG');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const packed = inflateSync(Buffer.concat(chunks.get('IDAT') ?? []));
  return {
    width,
    height,
    pixelsPerMetre: chunks.get('pHYs')?.[0]?.readUInt32BE(0),
    pixels: unfiltered(packed, 4 * width, height),
  };
}

/** How many pixels are not white. */
export function inkOf({ pixels }: Png): number {
  let ink = 0;
  for (let place = 0; place < pixels.length; place += 4) {
    if (pixels.readUInt32BE(place) !== 0xffffffff) ink += 1;
  }
  return ink;
}

/** The rows without their filters: each byte was packed as what it adds to one that its neighbours foretell. */
function unfiltered(packed: Buffer, width: number, height: number): Buffer {
  if (packed.length !== (width + 1) * height) throw new Error('The rows are not those of the header');
  const pixels = Buffer.alloc(width * height);
  for (let row = 0; row < height; row += 1) {
    const filter = packed[row * (width + 1)] ?? 0;
    for (let column = 0; column < width; column += 1) {
      const place = row * width + column;
      const left = column < 4 ? 0 : (pixels[place - 4] ?? 0);
      const up = row === 0 ? 0 : (pixels[place - width] ?? 0);
      const corner = column < 4 || row === 0 ? 0 : (pixels[place - width - 4] ?? 0);
      pixels[place] = (packed[place + row + 1] ?? 0) + foretold(filter, left, up, corner);
    }
  }
  return pixels;
}

function foretold(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return paeth(left, up, corner);
    default:
      throw new Error(`There is no filter ${filter}`);
  }
}

function paeth(left: number, up: number, corner: number): number {
  const a = Math.abs(up - corner);
  const b = Math.abs(left - corner);
  const c = Math.abs(left + up - 2 * corner);
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
