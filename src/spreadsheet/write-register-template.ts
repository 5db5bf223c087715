import type { Bid } from '../domain/bid.ts';
import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import { type Contract, OWN_ICT } from '../domain/contract.ts';
import { sharesText } from '../domain/contract-shares.ts';
import type { ReturnKind } from '../application/register-upload.ts';
import type { RegisterTemplateRequest } from '../application/ports.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { factorSetFor } from '../scoring/factor-set.ts';
import { pricesLayout, registerLayouts, returnLayouts } from './layout.ts';
import { carbonReturnSheets, LAST_FIGURE } from './layout-carbon-return.ts';
import { contractSheets } from './layout-contracts.ts';
import { pricesSheet } from './layout-prices.ts';
import type { SheetLayout } from './layout-field.ts';
import { evidenceValues, type RowValues } from './template-content.ts';
import type { Offers } from './template-fields.ts';
import { createLists } from './template-lists.ts';
import { writeReadMe } from './template-read-me.ts';
import { registerNotes } from './register-notes.ts';
import { writeAbout, writeRows } from './template-sheets.ts';
import { protectSheet } from './template-styles.ts';
import { filledCells } from './template-table.ts';
import { createWorkbook, workbookBytes } from './write-workbook.ts';

const LAYOUTS = { ...registerLayouts, prices: pricesLayout } as const;
/** Later than any set of factors: the newest official set is offered. */
const NEWEST = '9999-12-31';
const BLANK_ROWS: Readonly<Record<string, number>> = {
  Contracts: 40,
  Commitments: 40,
  Figures: 60,
  Removals: 8,
  Prices: 0,
};
const BLANK_DOOR_ROWS = 40;

/**
 * A workbook of the register, or of prices, to fill in, by the tables that reading uses; filled in as far as the request
 * says. The same request gives the same bytes.
 */
export async function writeRegisterTemplate(
  request: RegisterTemplateRequest,
  catalogue: Catalogue,
): Promise<Uint8Array> {
  const layout = LAYOUTS[request.kind];
  const title = titleOf(request);
  const workbook = createWorkbook(title);
  const offers = offersOf(request, catalogue);
  writeReadMe(workbook.addWorksheet('Read me'), title, registerNotes(request, layout.sheets));
  const about: RowValues = {
    template: layout.kind,
    templateVersion: layout.version,
    ...(request.organisation === undefined ? {} : { organisation: request.organisation }),
    ...(request.kind === 'prices' ? { procurementReference: request.procurement } : {}),
  };
  writeAbout(workbook.addWorksheet('About'), 'About: what this workbook is.', layout.about, about, offers, () => false);
  for (const { sheet, rows } of sheetsOf(request)) {
    writeRows(workbook.addWorksheet(sheet.name), sheet, rows, offers, BLANK_ROWS[sheet.name] ?? BLANK_DOOR_ROWS);
  }
  offers.lists.write(workbook);
  for (const sheet of workbook.worksheets) await protectSheet(sheet);
  return workbookBytes(workbook);
}

const TITLES: Readonly<Record<ReturnKind, string>> = {
  'carbon-return': 'Carbon return',
  'asset-list': 'Asset list',
  'allocated-total': 'Allocated total',
  'cloud-export': 'Cloud export',
  'spend-export': 'Spend export',
};

type FilledSheet = { readonly sheet: SheetLayout; readonly rows: readonly RowValues[] };

function titleOf(request: RegisterTemplateRequest): string {
  if (request.kind === 'contracts') return 'Contracts workbook: ICT contracts and the carbon they promise';
  if (request.kind === 'prices') return `Prices of ${request.procurement}: all bids, after the consensus`;
  const of = request.supplier === undefined ? '' : ` of ${request.supplier}`;
  return `${TITLES[request.kind]}${of}: figures by contract`;
}

function offersOf(request: RegisterTemplateRequest, { referenceData }: Catalogue): Offers {
  return {
    lists: createLists(),
    ruleSets: [],
    profiles: [],
    deviceClasses: referenceData.deviceBenchmarks.map(({ deviceClass }) => deviceClass),
    factors: request.kind === 'carbon-return' ? factorSetFor(referenceData, NEWEST).factors : [],
    ...(request.kind === 'contracts' ? { contracts: filledCells('Contracts', 1) } : {}),
  };
}

function sheetsOf(request: RegisterTemplateRequest): FilledSheet[] {
  if (request.kind === 'contracts') {
    return [
      { sheet: contractSheets.contracts, rows: request.contracts.map(contractValues) },
      { sheet: contractSheets.commitments, rows: request.contracts.flatMap(commitmentValues) },
    ];
  }
  if (request.kind === 'prices') return [{ sheet: pricesSheet, rows: request.bids.map(priceValues) }];
  if (request.kind !== 'carbon-return') {
    const rows = request.contracts.map(({ reference }) => ({ contract: reference }));
    return returnLayouts[request.kind].sheets.map((sheet) => ({ sheet, rows }));
  }
  const { figures, removals } = carbonReturnSheets;
  if (request.areFigures === true) return givenLines(request.lines);
  const asked = [...request.lines.map(lineValues), ...withoutLines(request.contracts, request.lines)];
  const hasFigures = request.lines.some((line) => lastFigure(line) !== undefined);
  const sheet = hasFigures ? { ...figures, columns: [...figures.columns, LAST_FIGURE] } : figures;
  return [
    { sheet, rows: asked },
    { sheet: removals, rows: [] },
  ];
}

function givenLines(lines: readonly CarbonReturnLine[]): FilledSheet[] {
  const { figures, removals } = carbonReturnSheets;
  const stated = lines.filter(({ kind }) => kind !== 'removal');
  return [
    {
      sheet: figures,
      rows: stated.map(({ evidence, removal: _removal, source: _source, working: _working, ...given }) => ({
        ...given,
        ...evidenceValues(evidence),
      })),
    },
    { sheet: removals, rows: [] },
  ];
}

/** The bid is named; its price is what is asked. */
function priceValues({ reference, lot, supplier }: Bid): RowValues {
  return { bidReference: reference, lot, supplier: supplier.name };
}

function contractValues({ supplier, shares, ...contract }: Contract): RowValues {
  const { commitments: _commitments, ...facts } = contract;
  return {
    ...facts,
    supplier: supplier.name,
    identifierScheme: supplier.identifier?.scheme,
    identifier: supplier.identifier?.id,
    shares: shares === undefined ? undefined : sharesText(shares),
  };
}

function commitmentValues({ reference, commitments }: Contract): RowValues[] {
  return commitments.map((commitment) => ({ reference, ...commitment }));
}

/** What the line was about, for the next period; its figures are asked anew and stand beside it as they were. */
function lineValues(line: CarbonReturnLine): RowValues {
  const { evidence: _evidence, removal: _removal, source: _source, supersedes: _supersedes, ...stated } = line;
  const { quantity: _quantity, amount: _amount, marketBasedAmount: _market, working: _working, ...asked } = stated;
  const [periodStart, periodEnd] = [line.periodStart, line.periodEnd].map((date) => (date === '' ? undefined : date));
  return { ...asked, ...evidenceValues(undefined), periodStart, periodEnd, lastFigure: lastFigure(line) };
}

function lastFigure({ quantity, unit, amount, amountUnit }: CarbonReturnLine): string | undefined {
  if (quantity !== undefined) return `${quantity} ${unit ?? ''}`.trim();
  return amount === undefined ? undefined : `${amount} ${amountUnit ?? 'kg'}`;
}

/** A row to begin with for each contract that has reported nothing yet. */
function withoutLines(contracts: readonly Contract[], lines: readonly CarbonReturnLine[]): RowValues[] {
  const reported = new Set(lines.map(({ contract }) => contract));
  return contracts
    .filter(({ reference }) => reference !== OWN_ICT && !reported.has(reference))
    .map(({ reference }) => ({ contract: reference, line: '1', kind: 'emission', basis: 'actual' }));
}
