import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MadeFile } from '../../src/application/ports.ts';
import { readOwnArchive } from '../../src/archive/reproducible-zip.ts';
import { buildPack } from '../../src/reports/pack-archive.ts';
import type { Assessment } from '../../src/scoring/assessment.ts';
import { buildDecisionRecord } from '../../src/scoring/decision-record.ts';
import { madeUpCatalogue } from './made-up-rules.ts';
import { madeUpAssessment, madeUpBid, madeUpProcurement } from './made-up-tender.ts';

function packOf(assessment: Assessment): Promise<MadeFile[]> {
  const bids = assessment.lots.flatMap((lot) => lot.bids.map(({ bid }) => bid));
  const record = buildDecisionRecord(assessment, bids, madeUpCatalogue);
  return buildPack({ assessment, record, sensitivity: [] }, madeUpCatalogue);
}

function textOf(files: readonly MadeFile[], name: string): string {
  return new TextDecoder().decode(files.find((file) => file.name === name)?.bytes);
}

describe('the files of a pack', () => {
  const bids = [
    madeUpBid({ reference: 'B1', supplier: { name: 'Alder' } }),
    madeUpBid({ reference: 'B2', supplier: { name: 'Birch' }, qualityPoints: '50' }),
  ];
  let files: MadeFile[];
  beforeAll(async () => {
    files = await packOf(madeUpAssessment(bids));
  });

  it('are those for the council, a summary as PDF and as HTML for each bidder, the manifest and the archive', () => {
    expect(files.map(({ name }) => name)).toEqual([
      'for-council/evaluation-pack.xlsx',
      'for-council/evaluation-report.pdf',
      'for-council/evaluation-report.html',
      'for-council/decision-record.json',
      'for-council/ocds-release.json',
      'for-bidders/B1/assessment-summary.pdf',
      'for-bidders/B1/assessment-summary.html',
      'for-bidders/B2/assessment-summary.pdf',
      'for-bidders/B2/assessment-summary.html',
      'manifest.json',
      'pack.zip',
    ]);
  });

  it('name the bidder in its own summary, and in the first-ranked one’s no other bidder', () => {
    expect(textOf(files, 'for-bidders/B2/assessment-summary.html')).toContain('Birch');
    const first = textOf(files, 'for-bidders/B1/assessment-summary.html');
    expect(first).toContain('Alder');
    expect(first).not.toContain('Birch');
  });

  it('have their SHA-256 in the manifest, and all stand in the archive', async () => {
    const manifest = JSON.parse(textOf(files, 'manifest.json')) as { files: { name: string; sha256: string }[] };
    const hashed = files.slice(0, -2).map(({ name, bytes }) => ({
      name,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    }));
    expect(manifest.files.map(({ name, sha256 }) => ({ name, sha256 }))).toEqual(hashed);
    const archived = await readOwnArchive(files.at(-1)?.bytes ?? new Uint8Array());
    expect(archived.map(({ name }) => name).toSorted()).toEqual(
      files
        .slice(0, -1)
        .map(({ name }) => name)
        .toSorted(),
    );
  });
});

describe('the files of a pack of lots', () => {
  it('keep apart what two lots and two references would make alike', async () => {
    const lots = [
      { id: '1/a', title: 'One' },
      { id: '1 a', title: 'Another' },
    ];
    const bids = lots.flatMap(({ id }) => ['B/1', 'b 1'].map((reference) => madeUpBid({ reference, lot: id })));
    const names = (await packOf(madeUpAssessment(bids, { ...madeUpProcurement, lots }))).map(({ name }) => name);
    expect(names.filter((name) => name.endsWith('.html') && name.startsWith('for-bidders')).toSorted()).toEqual([
      'for-bidders/B-1/assessment-summary-lot-1-a-2.html',
      'for-bidders/B-1/assessment-summary-lot-1-a.html',
      'for-bidders/b-1-2/assessment-summary-lot-1-a-2.html',
      'for-bidders/b-1-2/assessment-summary-lot-1-a.html',
    ]);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
  });
});
