import type { Person } from '../domain/person.ts';
import type { AskedScore } from './agreed-scores-upload.ts';
import { getProcurementRecord, requireState } from './change-procurement.ts';
import { pointersOf } from './confirm-facts.ts';
import { factsOf } from './evaluation-queries.ts';
import type { MadeFile, ServicePorts } from './ports.ts';
import { type Item, readEvaluation } from './read-evaluation.ts';
import { OFFICERS, requireRole } from './roles.ts';
import { plainFileName } from './templates.ts';

/**
 * The workbook by which a council that evaluates elsewhere gives what was agreed: a row for each criterion and
 * condition of each standing bid, with what the bid states; neither proposals nor prices. For officers, once closed.
 */
export async function agreedScoresTemplate(ports: ServicePorts, person: Person, reference: string): Promise<MadeFile> {
  requireRole(person, ...OFFICERS);
  const { record, items } = await ports.database.read(async (stores) => {
    const found = await getProcurementRecord(stores, person, reference);
    requireState(found, ['closed', 'evaluating'], 'scores agreed elsewhere are imported');
    return readEvaluation(ports, stores, found);
  });
  const bytes = await ports.spreadsheets.writeAgreedScoresTemplate({
    procurement: reference,
    title: record.facts.title,
    rows: items.map(toAsked),
  });
  return { name: `${plainFileName(`agreed-scores-${reference}`)}.xlsx`, bytes };
}

function toAsked(item: Item): AskedScore {
  const { bid, lot, code, definition, bidRecord, wholePoints } = item;
  const facts = factsOf(item, false);
  const places = pointersOf(item).flatMap((one) =>
    one.kind === 'document' ? `${one.document}, page ${one.page}` : [],
  );
  const missing = facts.every(({ value, notApplicable }) => value === undefined && notApplicable === undefined);
  return {
    bid,
    ...(lot === undefined ? {} : { lot }),
    supplier: bidRecord.bid.supplier.name,
    code,
    title: definition.title,
    assessed: item.assessment === 'facts' ? 'Facts' : `Judgement: ${wholePoints.join(', ')}`,
    stated: facts
      .map(({ question, value, notApplicable }) => `${question.id} = ${value ?? statedWithout(notApplicable)}`)
      .join('\n'),
    places: missing ? 'nothing submitted' : places.join('\n'),
  };
}

function statedWithout(notApplicable: string | undefined): string {
  return notApplicable === undefined ? 'nothing submitted' : `not applicable: ${notApplicable}`;
}
