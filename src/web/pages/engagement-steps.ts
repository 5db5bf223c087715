import type { EngagementView } from '../../application/engagement-queries.ts';
import type { NextEngagementStep } from '../../application/take-engagement-step.ts';
import type { TakenStep } from '../../domain/engagement.ts';
import type { Person } from '../../domain/person.ts';
import { dateText } from '../../domain/plain-english.ts';
import type { FormField } from './award-forms.ts';

/** A step that can be taken in an open action: its page, what it asks, and the step it makes. */
export type StepForm = {
  readonly path: string;
  readonly title: string;
  readonly intro: string;
  readonly button: string;
  readonly done: string;
  readonly fields: (action: EngagementView, owners: NonNullable<FormField['options']>) => readonly FormField[];
  readonly toStep: (value: (name: string) => string, people: readonly Person[]) => NextEngagementStep;
};

const reason = (label: string): FormField => ({ name: 'reason', kind: 'long-text', label });

export const STEP_FORMS: readonly StepForm[] = [
  {
    path: 'note',
    title: 'Add a note',
    intro: 'Notes are dated and stay as they are. The supplier does not see them.',
    button: 'Add the note',
    done: 'The note is on record.',
    fields: () => [{ name: 'note', kind: 'long-text', label: 'Note' }],
    toStep: (value) => ({ kind: 'noted', note: value('note') }),
  },
  {
    path: 'reassign',
    title: 'Change the owner or the date',
    intro: 'Who saw to it before, and by when, stays on record.',
    button: 'Change',
    done: 'The owner and date are changed.',
    fields: ({ owner, dueOn }, owners) => [
      { name: 'owner', kind: 'choice', label: 'Who sees to it?', options: owners, value: owner },
      { name: 'dueOn', kind: 'date', label: 'By when?', value: dueOn },
      reason('Why does it change?'),
    ],
    toStep: (value, people) => ({
      kind: 'reassigned',
      owner: value('owner'),
      ownerName: people.find(({ id }) => id === value('owner'))?.name ?? '',
      dueOn: value('dueOn'),
      reason: value('reason'),
    }),
  },
  {
    path: 'done',
    title: 'Record it as done',
    intro: 'The action then takes no more steps.',
    button: 'It is done',
    done: 'The action is done.',
    fields: () => [reason('What came of it?')],
    toStep: (value) => ({ kind: 'done', reason: value('reason') }),
  },
  {
    path: 'drop',
    title: 'Drop it',
    intro: 'The action then takes no more steps, and stays on record with the reason.',
    button: 'Drop it',
    done: 'The action is dropped.',
    fields: () => [reason('Why is it dropped?')],
    toStep: (value) => ({ kind: 'dropped', reason: value('reason') }),
  },
];

/** What a step says, for the list of steps. */
export function stepText(step: TakenStep): { readonly title: string; readonly text: string } {
  switch (step.kind) {
    case 'opened':
      return { title: 'Opened', text: `For ${step.ownerName}, due on ${dateText(step.dueOn)}.` };
    case 'noted':
      return { title: 'Note', text: step.note };
    case 'reassigned':
      return { title: `To ${step.ownerName}, due on ${dateText(step.dueOn)}`, text: step.reason };
    case 'done':
      return { title: 'Done', text: step.reason };
    case 'dropped':
      return { title: 'Dropped', text: step.reason };
  }
}
