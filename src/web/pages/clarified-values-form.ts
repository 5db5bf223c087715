import type { Request } from 'express';
import type { Answer } from '../../domain/answer.ts';
import { type CarbonLine, type Stage, type Tier, TIERS } from '../../domain/bid.ts';
import type { ClarificationTopic, ClarifiedValues } from '../../domain/clarification.ts';
import { AppError } from '../../domain/errors.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { encodePointerPart, type Issue } from '../../domain/issue.ts';
import { readRows, rowField, rowFields } from './clarified-rows-form.ts';
import { field } from './page.ts';

/** The fields of the values of an answer: one group for each question asked about, for each stage, and for each list. */
export function valueFields(topic: ClarificationTopic): string[] {
  const { questions, stages } = topic;
  return [
    ...rowFields(topic),
    ...questions.flatMap((id) => [`value-${id}`, `document-${id}`, `place-${id}`]),
    ...stages.flatMap((stage) => LINE_FIELDS.map((name) => `${name}-${stage}`)),
  ];
}

const LINE_FIELDS = ['line', 'kg', 'tier', 'lineDocument', 'linePlace'] as const;

/** What the form says in values; undefined when it says none. */
export function readValues(request: Request, topic: ClarificationTopic, number: number): ClarifiedValues | undefined {
  const { questions, stages } = topic;
  const answers: Record<string, Answer> = {};
  const evidence: Record<string, Evidence> = {};
  for (const id of questions) {
    const value = field(request, `value-${id}`);
    const pointer = readPointer(request, `document-${id}`, `place-${id}`);
    const own = pointer === undefined ? {} : { evidence: pointer };
    if (value !== '') answers[id] = { state: 'given', value: toValue(value), ...own };
    else if (pointer !== undefined) evidence[id] = pointer;
  }
  const carbon = stages.flatMap((stage) => readLine(request, stage, number));
  const rows = readRows(request, topic, number, (document, place) => readPointer(request, document, place));
  const given = [answers, evidence, carbon, rows].flatMap((one) => Object.keys(one));
  return given.length === 0 ? undefined : { answers, carbon, evidence, ...rows };
}

function toValue(text: string): string | boolean {
  if (text === 'Yes') return true;
  return text === 'No' ? false : text;
}

/** A line of one stage; it takes the place of the line named, or is a new one. */
function readLine(request: Request, stage: Stage, number: number): CarbonLine[] {
  const [line, declaredKg, tier] = (['line', 'kg', 'tier'] as const).map((name) => field(request, `${name}-${stage}`));
  const pointer = readPointer(request, `lineDocument-${stage}`, `linePlace-${stage}`);
  if (`${line}${declaredKg}${tier}` === '' && pointer === undefined) return [];
  const known = TIERS.find((one): one is Tier => one === tier);
  return [
    {
      line: line === undefined || line === '' ? `C${number}-${stage}` : line,
      stage,
      declaredKg: declaredKg ?? '',
      ...(known === undefined ? {} : { tier: known }),
      ...(pointer === undefined ? {} : { evidence: pointer }),
    },
  ];
}

export function readPointer(request: Request, document: string, place: string): Evidence | undefined {
  const [name, page] = [field(request, document), field(request, place)];
  if (name === '' && page === '') return undefined;
  return { document: name, ...(page === '' ? {} : { page }) };
}

/** The failure with each fault of a value at its field of the form; any other failure as it is. */
export function atValueFields(error: unknown, topic: ClarificationTopic, values: ClarifiedValues | undefined): unknown {
  if (!(error instanceof AppError) || error.code !== 'invalid-input') return error;
  return new AppError(
    error.code,
    error.message,
    error.issues.map((issue) => atField(issue, topic, values)),
  );
}

function atField(issue: Issue, { questions }: ClarificationTopic, values: ClarifiedValues | undefined): Issue {
  const isIn = (part: string) => `${issue.pointer}/`.includes(part);
  const isPointer = isIn('/evidence/');
  const question = questions.find((id) => isIn(`/answers/${encodePointerPart(id)}/`) || isIn(`/evidence/${id}/`));
  if (question !== undefined) return { ...issue, pointer: `#/${isPointer ? 'document' : 'value'}-${question}` };
  const line = values?.carbon.find((one) => isIn(`/carbon/${encodePointerPart(one.line)}/`));
  if (line !== undefined) return { ...issue, pointer: `#/${isPointer ? 'lineDocument' : 'kg'}-${line.stage}` };
  const row = rowField(issue.pointer);
  if (row !== undefined) return { ...issue, pointer: `#/${row}` };
  return isPointer ? { ...issue, pointer: '#/document' } : issue;
}
