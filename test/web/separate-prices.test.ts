import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import { moderatedEvaluation } from '../support/award.ts';
import { commandLine } from '../support/command-line.ts';
import { judgingCatalogue, REFERENCE, startedEvaluation } from '../support/evaluation.ts';
import { PRICES, pricesFile, separateTender } from '../support/separate-prices.ts';

const AT = `/api/v1/procurements/${REFERENCE}`;
const TEMPLATE = `/api/v1/templates/prices.xlsx?procurement=${REFERENCE}`;

it('the interface takes prices after the consensus, from officers, once', async () => {
  const { as, ports } = await createTestApp({ catalogue: judgingCatalogue });
  await moderatedEvaluation({ tender: separateTender, ports });
  const { name, bytes } = await pricesFile();
  const send = (person: string) => as(person).post('/api/v1/imports').attach('file', Buffer.from(bytes), name);
  const procurement = await as('officer').get(AT).expect(200);
  expect(procurement.body).toMatchObject({ prices: 'awaited', facts: { prices: 'separate' } });
  await as('officer').get('/api/v1/templates/prices.xlsx').expect(400);
  await as('officer').get(TEMPLATE).expect(200);
  for (const person of ['evaluator', 'moderator', 'auditor', 'sustainability']) {
    await as(person).get(TEMPLATE).expect(403);
    await send(person).expect(403);
  }
  const done = await send('officer').expect(201);
  expect(done.body).toMatchObject({ kind: 'prices', result: { procurement: REFERENCE } });
  const assessment = await as('officer').get(`${AT}/assessment`).expect(200);
  expect(assessment.body).toMatchObject({ made_again_because: 'The prices were opened: prices.xlsx.' });
  expect(assessment.body.ranking.length).toBeGreaterThan(1);
  const again = await send('officer').expect(422);
  expect(again.body.errors).toMatchObject([{ code: 'prices-on-record' }]);
  expect((await as('officer').get(AT).expect(200)).body.prices).toBe('on-record');
});

it('the interface shows no evaluator a price that was sent too early, by whatever way', async () => {
  const { as, ports } = await createTestApp({ catalogue: judgingCatalogue });
  await startedEvaluation({ tender: separateTender, ports });
  const { name, bytes } = await pricesFile();
  const early = await as('officer').post('/api/v1/imports').attach('file', Buffer.from(bytes), name).expect(422);
  expect(early.body.errors).toMatchObject([{ code: 'consensus-not-locked' }]);
  const { id } = early.body.import as { readonly id: string };
  for (const path of [`/api/v1/imports/${id}`, `/api/v1/imports/${id}/original`, '/api/v1/imports', `${AT}/bids`]) {
    for (const person of ['evaluator', 'moderator']) await as(person).get(path).expect(403);
  }
  // Not even a second officer has the file.
  await as('second-officer').get(`/api/v1/imports/${id}/original`).expect(409);
  const seen = await Promise.all(
    [`${AT}/evaluation`, `${AT}/evaluation/item?bid=B1&rule=contract-carbon-intensity`, AT].map((path) =>
      as('evaluator').get(path).expect(200),
    ),
  );
  for (const [, price] of PRICES) expect(JSON.stringify(seen.map(({ body }) => body as unknown))).not.toContain(price);
});

it('the command line writes the price workbook and takes it filled in', async () => {
  const ports = await moderatedEvaluation({ tender: separateTender });
  const { folder, run, said } = commandLine(ports);
  expect(await run('template', 'prices', '--out', join(folder, 'blank.xlsx'))).toBe(2);
  const blank = join(folder, 'blank.xlsx');
  expect(await run('template', 'prices', '--procurement', REFERENCE, '--out', blank)).toBe(0);
  expect(await run('import', blank)).toBe(1);
  expect(said().join('\n')).toContain('blank.xlsx: 5 faults');
  const { bytes } = await pricesFile();
  writeFileSync(join(folder, 'prices.xlsx'), bytes);
  expect(await run('import', join(folder, 'prices.xlsx'))).toBe(0);
  expect(said().join('\n')).toContain(`saved in ${REFERENCE}, 5 bids: B1, B2, B3, B4, B5`);
});
