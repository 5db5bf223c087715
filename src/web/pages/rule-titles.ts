import type { PageServices } from './page.ts';

/** What each rule is called, by id; the newest version says it. */
export function ruleTitles({ useCases }: Pick<PageServices, 'useCases'>): ReadonlyMap<string, string> {
  return new Map(useCases.listRules().map(({ rule }) => [rule.id, rule.title]));
}
