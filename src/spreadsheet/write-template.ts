import type { TemplateRequest } from '../application/ports.ts';
import { AppError } from '../domain/errors.ts';
import type { Procurement } from '../domain/procurement.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { factorSetFor, type PinnedFactors } from '../scoring/factor-set.ts';
import { findProfile, ruleSetKey } from '../scoring/rule-set.ts';
import { layoutOf, type SheetLayout, type WorkbookLayout } from './layout.ts';
import { answerRows, askedInSheet, profilesOf } from './template-answers.ts';
import { bidAboutValues, type RowValues, sheetRows, tenderAboutValues } from './template-content.ts';
import type { Offers } from './template-fields.ts';
import { createLists } from './template-lists.ts';
import { readMeLines, templateTitle } from './template-notes.ts';
import { writeReadMe } from './template-read-me.ts';
import { writeAbout, writeAnswers, writeRows } from './template-sheets.ts';
import { protectSheet } from './template-styles.ts';
import { filledCells } from './template-table.ts';
import { createWorkbook, workbookBytes } from './write-workbook.ts';

/** Later than any set of factors: without a deadline the newest official set is offered. */
const NO_DEADLINE = '9999-12-31';
/** Rows prepared below what is filled in. */
const BLANK_ROWS: Readonly<Record<string, number>> = {
  Lots: 6,
  Bids: 12,
  Answers: 5,
  Carbon: 40,
  Devices: 15,
  Removals: 8,
};

const BID_ANSWERS_PURPOSE =
  'One row for each question. A blank answer means that you submit nothing; it is never read as 0 or No.';

/**
 * A workbook to fill in, with questions, hints, drop-downs and units; or one that is filled in, for examples and
 * copies. What it holds comes from the layout that reading uses and from the rule set's questions. The same request
 * gives the same bytes. Throws `not-found` on a profile that the rule set does not have.
 */
export async function writeTemplate(request: TemplateRequest, catalogue: Catalogue): Promise<Uint8Array> {
  const { kind, ruleSet } = request;
  if (findProfile(ruleSet, request.profile) === undefined) {
    const known = ruleSet.profiles.map(({ id }) => id).join(', ');
    throw new AppError(
      'not-found',
      `The rule set ${ruleSetKey(ruleSet)} has no profile "${request.profile}". Known: ${known}.`,
    );
  }
  const procurement = request.content?.procurement ?? request.procurement;
  const layout = layoutInUse(request, procurement);
  const factors = factorsFor(request, procurement, catalogue);
  const title = templateTitle(kind, procurement?.reference);
  const workbook = createWorkbook(title);
  const offers = offersOf(request, procurement, catalogue, factors);
  writeReadMe(workbook.addWorksheet('Read me'), title, readMeLines(noteFacts(request, catalogue, layout, factors)));
  writeAboutOf(workbook.addWorksheet('About'), request, layout, offers);
  for (const sheetLayout of layout.sheets) {
    const sheet = workbook.addWorksheet(sheetLayout.name);
    const blankRows = BLANK_ROWS[sheetLayout.name] ?? 10;
    if (sheetLayout.name === 'Answers') {
      const guidance = sheetLayout.guidance.filter((header) => header !== 'Answered by' || kind === 'tender');
      writeAnswers(
        sheet,
        sheetLayout,
        answerRows(request, catalogue),
        offers,
        guidance,
        kind === 'tender' ? blankRows : 0,
      );
    } else {
      writeRows(
        sheet,
        sheetLayout,
        sheetRows(sheetLayout.name, procurement, request.content?.bids ?? []),
        offers,
        blankRows,
      );
    }
  }
  offers.lists.write(workbook);
  for (const sheet of workbook.worksheets) await protectSheet(sheet);
  return workbookBytes(workbook);
}

/** The sheets and columns of this template: no lots where the procurement has none, no price where it comes later. */
function layoutInUse(
  { kind, content }: TemplateRequest,
  procurement: Procurement | undefined,
): WorkbookLayout<'tender' | 'bid'> {
  const layout = layoutOf(kind);
  const severalBids = (content?.bids.length ?? 0) > 1;
  const hasLots = procurement === undefined ? kind === 'tender' : procurement.lots.length > 0;
  // A price would be seen before the consensus: nobody is asked for it.
  const isAsked = ({ field }: { readonly field: string }) => procurement?.prices !== 'separate' || field !== 'price';
  const inKind = (sheet: SheetLayout): SheetLayout =>
    kind === 'bid' && sheet.name === 'Answers' ? { ...sheet, purpose: BID_ANSWERS_PURPOSE } : sheet;
  const withoutLot = (sheet: SheetLayout): SheetLayout =>
    hasLots || sheet.name === 'Lots' || sheet.name === 'Bids'
      ? sheet
      : { ...sheet, columns: sheet.columns.filter(({ field }) => field !== 'lot') };
  const sheets = layout.sheets
    .filter((sheet) => sheet.inTemplate || severalBids)
    .map(withoutLot)
    .map(inKind)
    .map((sheet) => ({ ...sheet, columns: sheet.columns.filter(isAsked) }));
  return { ...layout, about: layout.about.filter(isAsked), sheets };
}

function offersOf(
  { kind, ruleSet }: TemplateRequest,
  procurement: Procurement | undefined,
  catalogue: Catalogue,
  { factors }: PinnedFactors,
): Offers {
  const lists = createLists();
  const lotNames = (procurement?.lots ?? []).map(({ id }) => id);
  const lotsOfBid = lotNames.length === 0 ? {} : { lots: lists.nameOf({ title: 'lots', values: lotNames }) };
  return {
    lists,
    ruleSets: catalogue.ruleSets.map(ruleSetKey),
    profiles: ruleSet.profiles.map(({ id }) => id),
    factors,
    deviceClasses: catalogue.referenceData.deviceBenchmarks.map(({ deviceClass }) => deviceClass),
    // A tender workbook offers what its own first columns name; a bidder chooses from the lots that were published.
    ...(kind === 'tender' ? { lots: filledCells('Lots', 1), bids: filledCells('Bids', 1) } : lotsOfBid),
  };
}

function factorsFor(
  { emissionFactors }: TemplateRequest,
  procurement: Procurement | undefined,
  { referenceData }: Catalogue,
): PinnedFactors {
  const known = emissionFactors === undefined ? referenceData : { emissionFactors };
  return factorSetFor(known, procurement?.bidDeadline ?? NO_DEADLINE);
}

function noteFacts(request: TemplateRequest, catalogue: Catalogue, layout: WorkbookLayout, { set }: PinnedFactors) {
  const { kind, ruleSet, profile, content } = request;
  const procurement = content?.procurement ?? request.procurement;
  const profiles = profilesOf(procurement, profile);
  return {
    kind,
    procurement: procurement?.reference,
    ruleSet: ruleSetKey(ruleSet),
    ruleSetStatus: ruleSet.status,
    profile: profiles.join(', '),
    questions: askedInSheet(request, catalogue, profiles).length,
    factorSet: set === '' ? undefined : set,
    sheets: [{ name: 'About', purpose: aboutPurpose(kind) }, ...layout.sheets],
  };
}

function writeAboutOf(
  sheet: Parameters<typeof writeAbout>[0],
  request: TemplateRequest,
  layout: WorkbookLayout<'tender' | 'bid'>,
  offers: Offers,
): void {
  const procurement = request.content?.procurement ?? request.procurement;
  const bids = request.content?.bids ?? [];
  const facts =
    layout.kind === 'tender'
      ? procurement === undefined
        ? {}
        : tenderAboutValues(procurement)
      : bidAboutValues(procurement, bids.length === 1 ? bids[0] : undefined);
  const values: RowValues = {
    ...facts,
    template: layout.kind,
    templateVersion: layout.version,
    ruleSet: ruleSetKey(request.ruleSet),
    profile: procurement?.profile ?? request.profile,
  };
  const isGiven = (field: string, audience: string) =>
    layout.kind === 'bid' && audience === 'council' && values[field] !== undefined;
  writeAbout(sheet, `About: ${aboutPurpose(layout.kind)}`, layout.about, values, offers, ({ field, audience }) =>
    isGiven(field, audience),
  );
}

function aboutPurpose(kind: 'tender' | 'bid'): string {
  return kind === 'tender' ? 'The published facts of the procurement.' : 'The procurement, the supplier and the price.';
}
