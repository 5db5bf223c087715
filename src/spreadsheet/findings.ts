import { AppError } from '../domain/errors.ts';
import { formatIssue, type Issue } from '../domain/issue.ts';
import { cellAddress } from './cell.ts';

/**
 * The faults found in the cells while a file is read. Two sorts: damage, after which the file as a whole is refused
 * (a text that does not exist), and faults that the reader of the sheet reports with its own (a cell given twice).
 */
export class Findings {
  readonly issues: Issue[] = [];
  readonly notices: string[] = [];
  private readonly damage: Issue[] = [];
  private readonly maximum: number;
  private moreIssues = 0;
  private moreDamage = 0;

  constructor(maximum: number) {
    this.maximum = maximum;
  }

  addIssue(sheet: string, row: number, column: number, code: string, message: string, found?: string): void {
    if (this.issues.length >= this.maximum) this.moreIssues++;
    else this.issues.push(cellIssue(sheet, row, column, code, message, found));
  }

  addDamage(sheet: string, row: number, column: number, message: string, found: string): void {
    if (this.damage.length >= this.maximum) this.moreDamage++;
    else this.damage.push(cellIssue(sheet, row, column, 'damaged-cell', message, found));
  }

  /** Refuses the file when any cell was damaged, with all of them. */
  throwIfDamaged(): void {
    if (this.damage.length === 0) return;
    const issues = withRest(this.damage, this.moreDamage);
    throw new AppError('invalid-input', `The file is damaged.\n${issues.map(formatIssue).join('\n')}`, issues);
  }

  allIssues(): Issue[] {
    return withRest(this.issues, this.moreIssues);
  }
}

function cellIssue(sheet: string, row: number, column: number, code: string, message: string, found?: string): Issue {
  const shown = found === undefined ? {} : { found: found.slice(0, 200) };
  return { pointer: '#', code, message, sheet, cell: cellAddress(row, column), ...shown };
}

function withRest(issues: readonly Issue[], more: number): Issue[] {
  if (more === 0) return [...issues];
  const message = `And ${more.toLocaleString('en-GB')} more faults of this kind that are not listed.`;
  return [...issues, { pointer: '#', code: 'more-faults', message }];
}
