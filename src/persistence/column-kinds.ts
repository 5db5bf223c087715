/**
 * `text`; `number`, a whole number below 2^31; `whole`, a whole number of any size, which travels as text so that no
 * reader rounds it.
 */
export type ColumnKind = 'text' | 'number' | 'whole';
type Column = { readonly kind: ColumnKind; readonly says: string };

/** What a table holds and what its columns mean, for whoever reads an export without this software. */
export type TableDescription = { readonly holds: string; readonly columns: Readonly<Record<string, Column>> };

export const text = (says: string): Column => ({ kind: 'text', says });
export const number = (says: string): Column => ({ kind: 'number', says });
export const whole = (says: string): Column => ({ kind: 'whole', says });

export const organisation = text('The organisation whose record it is.');
