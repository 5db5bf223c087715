import ExcelJS from 'exceljs';
import { expect, it, onTestFinished } from 'vitest';
import { closeProcurement } from '../../src/application/close-procurement.ts';
import { openProcurement } from '../../src/application/open-procurement.ts';
import type { MadeFile } from '../../src/application/ports.ts';
import { buildProcurementPack } from '../../src/application/procurement-pack.ts';
import { getProcurement } from '../../src/application/procurement-queries.ts';
import { publishProcurement } from '../../src/application/publish-procurement.ts';
import { scoreProcurement } from '../../src/application/score-procurement.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { aPerson, createTestPorts } from '../support/service-ports.ts';
import { exampleFile, importFile } from '../support/upload-files.ts';

const { reference } = northshireTender.procurement;
/** Stands at the head of every page and sheet. */
const HEAD = 'DRAFT, NOT APPROVED · PUBLISHED RETROSPECTIVELY';
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
  const pages = texts.filter(({ name }) => name.endsWith('.html'));
  for (const { name, bytes } of pages)
    expect(Buffer.from(bytes).toString('utf8'), name).toContain(`<p class="status">${HEAD}</p>`);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Uint8Array.from(bytesOf(files, 'for-council/evaluation-pack.xlsx')).buffer);
  for (const sheet of workbook.worksheets) {
    expect(sheet.getCell('A2').text, sheet.name).toBe(HEAD);
    expect(sheet.headerFooter.oddHeader, sheet.name).toContain(`&R${HEAD}`);
  }
});

function bytesOf(files: readonly MadeFile[], wanted: string): Uint8Array {
  return files.find(({ name }) => name === wanted)?.bytes ?? Buffer.of();
}
