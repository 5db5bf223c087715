import { expect, it, onTestFinished } from 'vitest';
import { closeProcurement } from '../../src/application/close-procurement.ts';
import { openProcurement } from '../../src/application/open-procurement.ts';
import { buildProcurementPack } from '../../src/application/procurement-pack.ts';
import { getProcurement } from '../../src/application/procurement-queries.ts';
import { publishProcurement } from '../../src/application/publish-procurement.ts';
import { scoreProcurement } from '../../src/application/score-procurement.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { aPerson, createTestPorts } from '../support/service-ports.ts';
import { exampleFile, importFile } from '../support/upload-files.ts';

const { reference } = northshireTender.procurement;
const REASON = 'Bids were scored by hand before';

it('every document of a procurement published after its bid deadline says so, and why', async () => {
  const ports = await createTestPorts();
  const { database } = ports;
  onTestFinished(() => database.close());
  const officer = aPerson('officer');
  const now = async () => ({ revision: (await getProcurement(ports, officer, reference)).revision });
  await importFile(ports, officer, exampleFile('northshire', 'tender.xlsx'));
  ports.setClock('2026-12-20T09:00:00Z');
  await publishProcurement(ports, officer, reference, { ...(await now()), reason: REASON });
  await openProcurement(ports, officer, reference, await now());
  await closeProcurement(ports, officer, reference, {
    ...(await now()),
    reason: 'Every invited supplier has sent its bid',
  });
  await scoreProcurement(ports, officer, reference);

  const files = await buildProcurementPack(ports, officer, reference);
  const texts = files.filter(({ name }) => name.endsWith('.html') || name === 'manifest.json');
  expect(texts).toHaveLength(7);
  for (const { name, bytes } of texts) expect(Buffer.from(bytes).toString('utf8'), name).toContain(`Reason: ${REASON}`);
});
