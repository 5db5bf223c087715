import type { Request } from 'express';
import { readTotalsQuery, TOTAL_FILTERS, type TotalsQueryText } from '../../application/read-totals-query.ts';
import { AppError } from '../../domain/errors.ts';
import type { TotalKey, TotalsQuery } from '../../domain/totals-query.ts';
import { BASIS_WORDS, KEY_WORDS } from './carbon-words.ts';
import { type FormError, query } from './page.ts';

/** What an address about the ledger may ask. */
export const QUESTION_NAMES = ['by', 'then', 'from', 'to', 'basis', 'view', 'as_of', ...TOTAL_FILTERS] as const;

/** What is shown when nothing is asked. */
export const DEFAULT_QUESTION: TotalsQuery = { by: ['financial_year'], view: 'whole-life', only: {} };

/** The question of the address; by financial year where it names no key. */
export function readQuestion(request: Request) {
  const texts: TotalsQueryText = Object.fromEntries(QUESTION_NAMES.map((name) => [name, query(request, name)]));
  const by = [texts['by'] ?? 'financial_year', texts['then']].filter((key) => key !== undefined).join(',');
  return readTotalsQuery({ ...texts, by });
}

/** The same. Throws AppError `malformed` where the address has faults. */
export function requireQuestion(request: Request) {
  const asked = readQuestion(request);
  if ('issues' in asked) throw new AppError('malformed', asked.issues.map(({ message }) => message).join(' '));
  return asked;
}

/** The faults of a question for the error summary; each stands at the field of its name. */
export function toQuestionErrors(
  issues: readonly { readonly pointer: string; readonly message: string }[],
): FormError[] {
  return issues.map(({ pointer, message }) => {
    const name = pointer.slice(2);
    return { text: message, href: `#${name}`, field: name };
  });
}

/** What a question narrows the totals to, in words. */
export function filtersView({
  only,
  from,
  to,
  basis,
  view,
}: TotalsQuery): { readonly text: string; readonly value: string }[] {
  const months = from === undefined && to === undefined ? [] : [`${from ?? 'the first'} to ${to ?? 'the last'}`];
  return [
    ...Object.entries(only).map(([key, value]) => ({ text: KEY_WORDS[key as TotalKey], value })),
    ...months.map((value) => ({ text: 'Months', value })),
    ...(basis === undefined ? [] : [{ text: 'Basis', value: BASIS_WORDS[basis] ?? basis }]),
    { text: 'View', value: view === 'inventory' ? 'Inventory' : 'Whole life' },
  ];
}

/** The same as one sentence without its full stop. */
export function filtersText(question: TotalsQuery): string {
  return filtersView(question)
    .map(({ text, value }) => `${text}: ${value}`)
    .join('; ');
}

/** The two views of the totals, for a form. */
export function viewChoices(chosen: string) {
  return [
    { value: 'whole-life', text: 'Whole life', selected: chosen !== 'inventory' },
    { value: 'inventory', text: 'Inventory', selected: chosen === 'inventory' },
  ];
}
