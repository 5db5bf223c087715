import type { Workbook } from 'exceljs';
import { evidenceText } from '../../domain/evidence.ts';
import { plainNumber } from '../../domain/plain-english.ts';
import { decimalText, type Fraction, toFraction } from '../../domain/quantity.ts';
import type { Assessment, BidAssessment, LotAssessment } from '../../scoring/assessment.ts';
import { type Catalogue, getRuleSet } from '../../scoring/catalogue.ts';
import type { FootprintLine } from '../../scoring/footprint.ts';
import type { RuleSet } from '../../scoring/rule-set.ts';
import { lotId, STAGE_WORDS, TIER_WORDS } from '../report-words.ts';
import { type CellContent, openSheet, type PackSheet, toCellNumber } from './pack-sheet.ts';

/** Fills the Carbon sheet: for each bid the gross first, then its lines, defaults, the compared figure, stages, years. */
export function writeCarbon(workbook: Workbook, assessment: Assessment, catalogue: Catalogue): void {
  const { tierUplift } = getRuleSet(catalogue, `${assessment.ruleSet.id}@${assessment.ruleSet.version}`).footprint;
  const sheet = openSheet(workbook, 'Carbon', assessment, {
    title: 'Carbon: gross emissions of each bid, and the figure that is compared',
    note: 'Kilograms of CO2e over the whole contract. Gross stands first; removals are on their own sheet and enter no figure here. Shaded cells are live formulas.',
    columns: [
      { header: 'Lot', width: 6 },
      { header: 'Bid', width: 7 },
      { header: 'Supplier', width: 16 },
      { header: 'What', width: 19 },
      { header: 'Line', width: 6 },
      { header: 'Stage', width: 13 },
      { header: 'Year', width: 9 },
      { header: 'Scope', width: 8 },
      { header: 'Category', width: 11 },
      { header: 'Quantity with factor', width: 20 },
      { header: 'Data tier', width: 18 },
      { header: 'kg CO2e', width: 14, format: 'kilograms' },
      { header: 'Uplift of the tier', width: 8, format: 'weight' },
      { header: 'Evaluated kg CO2e', width: 14, format: 'kilograms' },
      { header: 'kg CO2e for each functional unit', width: 13, format: 'kilograms' },
      { header: 'Note', width: 34 },
    ],
    frozenColumns: 3,
  });
  for (const lot of assessment.lots) {
    for (const bid of lot.bids) writeBid(carbonRows(sheet, lot, bid), bid, tierUplift);
  }
}

type CarbonRow = {
  readonly what: string;
  readonly cells?: readonly string[];
  readonly kilograms?: CellContent;
  readonly uplift?: CellContent;
  readonly evaluated?: CellContent;
  readonly perUnit?: CellContent;
  readonly note?: string | readonly string[];
};
type AddCarbonRow = {
  readonly add: (row: CarbonRow, look?: 'plain' | 'subtotal' | 'section') => number;
  readonly next: () => number;
};

function carbonRows(sheet: PackSheet, lot: LotAssessment, { bid }: BidAssessment): AddCarbonRow {
  const identity = [lotId(lot.lot), bid.reference, bid.supplier.name];
  return {
    next: sheet.nextRow,
    add: ({ what, cells, kilograms, uplift, evaluated, perUnit, note }, look) =>
      sheet.addRow([...identity, what, ...padded(cells ?? []), kilograms, uplift, evaluated, perUnit, note], look),
  };
}

/** Line, stage, year, scope, category, quantity, tier. */
function padded(cells: readonly string[]): (string | undefined)[] {
  return Array.from({ length: 7 }, (_, index) => cells[index]);
}

function writeBid(rows: AddCarbonRow, bid: BidAssessment, uplift: RuleSet['footprint']['tierUplift']): void {
  const { footprint, byStage, byYear } = bid.carbon;
  writeGross(rows, bid);
  const lineRows = footprint.lines.map((line) => writeLine(rows, line, uplift));
  const defaultRows = footprint.stageDefaults.map(({ stage, perUnit }) =>
    rows.add({
      what: 'Published default',
      cells: ['', STAGE_WORDS[stage]],
      perUnit,
      note: 'No line for this stage: the published default stands in, without uplift.',
    }),
  );
  writeCompared(rows, bid, lineRows, defaultRows);
  for (const { stage, kilograms } of byStage) {
    rows.add({ what: 'Gross by stage', cells: ['', STAGE_WORDS[stage]], kilograms: kilograms ?? 'not declared' });
  }
  for (const { year, kilograms } of byYear) rows.add({ what: 'Gross by year', cells: ['', '', year], kilograms });
}

/** The gross row stands above its lines and adds them; the lines follow from the third row on. */
function writeGross(rows: AddCarbonRow, { carbon }: BidAssessment): void {
  const { footprint, range } = carbon;
  const count = footprint.lines.length;
  const first = rows.next() + 2;
  const gross = footprint.grossKilograms;
  rows.add(
    gross === undefined
      ? {
          what: 'Gross, declared',
          kilograms: 'not declared',
          note: 'No figure is given. This is not zero: the published default total stands in, assumed by the authority.',
        }
      : {
          what: 'Gross, declared',
          kilograms: { formula: `SUM(L${first}:L${first + count - 1})`, result: toCellNumber(gross) },
          note: 'The declared lines, without uplift and without defaults.',
        },
    'section',
  );
  rows.add({
    what: 'Range and completeness',
    note: [
      range === undefined
        ? 'No range: nothing is declared.'
        : `95% range of the gross by data tier: ${wholeKilograms(range.lowKilograms)} to ${wholeKilograms(range.highKilograms)} kg. Information, not scored.`,
      `Stages with a line: ${percent(footprint.completenessPercent)}.`,
      footprint.primaryPercent === undefined
        ? 'Share of primary data: not known.'
        : `Share of primary data (tiers A and B): ${percent(footprint.primaryPercent)}.`,
    ].join(' '),
  });
}

function writeLine(
  rows: AddCarbonRow,
  { source, kilograms, evaluatedKilograms, tier, tierAssumed, basis }: FootprintLine,
  uplift: RuleSet['footprint']['tierUplift'],
): number {
  const at = rows.next();
  const quantity =
    source.quantity === undefined ? '' : `${source.quantity} ${source.unit ?? ''} × ${source.factor ?? 'no factor'}`;
  return rows.add({
    what: basis === 'factor' ? 'Line, quantity × factor' : 'Line, declared',
    cells: [
      source.line,
      STAGE_WORDS[source.stage],
      source.year ?? 'whole term',
      source.scope ?? '',
      source.category ?? '',
      quantity,
      tierAssumed ? `${TIER_WORDS.D}: none was given` : TIER_WORDS[tier],
    ],
    kilograms,
    uplift: toFraction(uplift[tier]),
    evaluated: { formula: `L${at}*M${at}`, result: toCellNumber(evaluatedKilograms) },
    note: [
      ...(source.evidence === undefined ? [] : [evidenceText(source.evidence)]),
      ...(source.reason === undefined ? [] : [`Why it is 0: ${source.reason}`]),
    ],
  });
}

/** Evaluated kilograms divided by units, with the defaults added: what the carbon criterion compares. */
function writeCompared(
  rows: AddCarbonRow,
  { carbon }: BidAssessment,
  lines: readonly number[],
  defaults: readonly number[],
): void {
  const { functionalUnits, evaluatedPerUnit, evaluatedKilograms, assumedByAuthority } = carbon.footprint;
  const units = rows.add({ what: 'Functional units', perUnit: functionalUnits, note: 'The published quantity.' });
  const at = rows.next();
  const parts = [
    ...(lines.length === 0 ? [] : [`SUM(${span('N', lines)})/O${units}`]),
    ...(defaults.length === 0 ? [] : [`SUM(${span('O', defaults)})`]),
  ];
  const perUnit = toCellNumber(evaluatedPerUnit);
  rows.add(
    {
      what: 'Evaluated, compared',
      evaluated: { formula: `O${at}*O${units}`, result: toCellNumber(evaluatedKilograms) },
      perUnit: assumedByAuthority ? evaluatedPerUnit : { formula: parts.join('+'), result: perUnit },
      note: assumedByAuthority
        ? 'The published default total, assumed by the authority because the bid gives no figure.'
        : 'Lines with uplift, divided by the functional units, and the published defaults.',
    },
    'subtotal',
  );
}

function span(column: string, rows: readonly number[]): string {
  return `${column}${rows[0]}:${column}${rows.at(-1)}`;
}

function percent(value: Fraction): string {
  return `${decimalText(value, 1)}%`;
}

function wholeKilograms(value: number): string {
  return plainNumber(toFraction(Math.round(value)), 0);
}
