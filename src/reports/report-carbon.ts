import { STAGES } from '../domain/bid.ts';
import { listed, tonnesText } from '../domain/plain-english.ts';
import { decimalText, type Fraction, sum } from '../domain/quantity.ts';
import { visibleText } from '../domain/visible-text.ts';
import type { Assessment, BidAssessment, LotAssessment } from '../scoring/assessment.ts';
import { bidLabel, inRankOrder } from '../scoring/explain.ts';
import { barChart } from '../charts/bar-chart.ts';
import { STAGE_LOOKS } from '../charts/looks.ts';
import { prose } from './prose.ts';
import { type Block, cell, type Column, type Line } from './report-content.ts';
import { defaultsSection } from './report-defaults.ts';
import { bidLine, figure, firstOfAll, headingId, impliedPriceText, lotTitle, STAGE_WORDS } from './report-words.ts';

/** More pairs of bars than this are too many for one picture; the table has them all. */
const MOST_PAIRS = 8;
const DEFAULT_PART = 'Published default';

/** Gross, removals and net with the range; by stage and by year; the claims made. */
export function carbonSection(assessment: Assessment, lot: LotAssessment, key: string): Block[] {
  return [
    { kind: 'heading', level: 2, text: 'Carbon', id: headingId(key, 'carbon') },
    {
      kind: 'paragraph',
      text: [
        'Gross comes first; removals and net stand beside it and enter no score. The evaluated figure is what bids are compared on: the declared lines with the uplift for the quality of their data, and the published default for each stage without a line.',
      ],
    },
    ...defaultsSection(assessment, lot),
    carbonTable(lot),
    { kind: 'list', items: inRankOrder(lot).map(carbonNote) },
    carbonFigure(assessment, lot, key),
    stageTable(lot),
    ...yearTable(lot),
    ...impliedPrice(lot),
  ];
}

function carbonTable(lot: LotAssessment): Block {
  return {
    kind: 'table',
    caption: `Gross, removals and net over the contract, tonnes of CO₂e; evaluated in kg of CO₂e for each ${prose(lot.facts.functionalUnit)}`,
    columns: [
      { title: 'Bid', width: 2.6, isRowHeader: true },
      number('Gross, declared'),
      number('Removals, eligible'),
      number('Removals, counted'),
      number('Net'),
      number('95% range of gross', 2.2),
      number('Evaluated, a unit'),
    ],
    rows: inRankOrder(lot).map(({ bid, carbon }) => [
      [bidLine(bid)],
      cell(tonnes(carbon.footprint.grossKilograms)),
      cell(tonnesText(carbon.eligibleRemovalsKilograms)),
      cell(tonnesText(carbon.countedRemovalsKilograms)),
      cell(tonnes(carbon.netKilograms)),
      cell(rangeText(carbon.range)),
      cell(figure(carbon.footprint.evaluatedPerUnit)),
    ]),
  };
}

/** What is known and what is assumed, and what became of a claim. */
function carbonNote({ bid, carbon }: BidAssessment): Line {
  const { footprint, netZeroClaim } = carbon;
  const known = footprint.assumedByAuthority
    ? 'nothing was declared; the authority assumed the published default total.'
    : `lines for ${decimalText(footprint.completenessPercent, 1)}% of the stages${footprint.primaryPercent === undefined ? '' : `, ${decimalText(footprint.primaryPercent, 1)}% of the kilograms from primary data`}${
        footprint.stagesWithoutLine.length === 0
          ? '.'
          : `; published default for ${listed(footprint.stagesWithoutLine.map((stage) => STAGE_WORDS[stage].toLowerCase()))}.`
      }`;
  return [...bidLine(bid, true), `: ${known} Zero net carbon footprint: ${prose(netZeroClaim.reason)}`];
}

function carbonFigure(assessment: Assessment, lot: LotAssessment, key: string): Block {
  const title = `Carbon by stage, ${lotTitle(assessment, lot)}`;
  const bids = inRankOrder(lot).slice(0, MOST_PAIRS);
  const chart = barChart({
    id: headingId('chart', key, 'carbon'),
    title,
    description: `${bids.map((bid) => `${bidLabel(bid.bid)}: declared ${tonnes(bid.carbon.footprint.grossKilograms)} tonnes gross, evaluated ${tonnesText(bid.carbon.footprint.evaluatedKilograms)} tonnes`).join('; ')}. The table below gives each stage.`,
    axis: 'Tonnes of CO₂e over the contract',
    looks: STAGE_LOOKS,
    bars: bids.flatMap((bid) => {
      const gross = bid.carbon.footprint.grossKilograms;
      const declared =
        gross === undefined
          ? []
          : [
              {
                label: visibleText(bid.bid.supplier.name),
                note: `${visibleText(bid.bid.reference)}, declared gross`,
                parts: declaredParts(bid),
                result: tonnesText(gross),
              },
            ];
      const evaluated = {
        label: visibleText(bid.bid.supplier.name),
        note: `${visibleText(bid.bid.reference)}, evaluated`,
        parts: evaluatedParts(bid),
        result: tonnesText(bid.carbon.footprint.evaluatedKilograms),
      };
      return [...declared, evaluated];
    }),
  });
  return {
    kind: 'figure',
    caption: `${title}: declared and evaluated, tonnes of CO₂e${firstOfAll(bids.length, lot)}`,
    alternative: chart.description,
    ...chart,
  };
}

/** Tonnes by stage, as declared. */
function declaredParts({ carbon }: BidAssessment): ReadonlyMap<string, number> {
  return new Map(
    STAGES.flatMap((stage) =>
      part(
        STAGE_WORDS[stage],
        stageSum(carbon.footprint.lines, stage, ({ kilograms }) => kilograms),
      ),
    ),
  );
}

/** Tonnes by stage, with uplift; what stands in for missing stages is a part of its own. */
function evaluatedParts({ carbon }: BidAssessment): ReadonlyMap<string, number> {
  const { lines, functionalUnits, stageDefaults, evaluatedKilograms, assumedByAuthority } = carbon.footprint;
  if (assumedByAuthority) return new Map(part(DEFAULT_PART, evaluatedKilograms));
  const stages = STAGES.flatMap((stage) =>
    part(
      STAGE_WORDS[stage],
      stageSum(lines, stage, (line) => line.evaluatedKilograms),
    ),
  );
  const defaults =
    stageDefaults.length === 0 ? undefined : sum(stageDefaults.map(({ perUnit }) => perUnit)).mul(functionalUnits);
  return new Map([...stages, ...part(DEFAULT_PART, defaults)]);
}

function part(name: string, kilograms: Fraction | undefined): [string, number][] {
  return kilograms === undefined ? [] : [[name, kilograms.valueOf() / 1000]];
}

type EvaluatedLine = BidAssessment['carbon']['footprint']['lines'][number];

function stageSum(
  lines: readonly EvaluatedLine[],
  stage: string,
  of: (line: EvaluatedLine) => Fraction,
): Fraction | undefined {
  const found = lines.filter(({ source }) => source.stage === stage);
  return found.length === 0 ? undefined : sum(found.map(of));
}

function stageTable(lot: LotAssessment): Block {
  const stages = STAGES.filter((stage) =>
    lot.bids.some(
      ({ carbon }) =>
        carbon.byStage.some((one) => one.stage === stage) ||
        stageSum(carbon.footprint.lines, stage, ({ kilograms }) => kilograms) !== undefined,
    ),
  );
  return {
    kind: 'table',
    caption: 'By life-cycle stage, tonnes of CO₂e: declared, and evaluated in brackets',
    columns: [
      { title: 'Bid', width: 2.6, isRowHeader: true },
      ...stages.map((stage) => number(STAGE_WORDS[stage], 1.9)),
    ],
    rows: inRankOrder(lot).map(({ bid, carbon }) => [
      [bidLine(bid)],
      ...stages.map((stage) => {
        const { lines, stageDefaults, functionalUnits, assumedByAuthority } = carbon.footprint;
        const declared = stageSum(lines, stage, ({ kilograms }) => kilograms);
        const standIn = stageDefaults.find((one) => one.stage === stage);
        if (declared !== undefined) {
          const evaluated = stageSum(lines, stage, (line) => line.evaluatedKilograms);
          return cell(`${tonnesText(declared)} (${tonnes(evaluated)})`);
        }
        if (assumedByAuthority || standIn === undefined) return cell('not given');
        return cell(`not given (default ${tonnesText(standIn.perUnit.mul(functionalUnits))})`);
      }),
    ]),
  };
}

function yearTable(lot: LotAssessment): Block[] {
  const years = [...new Set(lot.bids.flatMap(({ carbon }) => carbon.byYear.map(({ year }) => year)))].sort();
  // Lines that name no year are whole in the table of stages already.
  if (!years.some((year) => /\d/.test(year))) return [];
  return [
    {
      kind: 'table',
      caption: 'By year, tonnes of CO₂e as declared',
      columns: [{ title: 'Bid', width: 2.6, isRowHeader: true }, ...years.map((year) => number(year, 1.6))],
      rows: inRankOrder(lot).map(({ bid, carbon }) => [
        [bidLine(bid)],
        ...years.map((year) => cell(tonnes(carbon.byYear.find((one) => one.year === year)?.kilograms))),
      ]),
    },
  ];
}

function impliedPrice({ impliedCarbonPrice: implied }: LotAssessment): Block[] {
  return implied === undefined ? [] : [{ kind: 'paragraph', text: [impliedPriceText(implied)] }];
}

function number(title: string, width = 1.7): Column {
  return { title, width, align: 'right' };
}

function tonnes(kilograms: Fraction | undefined): string {
  return kilograms === undefined ? 'not known' : tonnesText(kilograms);
}

/** Kilograms to "1,234 to 2,345" tonnes. The range is an estimate: no decimals from 10 t on. */
function rangeText(range: BidAssessment['carbon']['range']): string {
  if (range === undefined) return 'not known';
  const [low, high] = [range.lowKilograms / 1000, range.highKilograms / 1000];
  const places = high < 10 ? 2 : 0;
  const shown = (value: number) =>
    value.toLocaleString('en-GB', { minimumFractionDigits: places, maximumFractionDigits: places });
  return `${shown(low)} to ${shown(high)}`;
}
