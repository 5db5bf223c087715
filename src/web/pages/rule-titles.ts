import type { PageServices } from './page.ts';

/** What each rule is called, by `end-of-life@1`, and by `end-of-life` what its newest version is called. */
export function ruleTitles({ useCases }: Pick<PageServices, 'useCases'>): ReadonlyMap<string, string> {
  return new Map(
    useCases
      .listRules()
      .flatMap(({ rule, key, superseded }): [string, string][] => [
        [key, rule.title],
        ...(superseded ? [] : [[rule.id, rule.title] as [string, string]]),
      ]),
  );
}
