import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import type { FigureDimensions, LineFigure } from '../domain/line-figures.ts';
import type { Month } from '../domain/period-split.ts';
import type { Grams } from '../domain/quantity.ts';
import type { ChangeCause } from './ledger-stores.ts';
import { fromStatementRow, type StatementRow, toStatementRow } from './statement-row.ts';

/** Why lines come in, and how. */
export type PageReason = {
  readonly cause: ChangeCause;
  /** The entry whose shares and policy hold for them; absent means their own. */
  readonly termsVersion?: number;
};

/** What the lines of a page have in common. */
type PageHeading = PageReason & { readonly contract: string };

/** What a page adds to one group of figures: whole grams, below 2^53 for so few lines. */
export type PageSum = {
  grams: number;
  marketBased: number;
  figures: number;
  located: number;
  market: number;
};

/**
 * Lines of one contract that come into the ledger together, with their figures, as they lie there: a few hundred in
 * one row of the database cost a tenth of what a row for each line and figure does.
 */
export type LedgerPage = PageHeading & {
  readonly lines: number;
  readonly provisionalLines: number;
  /** What its figures are about. */
  readonly groups: readonly FigureDimensions[];
  /** What it adds to each of its groups, in their order. */
  readonly sums: readonly PageSum[];
  /** The lines as they were stated, as JSON: a list of `StatementRow`. */
  readonly statements: string;
  /** For each line the list of its figures, see `PageFigure`, as JSON. */
  readonly figures: string;
};

/** A figure on a page: the place of its group among those of the page; whole grams, null where there is none. */
export type PageFigure = readonly [group: number, grams: number | null, marketBased?: number | null];

/** So many lines fill a page: more are opened for nothing where one is wanted, fewer cost a row each. */
const LINES_A_PAGE = 200;
/** So many lines lie on open pages before all are closed, whether full or not. */
const OPEN_LINES = 40_000;

/** Lays lines out on pages, in the order in which they come; a page that is closed is given to `take`. */
export class OpenPages {
  private readonly take: (page: LedgerPage) => void;
  /** By contract; seldom more than one. */
  private readonly pages = new Map<string, OpenPage[]>();
  private lines = 0;

  constructor(take: (page: LedgerPage) => void) {
    this.take = take;
  }

  /** Adds a line to the page of its contract. */
  add(line: CarbonReturnLine, figures: readonly LineFigure[], reason: PageReason): void {
    const page = this.pageUnder(line.contract, reason);
    page.add(JSON.stringify(toStatementRow(line)), figures);
    this.lines += 1;
    if (page.lines === LINES_A_PAGE) this.turn(page);
    else if (this.lines === OPEN_LINES) this.finish();
  }

  /** Closes what is left. */
  finish(): void {
    for (const page of [...this.pages.values()].flat()) this.close(page);
    this.pages.clear();
  }

  private pageUnder(contract: string, reason: PageReason): OpenPage {
    const ofContract = this.pages.get(contract);
    const known = ofContract?.find((page) => page.isFor(reason));
    if (known !== undefined) return known;
    const page = new OpenPage({ contract, ...reason });
    if (ofContract === undefined) this.pages.set(contract, [page]);
    else ofContract.push(page);
    return page;
  }

  private turn(page: OpenPage): void {
    const { contract } = page.heading;
    const others = this.pages.get(contract)?.filter((one) => one !== page) ?? [];
    if (others.length === 0) this.pages.delete(contract);
    else this.pages.set(contract, others);
    this.close(page);
  }

  private close(page: OpenPage): void {
    this.lines -= page.lines;
    this.take(page.closed());
  }
}

class OpenPage {
  lines = 0;
  readonly heading: PageHeading;
  private provisionalLines = 0;
  /** The groups of each month. */
  private readonly places = new Map<Month, number[]>();
  private readonly groups: FigureDimensions[] = [];
  private readonly sums: PageSum[] = [];
  private readonly statements: string[] = [];
  private readonly figures: string[] = [];

  constructor(heading: PageHeading) {
    this.heading = heading;
  }

  isFor({ cause, termsVersion }: PageReason): boolean {
    return cause === this.heading.cause && termsVersion === this.heading.termsVersion;
  }

  add(statement: string, figures: readonly LineFigure[]): void {
    this.lines += 1;
    this.statements.push(statement);
    let isProvisional = false;
    let text = '';
    for (const { dimensions, grams, marketBased } of figures) {
      const place = this.placeOf(dimensions);
      isProvisional ||= dimensions.provisional;
      const located = this.count(place, grams, marketBased);
      text += `${text === '' ? '' : ','}[${place},${located}]`;
    }
    this.figures.push(`[${text}]`);
    if (isProvisional) this.provisionalLines += 1;
  }

  closed(): LedgerPage {
    const { heading, lines, provisionalLines, groups, sums } = this;
    const [statements, figures] = [this.statements, this.figures].map((texts) => `[${texts.join(',')}]`);
    return { ...heading, lines, provisionalLines, groups, sums, statements: statements ?? '', figures: figures ?? '' };
  }

  private placeOf(dimensions: FigureDimensions): number {
    const ofMonth = this.places.get(dimensions.month) ?? [];
    for (const place of ofMonth) {
      const known = this.groups[place];
      if (known !== undefined && isSameGroup(known, dimensions)) return place;
    }
    const place = this.groups.push(dimensions) - 1;
    this.sums.push({ grams: 0, marketBased: 0, figures: 0, located: 0, market: 0 });
    this.places.set(dimensions.month, [...ofMonth, place]);
    return place;
  }

  /** Adds a figure to its group, and gives its amounts as they stand on the page. */
  private count(place: number, grams: Grams | undefined, marketBased: Grams | undefined): string {
    const sum = this.sums[place];
    if (sum === undefined) throw new RangeError(`There is no group ${place} on the page`);
    sum.figures += 1;
    if (grams !== undefined) {
      sum.grams = whole(sum.grams + Number(grams));
      sum.located += 1;
    }
    if (marketBased === undefined) return `${grams ?? null}`;
    sum.marketBased = whole(sum.marketBased + Number(marketBased));
    sum.market += 1;
    return `${grams ?? null},${marketBased}`;
  }
}

function whole(grams: number): number {
  if (Number.isSafeInteger(grams)) return grams;
  throw new RangeError('A page of the ledger holds more grams than can be counted');
}

/** Whether figures of one contract and month are counted together. */
function isSameGroup(a: FigureDimensions, b: FigureDimensions): boolean {
  return (
    a.category === b.category &&
    a.stage === b.stage &&
    a.tier === b.tier &&
    a.factor === b.factor &&
    a.factorSet === b.factorSet &&
    a.scope === b.scope &&
    a.kind === b.kind &&
    a.basis === b.basis &&
    a.provisional === b.provisional &&
    a.doubleCountGroup === b.doubleCountGroup &&
    a.organisation === b.organisation
  );
}

/** The lines of a page as they were stated. */
export function statementsOf({
  contract,
  statements,
}: Pick<LedgerPage, 'contract' | 'statements'>): CarbonReturnLine[] {
  return (JSON.parse(statements) as StatementRow[]).map((row) => fromStatementRow(contract, row));
}

/** The figures of each line of a page. */
export function figuresOf({ figures }: Pick<LedgerPage, 'figures'>): PageFigure[][] {
  return JSON.parse(figures) as PageFigure[][];
}
