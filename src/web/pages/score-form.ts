import type { Request } from 'express';
import type { ItemView, ShownFact } from '../../application/evaluation-queries.ts';
import type { Judgement, Pointer } from '../../application/evaluation-records.ts';
import type { Answer } from '../../domain/answer.ts';
import { AppError } from '../../domain/errors.ts';
import { lineFormContent, readLines } from './line-form.ts';
import { field, fieldsOf, type FormError } from './page.ts';

/** What the form of an item gives: as the use cases take it. */
export type ScoreForm = {
  readonly judgement: Judgement;
  readonly reason: string;
  readonly pointers: readonly Pointer[];
};

/** The content of an item's form, by evaluators and by the moderator alike. Its faults are told by the use case. */
export function readScoreForm(request: Request, view: ItemView): ScoreForm {
  return {
    judgement:
      view.item.assessment === 'judgement'
        ? { kind: 'points', points: field(request, 'points') }
        : readFacts(request, view),
    reason: field(request, 'reason'),
    pointers: readPointers(request),
  };
}

/** Corrected answers, and carbon lines where any is corrected. */
function readFacts(request: Request, { facts, lines }: ItemView): Judgement {
  const carbon = readLines(request, lines);
  const corrections = readCorrections(request, facts);
  return { kind: 'facts', corrections, ...(Object.keys(carbon).length === 0 ? {} : { carbon }) };
}

function readCorrections(request: Request, facts: readonly ShownFact[]): Record<string, Answer | 'missing'> {
  const corrections: Record<string, Answer | 'missing'> = {};
  for (const { question, mayCorrect } of facts) {
    if (!mayCorrect) continue;
    const choice = field(request, `take-${question.id}`);
    if (choice === 'missing') corrections[question.id] = 'missing';
    if (choice === 'correct') {
      const text = field(request, `value-${question.id}`);
      const value = question.type === 'boolean' && ['yes', 'no'].includes(text) ? text === 'yes' : text;
      corrections[question.id] = { state: 'given', value };
    }
  }
  return corrections;
}

/** Pointers that were ticked, and the new ones that were filled in. */
function readPointers(request: Request): Pointer[] {
  const ticked = fieldsOf(request, 'pointer').map(parsePointer);
  const [document, page] = [field(request, 'document'), field(request, 'page')];
  const [sheet, cell] = [field(request, 'sheet'), field(request, 'cell').toUpperCase()];
  const question = field(request, 'nothing');
  return [
    ...ticked,
    ...(document === '' ? [] : [{ kind: 'document' as const, document, page }]),
    ...(sheet === '' && cell === '' ? [] : [{ kind: 'cell' as const, sheet, cell }]),
    ...(question === '' ? [] : [{ kind: 'nothing-submitted' as const, question }]),
  ];
}

function parsePointer(text: string): Pointer {
  const [kind, first = '', second = ''] = text.split('\n').map((part) => part.trim());
  if (kind === 'document') return { kind, document: first, page: second };
  if (kind === 'cell') return { kind, sheet: first, cell: second };
  if (kind === 'nothing-submitted') return { kind, question: first };
  throw new AppError('malformed', 'The form names a place in the bid that it did not offer.');
}

/** A pointer as the value of its tick box. */
function pointerValue(pointer: Pointer): string {
  if (pointer.kind === 'document') return `document\n${pointer.document}\n${pointer.page}`;
  if (pointer.kind === 'cell') return `cell\n${pointer.sheet}\n${pointer.cell}`;
  return `nothing-submitted\n${pointer.question}`;
}

/** "Plan.pdf, page 4". */
export function pointerText(pointer: Pointer): string {
  if (pointer.kind === 'document') {
    return `${pointer.document}, ${/^\d+$/.test(pointer.page) ? `page ${pointer.page}` : pointer.page}`;
  }
  if (pointer.kind === 'cell') return `Stored file, ${pointer.sheet}!${pointer.cell}`;
  return `Nothing submitted to "${pointer.question}"`;
}

/** The form as it is shown: what was sent where it was refused, else what is on record, else empty. */
export function scoreFormContent(view: ItemView, given: ScoreForm | undefined) {
  const pointers = given?.pointers ?? [];
  const offered = [
    ...new Map(
      [...view.suggested, ...view.others.flatMap((one) => one.pointers), ...pointers].map((one) => [
        pointerValue(one),
        one,
      ]),
    ).values(),
  ];
  const chosen = new Set(pointers.map(pointerValue));
  const judgement = given?.judgement;
  const corrections = judgement?.kind === 'facts' ? judgement.corrections : {};
  return {
    lines: lineFormContent(view, judgement?.kind === 'facts' ? (judgement.carbon ?? {}) : {}),
    points: judgement?.kind === 'points' ? judgement.points : '',
    reason: given?.reason ?? '',
    places: offered.map((one) => ({
      text: pointerText(one),
      value: pointerValue(one),
      checked: chosen.has(pointerValue(one)),
    })),
    corrections: Object.fromEntries(
      Object.entries(corrections).map(([id, answer]) => [
        id,
        answer === 'missing'
          ? { take: 'missing', value: '' }
          : { take: 'correct', value: answer.state === 'given' ? formValue(answer.value) : '' },
      ]),
    ),
  };
}

function formValue(value: boolean | string): string {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : value;
}

/** Fields of the form by the end of a fault's pointer. */
const FIELDS = ['points', 'reason', 'answersDissent', 'changeReason'];

/** The faults of the form for its error summary, or undefined when the failure is of another kind. */
export function scoreFormErrors(error: unknown): FormError[] | undefined {
  if (!(error instanceof AppError) || error.code !== 'invalid-input') return undefined;
  const issues = error.issues.length > 0 ? error.issues : [{ pointer: '#/reason', message: error.message }];
  return issues.map(({ pointer, message }) => {
    const about = fieldOf(pointer);
    return { text: message, href: `#${about}`, field: about };
  });
}

function fieldOf(pointer: string): string {
  const parts = pointer.split('/');
  if (parts.includes('pointers')) return 'places';
  if (parts.includes('carbon')) return 'line';
  const last = parts.at(-1) ?? '';
  if (parts.includes('corrections')) return `value-${last}`;
  return FIELDS.includes(last) ? last : 'reason';
}
