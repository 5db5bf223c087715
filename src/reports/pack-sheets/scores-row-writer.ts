import { decimalText, type Fraction, fractionText, toFraction } from '../../domain/quantity.ts';
import type { BidAssessment, CriterionResult, LotAssessment } from '../../scoring/assessment.ts';
import { lotId } from '../report-words.ts';
import { type CellContent, type LiveFormula, type PackSheet, toCellNumber } from './pack-sheet.ts';

type Row = {
  readonly line: string;
  readonly code?: string;
  readonly what: string;
  readonly weight?: Fraction;
  readonly figure?: Fraction;
  /** The exact figure; by default its decimal, or its fraction where it has no short decimal. */
  readonly exact?: string;
  readonly note?: string;
};

export type BidWriter = ReturnType<typeof bidWriter>;

/** Writes rows of one bid on the Scores sheet. The columns: see `scores-sheet.ts`. */
export function bidWriter(sheet: PackSheet, lot: LotAssessment, { bid }: BidAssessment) {
  const identity = [lotId(lot.lot), bid.reference, bid.supplier.name];
  const cells = ({ line, code, what, weight, figure, exact }: Row): CellContent[] => [
    ...identity,
    line,
    code ?? '',
    what,
    weight,
    figure,
    exact ?? (figure === undefined ? undefined : exactText(figure)),
  ];
  const live = (row: Row, formula: string, exact: Fraction, look: 'plain' | 'subtotal' = 'plain'): LiveFormula => {
    const at = sheet.nextRow();
    const result = toCellNumber(exact);
    sheet.addRow([...cells(row), { formula, result }, exact, checkCell(at), undefined, row.note], look);
    return { formula: `Scores!$J$${at}`, result };
  };
  return {
    identity,
    nextRow: sheet.nextRow,
    live,
    /** A figure that was entered, not worked out. */
    entered: (row: Row): number => sheet.addRow([...cells(row), undefined, undefined, undefined, undefined, row.note]),
    criterion: (criterion: CriterionResult): number => {
      const at = sheet.nextRow();
      live(criterionRow(criterion), `G${at}*H${at}/5`, criterion.weighted);
      return at;
    },
    total: (what: string, formula: string, exact: Fraction, enters: boolean): LiveFormula =>
      live(
        {
          line: 'Scorecard total',
          what,
          note: enters ? 'Enters the overall total.' : 'Information: does not enter the overall total.',
        },
        formula,
        exact,
        'subtotal',
      ),
    overall: ({ total }: BidAssessment, formula: string): LiveFormula | undefined =>
      total === undefined
        ? undefined
        : live({ line: 'Overall total', what: 'Overall total, of 100' }, formula, total, 'subtotal'),
  };
}

/** `ABS(live - service) <= 1E-9` in words. */
export function checkCell(row: number): LiveFormula {
  return { formula: `IF(ABS(J${row}-K${row})<=0.000000001,"OK","DIFFERS")`, result: 'OK' };
}

/** "Scores!$J$12" to "$J$12". */
export function cellOf({ formula }: LiveFormula): string {
  return formula.replace('Scores!', '');
}

function criterionRow({ rule, code, weight, points, status, isTrialRule }: CriterionResult): Row {
  const notes = [
    ...(status === 'not-assessed' ? ['Nothing submitted: the points that the rule set gives for that.'] : []),
    ...(isTrialRule ? ['On trial: in no rule set, weight 0, information only.'] : []),
  ];
  return {
    line: 'Criterion',
    code,
    what: rule.title,
    weight,
    figure: points,
    exact: fractionText(points),
    note: notes.join(' '),
  };
}

/** "61.7", or "961/321" where the decimal does not end within twelve places. */
function exactText(value: Fraction): string {
  const decimal = decimalText(value, 12);
  return toFraction(decimal).equals(value) ? decimal : fractionText(value);
}
