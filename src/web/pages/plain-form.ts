import type { Request, Response } from 'express';
import { AppError } from '../../domain/errors.ts';
import type { FormField } from './award-forms.ts';
import { byField, type Crumb, field, goTo, type PageServices, type Section, showPage, toFormErrors } from './page.ts';

/** A form on a page of its own. */
export type PlainForm = {
  readonly title: string;
  readonly section: Section;
  readonly breadcrumbs: readonly Crumb[];
  readonly caption?: string;
  readonly intro: string;
  /** What is to be known before it is filled in. */
  readonly lines?: readonly string[];
  readonly fields: readonly FormField[];
  readonly revision: number;
  readonly action: string;
  readonly button: string;
  readonly back: string;
};

/** Shows a form, with what was sent where it was refused. */
export function showForm(
  services: Pick<PageServices, 'views' | 'assets'>,
  request: Request,
  response: Response,
  { fields, lines = [], ...form }: PlainForm,
  error?: unknown,
): void {
  const errors = toErrors(error, fields);
  const isSent = request.method === 'POST';
  const content = {
    ...form,
    lines,
    asked: fields.map((one) => ({ ...one, value: isSent ? field(request, one.name) : (one.value ?? '') })),
    errors,
    fieldErrors: byField(errors),
  };
  showPage(services, request, response, 'plain-form', content, errors.length === 0 ? 200 : 422);
}

/** Does what a form asks for and goes on to a page; a refusal is told beside the form. */
export async function answerForm(
  services: Pick<PageServices, 'views' | 'assets'>,
  request: Request,
  response: Response,
  form: PlainForm,
  act: () => Promise<{ readonly path: string; readonly done: string }>,
): Promise<void> {
  try {
    const { path, done } = await act();
    goTo(request, response, path, done);
  } catch (error) {
    if (!isTold(error)) throw error;
    showForm(services, request, response, form, error);
  }
}

/** What is told beside the form: also where the state is the reason, or what was named is not on record. */
function isTold(error: unknown): error is AppError {
  return error instanceof AppError && ['invalid-input', 'not-allowed-in-state', 'not-found'].includes(error.code);
}

function toErrors(error: unknown, fields: readonly FormField[]) {
  if (!isTold(error)) return [];
  const names = fields.map(({ name }) => name);
  return toFormErrors(new AppError('invalid-input', error.message, error.issues), names) ?? [];
}
