import type { EngagementStep } from '../domain/engagement.ts';
import { AppError, throwIfFaulty } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { ukDay } from '../domain/uk-day.ts';
import { appendEvent } from './append-event.ts';
import { requireReason, type Revision } from './change-procurement.ts';
import { readActions } from './engagement-queries.ts';
import { createFaultList } from './fault-list.ts';
import { fieldFault } from './field-fault.ts';
import { checkOwnership } from './open-engagement-action.ts';
import type { ServicePorts } from './ports.ts';
import { CARBON_KEEPERS, requireRole } from './roles.ts';

/** A note, another owner or date, or the end: done, or dropped with the reason. */
export type NextEngagementStep = Exclude<EngagementStep, { readonly kind: 'opened' }>;

/**
 * Takes a step in an open action. Throws AppError `not-found`, `not-allowed-in-state` once it is done or dropped,
 * `conflict` when it has another step than those the person saw, `invalid-input` with every fault.
 */
export async function takeEngagementStep(
  { database, clock }: ServicePorts,
  person: Person,
  number: number,
  { revision, step }: Revision & { readonly step: NextEngagementStep },
): Promise<void> {
  requireRole(person, ...CARBON_KEEPERS);
  const at = clock();
  const checked = checkStep(step, ukDay(at));
  await database.transaction(async (stores) => {
    const action = (await readActions(stores, person)).find((one) => one.number === number);
    if (action === undefined) throw new AppError('not-found', `There is no engagement action ${number}.`);
    if (action.state !== 'open') {
      const message = `Engagement action ${number} is ${action.state}: it takes no more steps. Open another action instead.`;
      throw new AppError('not-allowed-in-state', message);
    }
    if (action.revision !== revision) {
      const message = `Engagement action ${number} has changed since you read it: you saw ${revision} of its steps, it has ${action.revision}. Look at it again, then repeat what you wanted.`;
      throw new AppError('conflict', message);
    }
    const taken = { ...checked, by: person.id, byName: person.name, at };
    await stores.performance.addEngagement(person.organisation, {
      action: number,
      sequence: revision + 1,
      step: taken,
    });
    const data = taken.kind === 'reassigned' ? { owner: taken.owner, due_on: taken.dueOn } : {};
    await appendEvent(stores, person, at, {
      action: `engagement.${taken.kind}`,
      subject: `engagement:${number}`,
      data: { step: String(revision + 1), ...data },
    });
  });
}

function checkStep(step: NextEngagementStep, today: string): NextEngagementStep {
  switch (step.kind) {
    case 'noted':
      if (step.note.trim() === '') throw fieldFault('note', 'missing', 'Enter the note.');
      return { kind: 'noted', note: step.note.trim() };
    case 'reassigned': {
      const faults = createFaultList();
      checkOwnership(step, today, faults);
      throwIfFaulty('invalid-input', 'The step has faults. Nothing was recorded.', faults.issues);
      return { ...step, reason: requireReason(step.reason, 'why the owner or the date changes') };
    }
    case 'done':
      return { kind: 'done', reason: requireReason(step.reason, 'what came of it') };
    case 'dropped':
      return { kind: 'dropped', reason: requireReason(step.reason, 'why it is dropped') };
  }
}
