import { describe, expect, it } from 'vitest';
import { nameEdition } from '../../src/application/name-edition.ts';
import { recordCarbonReturn } from '../../src/application/record-carbon-return.ts';
import { recordContracts } from '../../src/application/record-contracts.ts';
import type { Tender } from '../../src/application/tender.ts';
import type { Bid } from '../../src/domain/bid.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import { openDatabase } from '../../src/persistence/database.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { createTestApp, type TestApp } from '../support/app.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { fillCarbonLedger } from '../support/carbon-ledger.ts';
import { describeWithDatabases } from '../support/databases.ts';
import { BIDS, CARYS, judgingCatalogue, REASON, REFERENCE, startedEvaluation } from '../support/evaluation.ts';
import { createPagesApp } from '../support/pages-app.ts';
import { pagesAs } from '../support/pages-session.ts';
import { aPerson } from '../support/service-ports.ts';
import { tenderFile } from '../support/upload-files.ts';

const OFFICER = aPerson('officer');
const API = `/api/v1/procurements/${REFERENCE}`;
const EMS = 'environmental-management-system';

/** The worked example with a change to its first bid. */
function withFirst(change: (bid: Bid) => Bid): Tender {
  return { ...northshireTender, bids: northshireTender.bids.map((bid, index) => (index === 0 ? change(bid) : bid)) };
}

async function evaluated(tender: Tender): Promise<TestApp> {
  const database = await openDatabase('sqlite::memory:');
  await database.migrate();
  await startedEvaluation({ database, tender, declared: [CARYS] });
  const test = await createPagesApp({ database, catalogue: judgingCatalogue });
  for (let count = 0; count < 100; count += 1) test.ports.newId();
  return test;
}

describe('carbon figures', () => {
  it('7: never take removals or avoided emissions off a total, and show each beside it', async () => {
    const test = await createTestApp();
    const term = { start: '2026-04-01', end: '2026-04-30' };
    await recordContracts(test.ports, OFFICER, [aContract('C1', term)]);
    const removal = { kind: 'permanent-removal', retired: true, verifiedBy: 'A verifier' } as const;
    const { scope: _scope, category: _category, ...beside } = aLine('C1', 'credit', { amount: '5', amountUnit: 't' });
    await recordCarbonReturn(test.ports, OFFICER, [
      aLine('C1', 'gross', { amount: '1000' }),
      aLine('C1', 'avoided travel', { kind: 'avoided', amount: '400' }),
      { ...beside, kind: 'removal', removal },
    ]);
    const { body } = await test.as('officer').get('/api/v1/carbon/totals').expect(200);
    expect(body.total).toMatchObject({ total_kg: '1000', avoided_kg: '400', removals_kg: '5000' });
    const page = await (await pagesAs((await servedWith(test)).app, 'sustainability')).get('/carbon/totals');
    expect(page.text).toMatch(/1,000(?:\.0+)? kg/);
    expect(page.text).toMatch(/5,000(?:\.0+)? kg/);
  });

  it('7: are refused where a bid states a negative one, which would net something off', async () => {
    const test = await createTestApp();
    const tender = withFirst((bid) => ({
      ...bid,
      carbon: bid.carbon.map((line, index) => (index === 0 ? { ...line, declaredKg: '-1000' } : line)),
    }));
    const file = await tenderFile(test.ports, tender);
    const { status, body } = await test
      .as('officer')
      .post('/api/v1/imports')
      .attach('file', Buffer.from(file.bytes), file.name);
    expect(status).toBe(422);
    expect(body.errors).toEqual([expect.objectContaining({ code: 'negative', found: '-1000' })]);
  });
});

describe('what a bid does not say', () => {
  it('8: is told as missing, never read as zero, and a default is told as the authority’s', async () => {
    const asked = [EMS, 'ems-covers-delivery', 'energy-management-system'];
    const silent = withFirst((bid) => ({
      ...bid,
      answers: Object.fromEntries(Object.entries(bid.answers).filter(([id]) => !asked.includes(id))),
    }));
    const { as } = await evaluated(silent);
    const { body } = await as('officer').get(`${API}/assessment`).expect(200);
    const [first, second] = body.bids;
    const criteria = first.criteria as { rule: string; findings: { facts: unknown[] }[] }[];
    const ems = criteria.find(({ rule }) => rule === EMS);
    expect(JSON.stringify(ems?.findings)).toContain('nothing-submitted');
    expect(ems?.findings[0]?.facts).toContainEqual(expect.objectContaining({ question: EMS, value: null }));
    expect(second.carbon).toMatchObject({ assumed_by_authority: true });
    expect(second.carbon.gross_kg).toBeNull();
    expect(body.defaults).toMatchObject([{ bid: 'B2', topic: 'carbon:total' }]);
  });

  it.each<[string, Partial<Evidence>, string]>([
    ['that has expired', { validUntil: '2026-12-17' }, 'was valid until 2026-12-17, before the bid deadline of'],
    ['of another company', { issuedTo: 'Somebody Else Fictional Ltd' }, 'was issued to another company'],
  ])('8: is not shown by a document %s', async (_, changed, why) => {
    const document = 'ISO 14001 certificate.pdf';
    const evidence = { document, page: '2', ...changed };
    const spent = withFirst((bid) => ({
      ...bid,
      answers: { ...bid.answers, [EMS]: { state: 'given', value: 'certified', evidence } },
    }));
    const test = await evaluated(spent);
    const confirmed = await test.as('evaluator').post(`${API}/scores/confirm-facts`).send({}).expect(200);
    expect(confirmed.body.left_out).toContainEqual(
      expect.stringContaining(`"${document}", which is to show "${EMS}", ${why}`),
    );
    const score = {
      bid: 'B1',
      rule: EMS,
      judgement: { kind: 'facts', corrections: {} },
      reason: REASON,
      pointers: [{ kind: 'document', document, page: '2' }],
    };
    const send = (one: object) =>
      test
        .as('evaluator')
        .post(`${API}/scores`)
        .send({ scores: [one], lock: true });
    const refused = await send(score);
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toMatchObject([{ code: 'evidence-not-valid' }]);
    expect(refused.body.errors[0].message).toContain(why);
    const form = { bid: 'B1', lot: '', rule: EMS, reason: REASON, document, page: '2', do: 'lock' };
    const page = await (await pagesAs(test.app, 'evaluator')).send(`/procurements/${REFERENCE}/evaluation/item`, form);
    expect(page.status).toBe(422);
    expect(page.text).toContain(why);
    await send({ ...score, judgement: { kind: 'facts', corrections: { [EMS]: 'missing' } } }).expect(200);
  });
});

describeWithDatabases('published totals', (makeDatabase, kind) => {
  it('9: are not moved by what comes later, nor by SQL, and each total says what it is of', async () => {
    const database = await makeDatabase();
    await fillCarbonLedger(database);
    const test = await createTestApp({ database });
    for (let count = 0; count < 100; count += 1) test.ports.newId();
    const edition = await nameEdition(test.ports, OFFICER, { name: 'Report 2026', reason: 'Yearly report' });
    const asOf = async (at?: string) => {
      const query = at === undefined ? {} : { as_of: at };
      const { body } = await test.as('officer').get('/api/v1/carbon/totals').query(query).expect(200);
      return body as { total: { total_kg: string }; view: string; coverage: object };
    };
    const before = await asOf(edition.at);
    await recordCarbonReturn(test.ports, OFFICER, [aLine('C1', 'later', { amount: '77' })]);
    expect((await asOf(edition.at)).total).toEqual(before.total);
    expect((await asOf()).total.total_kg).not.toBe(before.total.total_kg);
    expect(before).toMatchObject({ view: 'whole-life', coverage: { contracts_without_return: ['quiet'] } });
    const again = { name: 'Report 2026', reason: 'Once more' };
    const taken = await test.as('officer').post('/api/v1/carbon/editions').send(again).expect(409);
    expect(taken.body.code).toBe('conflict');
    for (const table of ['ledger_entries', 'ledger_editions', 'carbon_pages', 'carbon_page_groups', 'carbon_changes']) {
      const column = table === 'carbon_page_groups' ? 'page_id' : 'version';
      const refused = `${table} is a table of record`;
      await expect(database.raw(`update ${table} set ${column} = ${column} + 1`), kind).rejects.toThrow(refused);
      await expect(database.raw(`delete from ${table}`), kind).rejects.toThrow(refused);
    }
    expect((await asOf(edition.at)).total).toEqual(before.total);
  }, 120_000);
});

describe('a named label or certificate', () => {
  it('12: is never asked for without saying that an equivalent counts', async () => {
    const { ports } = await createTestApp();
    const named = /\b(?:ISO \d+|EMAS|EPEAT|TCO Certified|Blue Angel|Energy Star|REGO)\b/;
    const silent = ports.catalogue.rules.filter((rule) => {
      const texts = [
        ...Object.values(rule.messages ?? {}),
        ...Object.values(rule.questions).flatMap(({ text, hint }) => [text, hint ?? '']),
      ].join('\n');
      return named.test(texts) && !/equivalent/i.test(texts);
    });
    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  it('12: gives way to an equivalent that people accept, by whom and because of what, and the points follow', async () => {
    const tender = withFirst((bid) => ({
      ...bid,
      answers: { ...bid.answers, [EMS]: { state: 'given', value: 'documented' } },
    }));
    const test = await evaluated(tender);
    const [first] = northshireTender.bids;
    const document = Object.values(first?.answers ?? {}).find(({ evidence }) => evidence)?.evidence?.document ?? '';
    const reason = 'Equivalent to ISO 14001: page 7 shows yearly audits of every site by an independent body.';
    const score = {
      bid: BIDS[0],
      rule: EMS,
      judgement: { kind: 'facts', corrections: { [EMS]: { state: 'given', value: 'certified' } } },
      reason,
      pointers: [{ kind: 'document', document, page: '7' }],
    };
    await test
      .as('evaluator')
      .post(`${API}/scores`)
      .send({ scores: [score], lock: true })
      .expect(200);
    const item = await test.as('evaluator').get(`${API}/evaluation/item`).query({ bid: 'B1', rule: EMS }).expect(200);
    expect(item.body.own).toMatchObject({ by: 'Carys Lund', reason });
    expect(item.body.own.found).not.toBe(item.body.proposal.text);
    const audit = await test.as('auditor').get('/api/v1/audit').expect(200);
    const items = audit.body.items as { event: { action: string } }[];
    expect(items.map(({ event }) => event.action)).toContain('evaluation.scores-locked');
  });
});

/** The pages over what is on record in a test app. */
function servedWith({ ports }: TestApp): Promise<TestApp> {
  return createPagesApp({ database: ports.database });
}
