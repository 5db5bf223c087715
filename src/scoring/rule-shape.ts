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
  return [...nameFaults(rule as Rule, folder, file), ...contentFaults(rule as Rule)];
}

function nameFaults({ id, version }: Rule, folder: string, file: string): string[] {
  const named = /^rule\.v(\d+)\.ts$/.exec(file)?.[1];
  return [
    ...(id === folder ? [] : [`The id is "${id}" but the folder is "${folder}": make them the same.`]),
    ...(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id) ? [] : [`The id "${id}" must be lower-case words joined by hyphens.`]),
    ...(Number.isSafeInteger(version) && version > 0 ? [] : ['The version must be a whole number from 1.']),
    ...(named === undefined || Number(named) === version
      ? []
      : [`The file is version ${named} but the rule says ${version}.`]),
  ];
}

function contentFaults({ references, questions, parameters, messages, trialParameters }: Rule): string[] {
  const isFitting = trialParameters === undefined || parameters.safeParse(trialParameters).success;
  return [
    ...(references.length > 0 ? [] : ['Give at least one reference.']),
    ...(Object.keys(questions).length > 0 ? [] : ['Read at least one question.']),
    ...Object.entries(parameters.shape).flatMap(([name, field]) =>
      describedAs(field) === undefined ? [`Describe the parameter "${name}".`] : [],
    ),
    ...Object.entries(messages).flatMap(([message, text]) =>
      /[.?!]$/.test(text) ? [] : [`Message "${message}" must be a whole sentence.`],
    ),
    ...(isFitting ? [] : ['The trial parameters do not fit the parameters.']),
  ];
}

function describedAs(field: unknown): string | undefined {
  return (field as { readonly description?: string }).description;
}
