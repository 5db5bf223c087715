import { beforeEach, describe, expect, it } from 'vitest';
import type { Procurement } from '../../src/domain/procurement.ts';
import { getRuleSet } from '../../src/scoring/catalogue.ts';
import { lintRuleSet } from '../../src/scoring/lint.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import type { TestApp } from '../support/app.ts';
import { fixturePath } from '../support/cli.ts';
import { createPagesApp } from '../support/pages-app.ts';
import { pagesAs, type PagesSession } from '../support/pages-session.ts';
import { tenderFile } from '../support/upload-files.ts';

const { procurement: facts, bids } = northshireTender;
const REFERENCE = facts.reference;
const AT = `/procurements/${REFERENCE}`;
const API = `/api/v1${AT}`;
const AFTER_DEADLINE = '2026-12-19T10:00:00Z';
const OTHER_SHARES = { environment: '30', quality: '30', price: '40' };

/* Points 1 to 3 of what the product must never do: by page, by interface and by file; by SQL see history.long.test.ts. */
describe('the published rules of a procurement', () => {
  let test: TestApp;
  let page: PagesSession;
  beforeEach(async () => {
    test = await createPagesApp();
    const officer = test.as('officer');
    await officer.post('/api/v1/imports').attach('file', fixturePath('northshire', 'tender.xlsx')).expect(201);
    for (const move of ['publish', 'open']) await officer.post(`${API}/${move}`).expect(200);
    page = await pagesAs(test.app, 'officer');
  }, 60_000);
  const put = (changed: Partial<Procurement> & object, reason = 'The council thought again') =>
    test
      .as('admin')
      .put(`${API}/facts`)
      .set('If-Match', '"3"')
      .send({ facts: { ...facts, ...changed }, reason });
  const form = { ...toFields(facts), revision: '3' };

  it('1: change no more after the bid deadline, by nobody and in no way', async () => {
    test.ports.setClock(AFTER_DEADLINE);
    const told = 'nothing about the criteria can change any more';
    const byInterface = await put({ shares: OTHER_SHARES });
    expect([byInterface.status, byInterface.body.code]).toEqual([409, 'not-allowed-in-state']);
    expect(byInterface.body.detail).toContain(told);
    const byPage = await page.send(`${AT}/facts`, { ...form, environmentShare: '30', qualityShare: '30', reason: 'x' });
    expect(byPage.status).toBe(409);
    expect(byPage.text).toContain(told);
    const file = await tenderFile(test.ports, { procurement: { ...facts, shares: OTHER_SHARES }, bids });
    const byFile = await test.as('officer').post('/api/v1/imports').attach('file', Buffer.from(file.bytes), file.name);
    expect(byFile.status).toBe(422);
    expect(byFile.body.errors).toMatchObject([
      { cell: 'B19', code: 'differs-from-record', message: 'Environment share was published as "25", got "30".' },
      { cell: 'B20', code: 'differs-from-record', message: 'Quality share was published as "35", got "30".' },
    ]);
    for (const move of ['publish', 'adopt']) {
      const again = await test
        .as('admin')
        .post(`${API}/${move}`)
        .send(move === 'publish' ? {} : ADOPTION);
      expect([move, again.status, again.body.code]).toEqual([move, 409, 'not-allowed-in-state']);
    }
    const { body } = await test.as('officer').get(API).expect(200);
    expect(body).toMatchObject({ facts_version: 1, facts: { shares: facts.shares } });
  });

  it('1: change before it only as a new version with its reason, and the earlier one stays', async () => {
    const silent = await put({ shares: OTHER_SHARES }, '  ');
    expect(silent.status).toBe(422);
    const byPage = await page.send(`${AT}/facts`, { ...form, environmentShare: '30', qualityShare: '30', reason: '' });
    expect(byPage.status).toBe(422);
    expect(byPage.text).toContain(`Enter the reason: why the published facts of ${REFERENCE} change.`);
    const { body } = await put({ shares: OTHER_SHARES }).expect(200);
    expect(body.facts_version).toBe(2);
    const versions = await test.ports.database.read(({ procurements }) =>
      procurements.factsVersions('northshire', REFERENCE),
    );
    expect(versions.map((one) => [one.version, one.facts.shares, one.reason])).toEqual([
      [1, facts.shares, 'Imported from tender.xlsx'],
      [2, OTHER_SHARES, 'The council thought again'],
    ]);
  });

  it('2: take in no weight, criterion or scale beside the frozen rule set', async () => {
    const weights = await put({ weights: { 'end-of-life': '50' } } as object);
    expect([weights.status, weights.body.code]).toEqual([422, 'invalid-input']);
    const unknown = await put({ ruleSet: 'made-up@1' });
    expect(unknown.status).toBe(422);
    expect(unknown.body.errors).toMatchObject([{ code: 'unknown-rule-set' }]);
    const { body } = await test.as('officer').get(API).expect(200);
    expect(body.publication.rule_set_sha256 ?? body.rule_set_sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('a rule set', () => {
  const errorsAfter = async (change: (criteria: Mutable[], conditions: Mutable[]) => void) => {
    const { ports } = await createPagesApp();
    const set = structuredClone(getRuleSet(ports.catalogue, facts.ruleSet));
    change(set.criteria, set.conditions);
    return lintRuleSet(set, ports.catalogue.rules).flatMap(({ severity, message }) =>
      severity === 'error' ? [message] : [],
    );
  };

  it('3: gives no points for a Carbon Reduction Plan as such: it is a condition, and stays one', async () => {
    const errors = await errorsAfter((criteria, conditions) => {
      const plan = conditions.find(({ rule }) => rule.startsWith('compliant-carbon-reduction-plan@'));
      if (plan !== undefined) criteria.push({ ...plan, code: 'C98', scorecard: 'award' });
    });
    expect(errors).toContainEqual(expect.stringMatching(/^C98 .* is a condition, listed as a criterion\.$/));
    const { ports } = await createPagesApp();
    const plan = ports.catalogue.rules.find(({ id }) => id === 'compliant-carbon-reduction-plan');
    const own = Object.values(plan?.questions ?? {}).map(({ id }) => id);
    const criteria = ports.catalogue.rules.filter(({ kind }) => kind === 'criterion');
    const readers = criteria.filter(({ questions }) => Object.values(questions).some(({ id }) => own.includes(id)));
    expect(readers.map(({ id }) => id)).toEqual([]);
  });

  it('3: counts no fact in two criteria that weigh together', async () => {
    const errors = await errorsAfter((criteria) => {
      const one = criteria.find(({ rule }) => rule.startsWith('end-of-life@'));
      if (one !== undefined) criteria.push({ ...one, code: 'C99' });
    });
    expect(errors).toContainEqual(
      expect.stringMatching(/^C11 and C99 both read .*: one fact would earn points twice\.$/),
    );
  });
});

type Mutable = { rule: string; code: string; scorecard?: string };

const ADOPTION = {
  notice_reference: facts.noticeReference,
  methodology_file: 'a'.repeat(64),
  rule_set_sha256: 'a'.repeat(64),
  confirmed_by: 'Ben Whitlock',
};

/** The facts as the form of the page sends them. */
function toFields(of: Procurement): Record<string, string> {
  const texts = Object.entries(of).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const { environment = '', quality = '', price = '' } = of.shares ?? {};
  return {
    ...Object.fromEntries(texts),
    environmentShare: environment,
    qualityShare: quality,
    priceShare: price,
  };
}
