import { SaxesParser, type SaxesTagNS } from 'saxes';
import { damagedFile } from './refusal.ts';
import type { GuardedZip } from './zip-guard.ts';

const MAXIMUM_DEPTH = 100;
const MAXIMUM_ATTRIBUTES = 256;

/** An element of a small part: local name, namespace, attributes by local name, the parent's local name. */
export type Element = {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly parent: string;
};

/**
 * Reads one of the small parts of a workbook (list of sheets, relationships, styles) element by element. Document
 * types, other encodings than UTF-8, broken tags and deep nesting refuse the file.
 */
export async function readSmallPart(
  zip: GuardedZip,
  part: string,
  maximumBytes: number,
  onElement: (element: Element) => void,
): Promise<void> {
  const fail = (what: string) => damagedFile(`Its part "${part}" cannot be read: ${what}.`);
  const parser = new SaxesParser({ xmlns: true, position: false });
  const open: string[] = [];
  parser.on('doctype', () => {
    throw fail('it declares a document type or entities, which are not allowed in a workbook');
  });
  parser.on('error', () => {
    throw fail('its XML is broken');
  });
  let attributes = 0;
  parser.on('attribute', () => {
    if (++attributes > MAXIMUM_ATTRIBUTES) throw fail('it has a tag with too many attributes');
  });
  parser.on('opentag', (tag) => {
    if (open.length >= MAXIMUM_DEPTH) throw fail(`its elements are nested more than ${MAXIMUM_DEPTH} deep`);
    attributes = 0;
    onElement(toElement(tag, open.at(-1) ?? ''));
    open.push(tag.local);
  });
  parser.on('closetag', () => open.pop());
  const text = new TextDecoder('utf-8', { fatal: true });
  const decode = (block?: Buffer) => {
    try {
      return block === undefined ? text.decode() : text.decode(block, { stream: true });
    } catch {
      throw fail('it is not written in UTF-8');
    }
  };
  for await (const block of zip.read(part, maximumBytes)) parser.write(decode(block));
  parser.write(decode());
  parser.close();
}

function toElement(tag: SaxesTagNS, parent: string): Element {
  const attributes = new Map<string, string>();
  for (const attribute of Object.values(tag.attributes)) {
    // r:id of a sheet must not hide a plain id, nor the other way round.
    const name = attribute.prefix === '' ? attribute.local : `:${attribute.local}`;
    if (!attributes.has(name)) attributes.set(name, attribute.value);
  }
  return { name: tag.local, namespace: tag.uri, attributes, parent };
}
