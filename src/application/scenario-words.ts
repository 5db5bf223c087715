import { dateText } from '../domain/plain-english.ts';
import type { ScenarioChange, ScenarioChangeKind } from '../domain/scenario.ts';

/** Stands on everything that shows a scenario. */
export const SCENARIO_MARK = 'Scenario, not the record';

/** Each kind of change in a few words, as a choice. */
export const CHANGE_KINDS: Readonly<Record<ScenarioChangeKind, string>> = {
  end: 'End a contract',
  renew: 'Renew a contract',
  swap: 'Swap a contract for another',
  volume: 'Change a volume',
  'supplier-cut': 'A supplier cuts its emissions',
  'grid-path': 'The electricity grid gets cleaner',
};

/** A change as a sentence. */
export function changeText(change: ScenarioChange): string {
  switch (change.kind) {
    case 'end':
      return `${change.contract ?? 'Every contract'} ends on ${dateText(change.on)}.`;
    case 'renew':
      return `${change.contract} is renewed until ${dateText(change.until)}, at the daily rate of its last year.`;
    case 'swap': {
      const until = change.until === undefined ? '' : ` until ${dateText(change.until)}`;
      return `“${change.title}” takes the place of ${change.contract} from ${dateText(change.on)}${until}, with ${change.tonnes} tCO₂e a year.`;
    }
    case 'volume':
      return `From ${change.from} the volume of ${change.contract ?? 'every contract'} is ${change.percent}% of the forecast.`;
    case 'supplier-cut':
      return `From ${change.from} ${change.supplier ?? 'every supplier'} emits ${change.percent}% less each year than the year before.`;
    case 'grid-path':
      return `From ${change.from} electricity emits ${change.percent}% less each year than the year before.`;
  }
}
