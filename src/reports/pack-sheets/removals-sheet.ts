import type { Workbook } from 'exceljs';
import type { RemovalKind } from '../../domain/bid.ts';
import { evidenceText } from '../../domain/evidence.ts';
import { decimalText, toFraction } from '../../domain/quantity.ts';
import type { Assessment, BidAssessment, LotAssessment } from '../../scoring/assessment.ts';
import { type Catalogue, getRuleSet } from '../../scoring/catalogue.ts';
import { lotId, yesOrNo } from '../report-words.ts';
import { type CellContent, openSheet, type PackSheet, toCellNumber } from './pack-sheet.ts';

/** Fills the Removals sheet: for each bid its gross, the removals it relies on, what counts, the net and the claim. */
export function writeRemovals(workbook: Workbook, assessment: Assessment, catalogue: Catalogue): void {
  const { cap } = getRuleSet(catalogue, `${assessment.ruleSet.id}@${assessment.ruleSet.version}`).netCarbon;
  const sheet = openSheet(workbook, 'Removals', assessment, {
    title: 'Removals: carbon removals beside the gross, and the claim of a zero net footprint',
    note: `Never part of a score. At most ${decimalText(toFraction(cap).mul(100))}% of the published reference footprint counts; avoided emissions count as nothing.`,
    columns: [
      { header: 'Lot', width: 6 },
      { header: 'Bid', width: 7 },
      { header: 'Supplier', width: 16 },
      { header: 'What', width: 22 },
      { header: 'kg CO2e', width: 14, format: 'kilograms' },
      { header: 'Kind', width: 16 },
      { header: 'Year', width: 8 },
      { header: 'Registry', width: 16 },
      { header: 'Retired', width: 10 },
      { header: 'Verified by', width: 16 },
      { header: 'Where in the bid', width: 24 },
      { header: 'In words', width: 42 },
    ],
    frozenColumns: 3,
  });
  for (const lot of assessment.lots) {
    for (const bid of lot.bids) writeBid(sheet, lot, bid);
  }
}

const KIND_WORDS: Readonly<Record<RemovalKind, string>> = {
  'permanent-removal': 'Permanent removal',
  'nature-removal': 'Removal by nature',
  avoidance: 'Avoidance, not a removal',
  unknown: 'Unknown',
};

function writeBid(sheet: PackSheet, lot: LotAssessment, { bid, carbon }: BidAssessment): void {
  const identity = [lotId(lot.lot), bid.reference, bid.supplier.name];
  const row = (what: string, kilograms: CellContent, words: string, look: 'plain' | 'section' | 'subtotal' = 'plain') =>
    sheet.addRow([...identity, what, kilograms, '', '', '', '', '', '', words], look);
  const gross = row(
    'Gross, declared',
    carbon.footprint.grossKilograms ?? 'not declared',
    'Before anything is taken off.',
    'section',
  );
  for (const removal of bid.removals) {
    sheet.addRow([
      ...identity,
      'Relied on by the bid',
      toFraction(removal.tonnes).mul(1000),
      KIND_WORDS[removal.kind],
      removal.year ?? '',
      removal.registry ?? '',
      yesOrNo(removal.retired),
      removal.verifiedBy ?? '',
      removal.evidence === undefined ? 'Nothing submitted' : evidenceText(removal.evidence),
    ]);
  }
  if (bid.removals.length === 0) row('Relied on by the bid', undefined, 'The bid relies on no removals.');
  row('Eligible removals', carbon.eligibleRemovalsKilograms, 'Retired tonnes times their quality, before the cap.');
  const counted = row('Counted removals', carbon.countedRemovalsKilograms, 'At most the cap, and at most the gross.');
  const net = carbon.netKilograms;
  row(
    'Net',
    net === undefined ? 'not known' : { formula: `E${gross}-E${counted}`, result: toCellNumber(net) },
    'Gross less counted removals.',
    'subtotal',
  );
  row('Claim: zero net footprint', carbon.netZeroClaim.met ? 'met' : 'not met', carbon.netZeroClaim.reason, 'subtotal');
}
