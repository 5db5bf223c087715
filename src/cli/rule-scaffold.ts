import { join, relative } from 'node:path';
import type { MadeFile } from '../application/ports.ts';
import { README_HEADINGS } from '../scoring/rule-shape.ts';

/** The three files of a new rule. They load, take part with weight 0, and one case fails. */
export function scaffoldRule(id: string, folder: string): MadeFile[] {
  const kit = relative(folder, join(import.meta.dirname, '..', 'scoring', 'rule-kit.ts'));
  return [
    { name: 'rule.ts', bytes: toBytes(ruleFile(id, kit.startsWith('.') ? kit : `./${kit}`)) },
    { name: 'cases.json', bytes: toBytes(`${JSON.stringify(cases(id), undefined, 2)}\n`) },
    { name: 'README.md', bytes: toBytes(readme(id)) },
  ];
}

function ruleFile(id: string, kit: string): string {
  return `import type { RuleKit } from '${kit}';

export default ({ defineRule, bands, question, z, decimal }: RuleKit) =>
  defineRule({
    id: '${id}',
    version: 1,
    kind: 'criterion',
    subject: 'bid',
    assessment: 'facts',
    title: '${toTitle(id)}',
    contractLink: 'Say how this relates to what is bought.',
    references: [{ title: 'Say where this comes from', url: 'https://example.org/', inForce: { from: '2026-01-01' } }],
    questions: {
      share: question({
        id: '${id}-share',
        type: 'percent',
        unit: '%',
        about: 'bid',
        source: 'answer',
        answeredBy: 'bidder',
        better: 'more',
        minimum: '0',
        maximum: '100',
        text: 'What share of what you offer meets the aim of ${id}?',
        hint: 'Say how the share is counted.',
      }),
    },
    parameters: z.strictObject({
      share5: decimal('Share that earns 5 points, percent.'),
      share3: decimal('Share that earns 3 points, percent.'),
    }),
    // Used until a rule set names this rule and gives its own.
    trialParameters: { share5: '80', share3: '40' },
    messages: {
      'share-5': 'At least {{share5}}%.',
      'share-3': 'At least {{share3}}%.',
      'below-every-band': 'The share reaches no band.',
      'nothing-submitted': 'Nothing was submitted on ${id}.',
    },
    method: bands(
      [
        { points: 5, message: 'share-5', all: [{ of: 'share', atLeast: 'share5' }] },
        { points: 3, message: 'share-3', all: [{ of: 'share', atLeast: 'share3' }] },
      ],
      { otherwise: 'below-every-band', nothingSubmitted: 'nothing-submitted' },
    ),
  });
`;
}

/** Below, at and above each threshold, nothing submitted, and one case whose expectation is wrong on purpose. */
function cases(id: string) {
  const at = (share: string, points: string, message: string) => ({
    name: `a share of ${share}% earns ${points} points`,
    answers: { [`${id}-share`]: share },
    expected: { status: 'scored', points, messages: [message] },
  });
  return {
    parameters: { share5: '80', share3: '40' },
    cases: [
      at('81', '5', 'share-5'),
      at('80', '5', 'share-5'),
      at('79.9', '3', 'share-3'),
      at('40', '3', 'share-3'),
      at('39.9', '0', 'below-every-band'),
      {
        name: 'nothing submitted is not assessed',
        answers: {},
        expected: { status: 'not-assessed', messages: ['nothing-submitted'] },
      },
      { ...at('100', '4', 'share-5'), name: 'REPLACE ME: this case fails until the rule says what it is for' },
    ],
  };
}

function readme(id: string): string {
  const texts: Readonly<Record<(typeof README_HEADINGS)[number], string>> = {
    Why: 'Say what this is for and why it matters to the contract.',
    Method: 'Bands, read from the top; the first that is met gives the points. Nothing submitted is not assessed.',
    Questions: `- \`${id}-share\`: answered by the bidder, in percent.`,
    Parameters: '- `share5`: share that earns 5 points, percent.\n- `share3`: share that earns 3 points, percent.',
    Messages:
      '- `share-5`, `share-3`: the band that is met.\n- `below-every-band`: no band is met.\n- `nothing-submitted`: no answer.',
    Exclusions: 'Say what the rule does not look at.',
    Assumptions: 'Say what is taken for granted.',
    References: '- Say where this comes from: https://example.org/',
    Example: `\`\`\`json\n{ "answers": { "${id}-share": "80" }, "expected": { "status": "scored", "points": "5" } }\n\`\`\``,
  };
  return `# ${toTitle(id)}\n\n${README_HEADINGS.map((heading) => `## ${heading}\n\n${texts[heading]}\n`).join('\n')}`;
}

function toTitle(id: string): string {
  const words = id.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function toBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
