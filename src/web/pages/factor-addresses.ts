import type { Request } from 'express';
import { query } from './page.ts';

export const FACTOR_SETS = { text: 'Conversion factors', href: '/conversion-factor-sets' };

/** The address of the next slice, with what is looked for. */
export function nextPage(request: Request, after: string): string {
  const address = new URLSearchParams();
  for (const name of ['q', 'unit', 'from']) {
    const value = query(request, name);
    if (value !== undefined) address.set(name, value);
  }
  address.set('after', after);
  return `?${address.toString()}`;
}
