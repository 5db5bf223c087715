import type { Rule } from './rule.ts';

/** The headings of a rule's README, in this order. */
export const README_HEADINGS = [
  'Why',
  'Method',
  'Questions',
  'Parameters',
  'Messages',
  'Exclusions',
  'Assumptions',
  'References',
  'Example',
] as const;

/** What is wrong with a rule as it was loaded: one sentence a fault, each with what to do. */
export function checkRuleShape(rule: unknown, folder: string, file: string): string[] {
  if (typeof rule !== 'object' || rule === null || !('prepare' in rule)) {
    return ['Return what `defineRule` returns.'];
  }
  const { id, version, references, questions, parameters, messages, trialParameters } = rule as Rule;
  const faults: string[] = [];
  if (id !== folder) faults.push(`The id is "${id}" but the folder is "${folder}": make them the same.`);
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) faults.push(`The id "${id}" must be lower-case words joined by hyphens.`);
  if (!Number.isSafeInteger(version) || version < 1) faults.push('The version must be a whole number from 1.');
  const named = /^rule\.v(\d+)\.ts$/.exec(file)?.[1];
  if (named !== undefined && Number(named) !== version)
    faults.push(`The file is version ${named} but the rule says ${version}.`);
  if (references.length === 0) faults.push('Give at least one reference.');
  if (Object.keys(questions).length === 0) faults.push('Read at least one question.');
  for (const [name, field] of Object.entries(parameters.shape)) {
    if (describedAs(field) === undefined) faults.push(`Describe the parameter "${name}".`);
  }
  for (const [message, text] of Object.entries(messages)) {
    if (!/[.?!]$/.test(text)) faults.push(`Message "${message}" must be a whole sentence.`);
  }
  if (trialParameters !== undefined && !parameters.safeParse(trialParameters).success) {
    faults.push('The trial parameters do not fit the parameters.');
  }
  return faults;
}

function describedAs(field: unknown): string | undefined {
  return (field as { readonly description?: string }).description;
}
