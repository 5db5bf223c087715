import type { Router } from 'express';
import { pageOfChanges } from '../../application/factor-queries.ts';
import { setKindOf } from '../../application/set-kinds.ts';
import { factorSetName } from '../../domain/conversion-factor.ts';
import type { FactorChange } from '../../domain/factor-difference.ts';
import { type DecimalText, roundHalfUp, toFraction } from '../../domain/quantity.ts';
import { factorSetPath } from '../paths.ts';
import { FACTOR_SETS, nextPage } from './factor-addresses.ts';
import { forPerson, pageRequest, type PageServices, param, query, showPage } from './page.ts';

const KIND_WORDS: Readonly<Record<FactorChange['kind'], string>> = {
  changed: 'Changed',
  added: 'Added',
  removed: 'Removed',
  renamed: 'Renamed',
  rounded: 'Only rounded',
};

/** What a set has that another has not, the largest change first. */
export function factorDifferencePage(router: Router, services: PageServices): void {
  const { useCases } = services;
  router.get(
    `${FACTOR_SETS.href}/:set/difference`,
    forPerson(async (person, request, response) => {
      const { from, to, difference, caution } = await useCases.compareFactorSets(
        person,
        param(request, 'set'),
        query(request, 'from'),
      );
      const { items, next } = pageOfChanges(difference, pageRequest(request));
      const sets = await useCases.listFactorSets(person);
      const path = factorSetPath(to.id);
      showPage(services, request, response, 'factor-difference', {
        title: 'What changed',
        section: 'factors',
        breadcrumbs: [FACTOR_SETS, { text: to.id, href: path }, { text: 'What changed' }],
        from,
        to,
        names: `${factorSetName(from)} to ${factorSetName(to)}`,
        row: setKindOf(to.kind).row,
        caution,
        path,
        counts: difference.counts,
        changes: items.map(toRow),
        next: next === undefined ? undefined : nextPage(request, next),
        others: sets
          .filter(({ id, kind }) => id !== to.id && kind === to.kind)
          .map((set) => ({ value: set.id, text: factorSetName(set), selected: set.id === from.id })),
      });
    }),
  );
}

function toRow(change: FactorChange) {
  return { ...change, word: KIND_WORDS[change.kind], percentText: percentText(change.percent) };
}

/** "+12.3%"; a change too small to be seen so is told as such. */
function percentText(percent: DecimalText | undefined): string {
  if (percent === undefined) return '';
  const value = toFraction(percent);
  const shown = roundHalfUp(value.abs(), 1);
  if (shown === '0.0') return 'less than 0.1%';
  return `${value.s < 0n ? '−' : '+'}${shown}%`;
}
