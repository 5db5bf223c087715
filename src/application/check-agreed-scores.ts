import type { Issue } from '../domain/issue.ts';
import type { Person } from '../domain/person.ts';
import type { AgreedScoresReading, StatedScore } from './agreed-scores-upload.ts';
import { spentEvidenceFaults } from './evidence-in-force.ts';
import { bidOfLotText } from './award-records.ts';
import { bidNamesFor } from './bid-names.ts';
import { isMissing, judgementFaults, reasoningFaults } from './check-score.ts';
import type { Judgement, Pointer, ScoreContent } from './evaluation-records.ts';
import { listed, nearestNames, plainName } from './nearest-names.ts';
import type { Evaluation, Item } from './read-evaluation.ts';
import { scoreWarnings } from './score-warnings.ts';
import { FEWEST_EVALUATORS } from './start-evaluation.ts';

/** What was agreed elsewhere on an item of the evaluation. */
export type AgreedElsewhere = ScoreContent & { readonly item: Item };

export type CheckedScores = {
  readonly scores: readonly AgreedElsewhere[];
  /** Every fault, at its cell where it has one; with any of them nothing may be stored. */
  readonly issues: readonly Issue[];
};

type Check = { readonly evaluation: Evaluation; readonly person: Person; readonly issues: Issue[] };

/**
 * Checks scores that were agreed elsewhere as a consensus here is checked: who agreed them, a known bid and criterion,
 * each once and none left out, points only where people judge, a reason in words of its own, a place in the bid.
 */
export function checkAgreedScores(evaluation: Evaluation, person: Person, reading: AgreedScoresReading): CheckedScores {
  const check: Check = { evaluation, person, issues: [] };
  checkPeople(check, reading);
  const first = new Map<Item, StatedScore>();
  const scores: AgreedElsewhere[] = [];
  for (const stated of reading.scores) {
    const item = findItem(check, stated);
    if (item === undefined) continue;
    if (first.has(item)) {
      add(check, `${stated.pointer}/rule`, 'duplicate-row', `${nameOf(item)} stands here twice: keep one row`);
      continue;
    }
    first.set(item, stated);
    const content = checkContent(check, item, stated);
    if (content !== undefined) scores.push({ item, ...content });
  }
  if (reading.scores.length > 0 || reading.issues.length === 0) {
    for (const item of evaluation.items.filter((one) => !first.has(one))) {
      add(check, '#/scores', 'missing-row', `${nameOf(item)} has no row: enter what was agreed`, item.code);
    }
  }
  return { scores, issues: [...reading.issues, ...atPlaces(check.issues, reading)] };
}

function add({ issues }: Check, pointer: string, code: string, message: string, expected?: string): void {
  issues.push({ pointer, code, message, ...(expected === undefined ? {} : { expected }) });
}

/** "C06 of B1, lot 2". */
function nameOf(item: Item): string {
  return `${item.code} of ${bidOfLotText(item)}`;
}

function checkPeople(check: Check, { procurement, evaluators, moderator }: AgreedScoresReading): void {
  const { reference } = check.evaluation.record;
  if (procurement !== undefined && procurement !== reference) {
    const message = `This workbook is of ${procurement}, not of ${reference}`;
    add(check, '#/about/procurementReference', 'other-procurement', message, reference);
  }
  const names = new Set(evaluators.map(plainName));
  if (names.size < FEWEST_EVALUATORS) {
    const message = `Name the ${FEWEST_EVALUATORS} or more people who evaluated, with semicolons between them`;
    add(check, '#/about/evaluators', 'too-few-evaluators', message);
  }
  if (moderator === undefined) add(check, '#/about/moderator', 'missing', 'Name the person who moderated');
  if (names.has(plainName(check.person.name))) {
    const message = `${check.person.name} sees the prices of the bids, so cannot have evaluated them: another person imports`;
    add(check, '#/about/evaluators', 'evaluator-imports', message);
  }
}

/** The item that a row is about; undefined, and told in every way, where it names none. */
function findItem(check: Check, { pointer, bid, lot, rule }: StatedScore): Item | undefined {
  if (bid === undefined || rule === undefined) return undefined;
  const ofRule = itemsOfRule(check, `${pointer}/rule`, rule);
  const ofBid = itemsOfBid(check, pointer, bid, lot);
  if (ofRule.length === 0 || ofBid.length === 0) return undefined;
  const [found, another] = ofBid.filter((item) => ofRule.includes(item));
  if (found === undefined) {
    add(check, `${pointer}/rule`, 'not-an-item', `"${rule}" is not asked of bid ${bid}: remove the row`);
  }
  if (another !== undefined) add(check, `${pointer}/lot`, 'missing', `Bid ${bid} is for several lots: say which`);
  return another === undefined ? found : undefined;
}

function itemsOfRule(check: Check, pointer: string, rule: string): Item[] {
  const { items, record } = check.evaluation;
  const found = items.filter((item) => [item.code, item.rule, item.definition.title].some(isNamed(rule)));
  if (found.length > 0) return found;
  const near = nearestOf(
    rule,
    items.flatMap((item) => [item.code, item.rule]),
  );
  add(check, pointer, 'unknown-criterion', `${record.reference} has no criterion or condition "${rule}"${near}`);
  return [];
}

function itemsOfBid(check: Check, pointer: string, bid: string, lot: string | undefined): Item[] {
  const { items, record } = check.evaluation;
  const ofBid = items.filter((item) => item.bid === bid);
  const found = lot === undefined ? ofBid : ofBid.filter((item) => item.lot === lot);
  if (found.length > 0) return found;
  if (lot === undefined || ofBid.length === 0) {
    const near = nearestOf(
      bid,
      items.map((item) => item.bid),
    );
    add(check, `${pointer}/bid`, 'unknown-bid', `${record.reference} has no standing bid "${bid}"${near}`);
  } else {
    const near = nearestOf(
      lot,
      ofBid.flatMap((item) => item.lot ?? []),
    );
    add(check, `${pointer}/lot`, 'unknown-lot', `Bid ${bid} is not for lot "${lot}"${near}`);
  }
  return [];
}

function isNamed(wanted: string): (name: string) => boolean {
  return (name) => plainName(name) === plainName(wanted);
}

function nearestOf(wanted: string, known: readonly string[]): string {
  const near = nearestNames(wanted, new Set(known));
  return near.length === 0 ? '' : `; did you mean ${listed(near)}?`;
}

/** What may be recorded, or undefined where the row has a fault. */
function checkContent(check: Check, item: Item, stated: StatedScore): ScoreContent | undefined {
  const { pointer, reason = '' } = stated;
  const before = check.issues.length;
  const judgement = checkJudgement(check, item, stated);
  const pointers = toPointers(item, stated);
  check.issues.push(...reasoningFaults(item, { reason, pointers }, pointer));
  if (judgement !== undefined) check.issues.push(...spentEvidenceFaults(item, judgement, pointers, pointer));
  const echo = scoreWarnings(item, { reason }, bidNamesFor(check.evaluation, check.person));
  for (const { code, message } of echo) add(check, `${pointer}/reason`, code, message);
  const [first, ...others] = pointers;
  if (judgement === undefined || first === undefined || check.issues.length > before) return undefined;
  return { judgement, reason: reason.trim(), pointers: [first, ...others] };
}

/** Facts where facts are assessed, points where people judge; what stands in the other column is refused there. */
function checkJudgement(check: Check, item: Item, stated: StatedScore): Judgement | undefined {
  const { pointer, corrections, points } = stated;
  const facts: Column = {
    field: 'corrections',
    wanted: `accepted, or the facts of ${item.code} that were corrected, as question = value`,
    ...(corrections === undefined ? {} : { judgement: { kind: 'facts', corrections } }),
  };
  const judged: Column = {
    field: 'points',
    wanted: `the agreed score of ${item.code}: ${item.wholePoints.join(', ')}`,
    ...(points === undefined ? {} : { judgement: { kind: 'points', points } }),
  };
  const [own, other] = item.assessment === 'judgement' ? [judged, facts] : [facts, judged];
  for (const { field, judgement } of [own, other]) {
    const faults = judgement === undefined ? [] : judgementFaults(item, judgement, pointer);
    check.issues.push(...faults.map((fault) => ({ ...fault, pointer: `${pointer}/${field}` })));
  }
  if (own.judgement === undefined) add(check, `${pointer}/${own.field}`, 'missing', `Enter ${own.wanted}`);
  return own.judgement;
}

type Column = { readonly field: 'corrections' | 'points'; readonly wanted: string; readonly judgement?: Judgement };

/** `pointers` is both the field of the document and the list that a score has. */
function toPointers(item: Item, { document, page = '' }: StatedScore): Pointer[] {
  const nothing = [document ?? '', page].some((text) => plainName(text) === 'nothingsubmitted');
  if (!nothing) return document === undefined ? [] : [{ kind: 'document', document, page }];
  const questions = Object.values(item.definition.questions).map(({ id }) => id);
  const missing = questions.filter((id) => isMissing(item, id));
  return (missing.length === 0 ? questions.slice(0, 1) : missing).map((question) => ({
    kind: 'nothing-submitted',
    question,
  }));
}

/** Each fault at its cell; what the reading has told of the same cell is not said twice. */
function atPlaces(issues: readonly Issue[], { issues: told, placeOf }: AgreedScoresReading): Issue[] {
  const placeKey = ({ sheet, cell, header }: Partial<Issue>) => JSON.stringify([sheet, cell ?? header]);
  const known = new Set(told.filter(({ sheet }) => sheet !== undefined).map(placeKey));
  return issues.flatMap((issue) => {
    const place = placeOf(issue.pointer);
    if (place === undefined) return [issue];
    return known.has(placeKey(place)) ? [] : [{ ...issue, ...place }];
  });
}
