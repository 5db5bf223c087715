import { throwIfFaulty } from '../domain/errors.ts';
import type { Issue } from '../domain/issue.ts';
import type { Person } from '../domain/person.ts';
import { bidNamesFor } from './bid-names.ts';
import { getProcurementRecord } from './change-procurement.ts';
import { getItem, type GivenScore } from './check-score.ts';
import { requireCleared } from './evaluation-access.ts';
import type { ServicePorts } from './ports.ts';
import { readEvaluation } from './read-evaluation.ts';

/**
 * Throws AppError `invalid-input` where a pointer names a cell in which the stored file of the bid has nothing. Files
 * are read outside the transaction that records: what was stored never changes.
 */
export async function checkCells(
  ports: ServicePorts,
  person: Person,
  reference: string,
  scores: readonly GivenScore[],
): Promise<void> {
  const withCells = scores.filter(({ pointers }) => pointers.some(({ kind }) => kind === 'cell'));
  if (withCells.length === 0) return;
  const wanted = await ports.database.read(async (stores) => {
    const record = await getProcurementRecord(stores, person, reference);
    requireCleared(await stores.evaluation.records(person.organisation, reference), person, reference);
    const evaluation = await readEvaluation(ports, stores, record);
    const names = bidNamesFor(evaluation, person);
    const found = withCells.map(async (score) => {
      const { bidRecord } = getItem(evaluation, { ...score, bid: names.toReference(score.bid) });
      const sent = await stores.imports.find(bidRecord.importId);
      const cells = score.pointers.filter((pointer) => pointer.kind === 'cell');
      return sent === undefined ? [] : [{ cells, sent, bytes: await stores.files.get(sent.fileSha256) }];
    });
    return (await Promise.all(found)).flat();
  });
  const issues: Issue[] = [];
  for (const { cells, sent, bytes } of wanted) {
    for (const { sheet, cell } of cells) {
      const text = await ports.spreadsheets.readCell({ name: sent.fileName, bytes }, sheet, cell);
      if (text !== undefined) continue;
      const message = `The stored file ${sent.fileName} has nothing in ${sheet}!${cell}. Point to a cell that says something.`;
      issues.push({ pointer: '#/pointers', code: 'no-such-cell', message, sheet, cell });
    }
  }
  throwIfFaulty('invalid-input', 'A pointer leads nowhere.', issues);
}
