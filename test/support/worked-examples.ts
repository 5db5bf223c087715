import { readSharedJson } from './shared-data.ts';

/** A worked example: what goes in, what must come out, and by how much it may differ. */
export type WorkedExample<I, E> = {
  readonly id: string;
  readonly topic: string;
  readonly inputs: I;
  readonly expected: E;
  readonly tolerance: number;
};

type ExampleFile = { readonly cases: readonly WorkedExample<unknown, unknown>[] };

const FILES = {
  own: 'method-examples/own.json',
  published: 'method-examples/published.json',
  checks: 'method-examples/checks.json',
  carbon: 'carbon-examples/cases.json',
} as const;

/** All cases of a file. */
export function workedExamples<I, E>(file: keyof typeof FILES): WorkedExample<I, E>[] {
  const { cases } = readSharedJson('data', ...FILES[file].split('/')) as ExampleFile;
  return cases as WorkedExample<I, E>[];
}

/** One case by id. Throws when the file has no such case. */
export function workedExample<I, E>(file: keyof typeof FILES, id: string): WorkedExample<I, E> {
  const found = workedExamples<I, E>(file).find((one) => one.id === id);
  if (found === undefined) throw new Error(`No worked example "${id}" in ${FILES[file]}`);
  return found;
}
