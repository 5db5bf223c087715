import type { ImportRecord } from './records.ts';
import type { Stores } from './stores.ts';

const PAGE = 100;

/**
 * The committed import of the same organisation in which a person accepted this mapping by name. The name follows
 * from every pair in the mapping, so the same name is the same question, and need not be asked again.
 */
export async function findRememberedMapping(
  stores: Stores,
  record: ImportRecord,
  mapping: string,
): Promise<ImportRecord | undefined> {
  for (let after: string | undefined; ; ) {
    const page = await stores.imports.list(record.organisation, {
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    });
    const found = page.items.find(({ state, acceptedMapping }) => state === 'committed' && acceptedMapping === mapping);
    if (found !== undefined || page.next === undefined) return found;
    after = page.next;
  }
}
