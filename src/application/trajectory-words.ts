import { startYearOf } from '../domain/financial-year.ts';
import { dateText } from '../domain/plain-english.ts';
import { type DecimalText, type Fraction, type Grams, HUNDRED, roundHalfUp, toFraction } from '../domain/quantity.ts';
import type { WithOthers } from './carbon-totals.ts';
import type { Trajectory } from './trajectory.ts';
import { ALL_BEARERS, ICT_CONTRACTS, type PlanRecord } from './trajectory-records.ts';

/** Whole tonnes with commas, one place below 10: what people read. Exact figures stand in the tables and files. */
export function shownTonnes(grams: Grams): string {
  const tonnes = toFraction(grams).div(1_000_000);
  const text = roundHalfUp(tonnes, tonnes.abs().lt(10) && grams !== 0n ? 1 : 0);
  return `${text.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',')} t`;
}

const MOST_NAMED = 5;

/** "a, b and c"; after five "and 7 more". */
function together(names: readonly string[]): string {
  const named = names.slice(0, MOST_NAMED);
  const rest = names.length - named.length;
  const all = rest > 0 ? [...named, `${rest} more`] : named;
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

/** A part of 1 as a percentage to one place. */
function shownPercent(part: Fraction): DecimalText {
  return `${roundHalfUp(part.mul(HUNDRED), 1)}%`;
}

/** Whose line it is, of what: never read as a council's whole footprint, nor a scenario as the record. */
export function subjectText({
  bearer,
  boundary,
  scenario,
}: Pick<Trajectory, 'bearer' | 'boundary' | 'scenario'>): string {
  const whose = bearer === ALL_BEARERS ? 'all organisations that share the ledger' : bearer;
  const mark = scenario === undefined ? '' : `Scenario “${scenario.name}”, not the record: `;
  const what =
    boundary === ICT_CONTRACTS ? `ICT contracts of ${whose}` : `${boundary} of ${whose}, entered as yearly totals`;
  return `${mark}${what}`;
}

/** Whether anybody has adopted the target; it goes on every page and file. */
export function standingText({ plan }: Pick<PlanRecord, 'plan'>): string {
  return plan.decisionReference === undefined
    ? 'Illustrative, not an adopted target.'
    : `Adopted target: ${plan.name} (${plan.decisionReference}).`;
}

/** Of which plan and day a line is, for a picture that goes by itself. */
export function planAndDay({ record, day }: Pick<Trajectory, 'record' | 'day'>): string {
  return `Plan: ${record.plan.name}, version ${record.version}. As of ${dateText(day)}.`;
}

/** The line in one sentence. */
export function headline(found: Trajectory): string {
  const { line, record, material } = found;
  const target = record.plan.target.year;
  const last = line.years.at(-1);
  if (last?.figures === undefined) {
    return `Nothing is known yet of what ${subjectText(found)} will emit in ${target}.`;
  }
  const { gross } = last.figures;
  const start = `${subjectText(found)} are heading for ${shownTonnes(gross)} of CO₂e in ${target}`;
  const path = shownTonnes(last.pathway);
  const { exhaustedOn } = line.budget;
  if (line.onTrack === true) return `${start}, within the ${path} of the path: on track.`;
  const year = Number(exhaustedOn?.slice(0, 4));
  const gone =
    exhaustedOn === undefined
      ? ''
      : ` The budget ${Number.isNaN(year) || exhaustedOn <= `${material.currentYear.slice(0, 4)}-03-31` ? 'ran' : 'runs'} out on ${dayText(exhaustedOn)}.`;
  const where = gross > last.pathway ? `above the ${path} of the path` : `within the ${path} of the path, but too late`;
  return `${start}, ${where}: not on track.${gone}`;
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** "14 February 2028" */
function dayText(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${day} ${MONTHS[(month ?? 1) - 1]} ${year}`;
}

/** The three numbers of the line that matter most, each with what it means. */
export function threeNumbers({ line, material, record }: Trajectory) {
  const { currentYear } = material;
  const now = line.years.find(({ year }) => year === currentYear);
  const gap = now?.figures?.gap;
  const { remaining, total } = line.budget;
  const cut = line.requiredYearlyCut;
  return [
    {
      name: `Gap to the path in ${currentYear}`,
      value: gap === undefined ? 'Not known' : shownTonnes(gap),
      note: gap === undefined ? 'No figure yet' : gap > 0n ? 'too much' : 'on the path or below it',
    },
    {
      name: `Carbon budget left to ${record.plan.target.year}`,
      value: shownTonnes(remaining),
      note: `of ${shownTonnes(total)}${remaining < 0n ? '; it is overspent' : ''}`,
    },
    {
      name: `Cut needed each year after ${currentYear}`,
      value: cut === undefined ? (remaining < 0n ? 'No cut is enough' : 'Not known') : shownPercent(cut),
      note:
        cut === undefined ? '' : cut.equals(0) ? 'the budget lasts at this year’s rate' : 'to stay within the budget',
    },
  ];
}

/** What can be done next, most telling first: plain sentences. */
export function nextSteps({ line, material, record, moment }: Trajectory): string[] {
  const steps: string[] = [];
  const ahead = material.contracts
    .map(({ reference, title, years }) => {
      const coming = years.filter(({ year }) => year > material.currentYear);
      return {
        reference,
        title,
        grams: coming.reduce((sum, { forecast }) => sum + forecast, 0n),
        isPromised: coming.every(({ basis }) => basis === 'commitment'),
      };
    })
    .filter(({ grams }) => grams > 0n)
    .toSorted((a, b) => (a.grams === b.grams ? 0 : a.grams > b.grams ? -1 : 1));
  const open = ahead.filter(({ isPromised }) => !isPromised).slice(0, 3);
  if (open.length > 0) {
    const names = together(open.map(({ title, reference }) => `${title} (${reference})`));
    steps.push(`Agree yearly carbon commitments for the largest contracts that lack them: ${names}.`);
  }
  const estimated = line.years.reduce((sum, { figures }) => sum + (figures?.estimated ?? 0n), 0n);
  if (estimated > 0n) {
    steps.push(
      `Ask for the missing carbon returns: ${shownTonnes(estimated)} up to ${moment.until} are only estimated.`,
    );
  }
  if (material.withoutForecast.length > 0) {
    steps.push(
      `Find a figure for ${together(material.withoutForecast)}: nothing is known of them, and nothing is counted.`,
    );
  }
  const [largest] = ahead;
  if (line.onTrack === false && largest !== undefined) {
    steps.push(
      `Plan cuts where most is still to come: ${largest.title} (${largest.reference}), ${shownTonnes(largest.grams)}.`,
    );
  }
  if (record.plan.decisionReference === undefined) steps.push('Have the target adopted, and record the decision.');
  return steps;
}

/** What a reader must know of how the line is made. */
export function lineNotes(found: Trajectory): string[] {
  const { boundary, line, material, moment, record, reduction } = found;
  const { yearsWithoutFigures } = line.budget;
  const notes = [
    boundary === ICT_CONTRACTS
      ? `Inventory view of the carbon ledger, version ${moment.version}: device electricity in council buildings is left out, because the council’s own inventory has it. Not part of it: the council’s own operations.`
      : 'Yearly totals, entered by hand or from a file. They are no part of the contract ledger, and are never added to it.',
    `Baseline: ${record.plan.baseline.tonnes} t in ${record.plan.baseline.year}. Source: ${record.plan.baseline.source}.`,
    reduction.because ??
      `${reduction.latestYear ?? ''} is ${differenceText(reduction.percent)} than the baseline, by the same kind of figures.`,
  ];
  notes.push(...othersNotes(found));
  if (yearsWithoutFigures.length > 0) {
    notes.push(
      `Left out of the budget and of what is used, because nobody reported in them or before: ${yearsText(yearsWithoutFigures)}.`,
    );
  }
  if (material.continued.length > 0) {
    notes.push(
      `Forecast to go on after the end at the run-rate, because what they supply is still needed: ${together(material.continued)}. Give a contract the status “ended” when another on record takes its place.`,
    );
  }
  if (material.withoutForecast.length > 0) {
    notes.push(`Missing, not zero: ${together(material.withoutForecast)} run on, with nothing to forecast them from.`);
  }
  return notes;
}

/** What of an answer others keep, in sentences; none where nothing is shared with the organisation. */
export function othersNotes({ keptByOthers, keptTwice }: WithOthers): string[] {
  const held = keptByOthers.map(
    ({ keeper, version, contracts }) =>
      `Your share of ${together(contracts)} is in it, from the ledger of ${keeper}, version ${version}.`,
  );
  const twice = keptTwice.map(
    ({ contract, keeper, reference, share }) =>
      `Counted once: ${contract} is on record with ${keeper} too, as ${reference}, where your share is ${share}%. That record is not added. Agree which of you keeps it; if it is another contract, correct its reference or its procurement.`,
  );
  return [...held, ...twice];
}

/** "2020/21 to 2024/25" where they follow on each other, as they mostly do. */
function yearsText(years: readonly string[]): string {
  const numbers = years.map(startYearOf);
  const isRun = numbers.every((year, index) => index === 0 || year === (numbers[index - 1] ?? 0) + 1);
  return isRun && years.length > 2 ? `${years[0]} to ${years.at(-1)}` : together(years);
}

/** "12.5% less", or "3.0% more". */
function differenceText(percent: Fraction | undefined): string {
  if (percent === undefined) return 'no other';
  return `${roundHalfUp(percent.abs(), 1)}% ${percent.lt(0) ? 'more' : 'less'}`;
}

/** The line as a paragraph of the half-yearly report to Cabinet, sentence by sentence. */
export function reportSentences(found: Trajectory): string[] {
  const { line, material, record, reduction } = found;
  const { plan } = record;
  const { budget } = line;
  const before = line.years.findLast(({ year, figures }) => year < material.currentYear && figures !== undefined);
  const sentences = [headline(found), standingText(record)];
  if (before?.figures !== undefined) {
    const { gross, estimated } = before.figures;
    const share = gross > 0n ? toFraction(estimated).div(toFraction(gross)) : toFraction(0);
    sentences.push(
      `In ${before.year} they emitted ${shownTonnes(gross)} against a path of ${shownTonnes(before.pathway)}; ${shownPercent(share)} of it is estimated.`,
    );
  }
  sentences.push(
    reduction.percent === undefined
      ? (reduction.because ?? '')
      : `That is ${differenceText(reduction.percent)} than in ${plan.baseline.year}.`,
    `Of the budget of ${shownTonnes(budget.total)} to ${plan.target.year}, ${shownTonnes(budget.used)} is used and ${shownTonnes(budget.remaining)} is left.`,
  );
  const cut = line.requiredYearlyCut;
  if (cut !== undefined) {
    sentences.push(
      `To stay within it, each year after ${material.currentYear} must emit ${shownPercent(cut)} less than the year before.`,
    );
  }
  return sentences;
}
