import { type Agreement, FEWEST_UNITS, krippendorffAlpha, quadraticKappa } from '../domain/agreement.ts';
import type { Person } from '../domain/person.ts';
import type { Fraction } from '../domain/quantity.ts';
import { bidNamesFor } from './bid-names.ts';
import { getProcurementRecord, requireState } from './change-procurement.ts';
import type { Comparison } from './compare-judgements.ts';
import { AFTER_CLOSING, isPanel, requireCleared } from './evaluation-access.ts';
import { againText, type NamedItem, named } from './evaluation-queries.ts';
import { type ItemState, itemStates, missingForModeration } from './moderation-state.ts';
import type { ServicePorts } from './ports.ts';
import { type Evaluation, foundBy, readEvaluation } from './read-evaluation.ts';
import { recordLook } from './record-look.ts';
import type { ProcurementRecord } from './records.ts';
import { MODERATION_READERS, requireRole } from './roles.ts';
import { sameFactWarnings, scoreWarnings, type Warning } from './score-warnings.ts';

export type ModerationItem = NamedItem &
  Comparison & {
    readonly state: 'waiting' | 'to-moderate' | 'undisputed' | 'agreed';
    readonly waitingFor: readonly string[];
    /** What each evaluator found, by name. */
    readonly found: readonly { readonly by: string; readonly text: string }[];
    readonly agreed?: string;
    /** Why what was found before is to be verified again, where it is. */
    readonly again?: string;
  };

/** How much the evaluators agree over the whole panel: a diagnosis, never a result. */
export type PanelAgreement = {
  /** Ordinal alpha of Krippendorff over the criteria of all bids. */
  readonly alpha: Fraction;
  readonly units: number;
  readonly noVariation: boolean;
  /** Where there are two evaluators. */
  readonly quadraticKappa?: Fraction;
  readonly reading: string;
};

export type ModerationView = {
  readonly record: ProcurementRecord;
  readonly blind: boolean;
  readonly items: readonly ModerationItem[];
  readonly agreement?: PanelAgreement;
  readonly warnings: readonly Warning[];
  readonly missing: readonly string[];
};

/**
 * Where moderation stands: each item with what evaluators have locked, what must be discussed and what is agreed. For
 * the moderator after declaring, for officers and auditors. Evaluators see others' records item by item.
 */
export async function getModeration(ports: ServicePorts, person: Person, reference: string): Promise<ModerationView> {
  requireRole(person, ...MODERATION_READERS);
  const view = await ports.database.read(async (stores) => {
    const record = await getProcurementRecord(stores, person, reference);
    const records = await stores.evaluation.records(person.organisation, reference);
    if (isPanel(person)) requireCleared(records, person, reference);
    requireState(record, AFTER_CLOSING.slice(1), 'moderation is shown');
    return toView(await readEvaluation(ports, stores, record), person);
  });
  await recordLook(ports, person, reference, 'moderation');
  return view;
}

function toView(evaluation: Evaluation, person: Person): ModerationView {
  const names = bidNamesFor(evaluation, person);
  const states = itemStates(evaluation);
  const agreed = states.flatMap(({ item, consensus }) =>
    consensus === undefined ? [] : [{ item, judgement: consensus.judgement, reason: consensus.reason }],
  );
  const agreement = panelAgreement(evaluation, states);
  return {
    record: evaluation.record,
    blind: names.blind,
    items: states.map((state): ModerationItem => {
      const { item, consensus, individuals, waitingFor, dissent, mustModerate, again } = state;
      return {
        ...named(item, names),
        dissent,
        mustModerate,
        state: stateOf(state),
        waitingFor: waitingFor.map(({ personName }) => personName),
        found: individuals.map(({ byName: by, judgement }) => ({
          by,
          text: foundBy(evaluation, item, judgement).text,
        })),
        ...(consensus === undefined ? {} : { agreed: foundBy(evaluation, item, consensus.judgement).text }),
        ...(again === undefined ? {} : { again: againText(item, names) ?? again }),
      };
    }),
    ...(agreement === undefined ? {} : { agreement }),
    warnings: [
      ...agreed.flatMap(({ item, ...content }) => scoreWarnings(item, content, names)),
      ...sameFactWarnings(agreed, names),
    ],
    missing: missingForModeration(evaluation, states, names.shown),
  };
}

function stateOf({ consensus, waitingFor, dissent }: ItemState): ModerationItem['state'] {
  if (consensus !== undefined) return 'agreed';
  if (waitingFor.length > 0) return 'waiting';
  return dissent ? 'to-moderate' : 'undisputed';
}

/** Units are the criteria of all bids; what each evaluator found there in points. */
function panelAgreement(evaluation: Evaluation, states: readonly ItemState[]): PanelAgreement | undefined {
  const criteria = states.filter(({ item }) => item.kind === 'criterion');
  const people = [...new Set(criteria.flatMap(({ individuals }) => individuals.map(({ by }) => by)))];
  const units = criteria.map(({ item, individuals }) =>
    people.map((id) => {
      const own = individuals.find(({ by }) => by === id);
      return own === undefined ? undefined : foundBy(evaluation, item, own.judgement).points;
    }),
  );
  const found = krippendorffAlpha(units, 'ordinal');
  if (found === undefined) return undefined;
  const kappa = people.length === 2 ? quadraticKappa(units.map(([a, b]) => [a, b])) : undefined;
  return { ...found, ...(kappa === undefined ? {} : { quadraticKappa: kappa }), reading: readingOf(found) };
}

/** Bands after Krippendorff: 0.8 and above reliable, from 0.667 tentative, below that the panel is briefed again. */
function readingOf({ alpha, units, noVariation }: Agreement): string {
  const few = units < FEWEST_UNITS ? ` Fewer than ${FEWEST_UNITS} units: it says little.` : '';
  if (noVariation) return `Everybody gave the same everywhere: no variation.${few}`;
  const band = alpha.gte('0.8')
    ? 'Reliable agreement.'
    : alpha.gte('0.667')
      ? 'Tentative agreement.'
      : 'Weak agreement: brief the panel again on the published scale, and discuss every item.';
  return `${band}${few}`;
}
