import type { Rule } from './rule.ts';
import { README_HEADINGS } from './rule-shape.ts';

/** The worked example of a rule's README: the JSON of the first fenced block under its heading. */
export function readmeExample(readme: string): string | undefined {
  return /^```json\n([\s\S]*?)^```$/m.exec(sectionsOf(readme).get('Example') ?? '')?.[1];
}

/**
 * What a rule's README lacks, one sentence a fault: its headings in their order, and every question, parameter,
 * message and reference of the rule named under its heading.
 */
export function checkRuleReadme(rule: Rule, readme: string): string[] {
  const sections = sectionsOf(readme);
  const headings = [...sections.keys()];
  const faults =
    headings.join() === README_HEADINGS.join()
      ? []
      : [`The headings must be ${README_HEADINGS.join(', ')}, in that order.`];
  for (const [heading, text] of sections) {
    if (text.trim() === '') faults.push(`Write something under ${heading}.`);
  }
  return [
    ...faults,
    ...missing(
      sections,
      'Questions',
      Object.values(rule.questions).map(({ id }) => `\`${id}\``),
    ),
    ...missing(
      sections,
      'Parameters',
      Object.keys(rule.parameters.shape).map((name) => `\`${name}\``),
    ),
    ...missing(
      sections,
      'Messages',
      Object.keys(rule.messages).map((message) => `\`${message}\``),
    ),
    ...missing(
      sections,
      'References',
      rule.references.map(({ url }) => url),
    ),
    ...(readmeExample(readme) === undefined ? ['Give an example as a fenced block of JSON under Example.'] : []),
  ];
}

function missing(sections: ReadonlyMap<string, string>, heading: string, names: readonly string[]): string[] {
  const text = sections.get(heading) ?? '';
  return names.filter((name) => !text.includes(name)).map((name) => `Name ${name} under ${heading}.`);
}

function sectionsOf(readme: string): Map<string, string> {
  const [, ...parts] = readme.split(/^## /m);
  return new Map(
    parts.map((part) => {
      const end = part.indexOf('\n');
      return end === -1 ? [part.trim(), ''] : [part.slice(0, end).trim(), part.slice(end + 1)];
    }),
  );
}
