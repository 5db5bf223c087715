/** The table of an OpenType font that maps characters to glyphs, and its part for all of Unicode, which has this format. */
const CMAP = 'cmap';
const ALL_OF_UNICODE = 12;

/**
 * Tells which characters a font file has a glyph for, by the groups of its character map. Throws a TypeError for a file
 * without a map of all Unicode. Source: OpenType specification, "cmap", format 12.
 */
export function glyphsOf(file: Buffer): (codePoint: number) => boolean {
  const groups = characterGroups(file);
  return (codePoint) => groups.some(({ first, last }) => codePoint >= first && codePoint <= last);
}

function characterGroups(file: Buffer): { readonly first: number; readonly last: number }[] {
  const map = tableAt(file, CMAP);
  for (let index = 0; index < file.readUInt16BE(map + 2); index += 1) {
    const part = map + file.readUInt32BE(map + 4 + 8 * index + 4);
    if (file.readUInt16BE(part) !== ALL_OF_UNICODE) continue;
    return Array.from({ length: file.readUInt32BE(part + 12) }, (_, group) => {
      const place = part + 16 + 12 * group;
      return { first: file.readUInt32BE(place), last: file.readUInt32BE(place + 4) };
    });
  }
  throw new TypeError('The font has no map of all Unicode characters');
}

function tableAt(file: Buffer, name: string): number {
  for (let index = 0; index < file.readUInt16BE(4); index += 1) {
    const entry = 12 + 16 * index;
    if (file.toString('latin1', entry, entry + 4) === name) return file.readUInt32BE(entry + 8);
  }
  throw new TypeError(`The font has no table "${name}"`);
}
