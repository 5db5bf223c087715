import { z } from 'zod';
import type { UseCases } from '../application/use-cases.ts';
import { AppError } from '../domain/errors.ts';
import { counted } from '../domain/plain-english.ts';
import type { Person } from '../domain/person.ts';
import { type Scenario, scenarioChangeSchema } from '../domain/scenario.ts';
import { changeText } from '../application/scenario-words.ts';
import { visibleText } from '../domain/visible-text.ts';
import { ACTS_AS, type Command, type CommandInput, personOf, textOption } from './command.ts';
import { readJsonFile } from './read-json-file.ts';

const TEXT = { type: 'string' } as const;

/** What one call has to work with. */
type Call = { readonly useCases: UseCases; readonly person: Person; readonly input: CommandInput };
type Said = { readonly text: string; readonly json: unknown };

export const scenario: Command = {
  name: 'scenario',
  usage: 'list|show|save [NAME] [--changes FILE.json] [--reason TEXT] [--as PERSON] [--json]',
  does: 'what might be, beside the record: named changes to the forecast of contracts, kept in versions',
  details: [
    'list',
    'show NAME: its changes and versions; `trajectory --scenario NAME` draws its line',
    'save NAME --changes FILE.json --reason TEXT: a new scenario, or a new version of one',
    'The file holds a list of changes:',
    '  {"kind": "end", "contract": "C1", "on": "2028-03-31"}; without a contract, of all',
    '  {"kind": "renew", "contract": "C1", "until": "2031-03-31"}',
    '  {"kind": "swap", "contract": "C1", "on": "2028-04-01", "title": "Shared cloud", "tonnes": "12.5"}',
    '  {"kind": "volume", "contract": "C1", "from": "2027/28", "percent": "80"}; without a contract, of all',
    '  {"kind": "supplier-cut", "supplier": "NAME", "from": "2027/28", "percent": "5"}; less each year',
    '  {"kind": "grid-path", "from": "2027/28", "percent": "10"}; less each year, of what is electricity',
  ],
  options: { changes: TEXT, reason: TEXT, ...ACTS_AS },
  positionals: [1, 2],
  async run(input, context) {
    const act = ACTIONS.get(input.positionals[0] ?? '');
    if (act === undefined) throw new AppError('wrong-usage', `Usage: scorer scenario ${scenario.usage}`);
    const person = personOf(input, context, 'sustainability');
    await context.onRecord(async (useCases) => {
      const { text, json } = await act({ useCases, person, input });
      context.terminal.out(input.options['json'] === true ? JSON.stringify(json, undefined, 2) : text);
    });
    return 0;
  },
};

const ACTIONS: ReadonlyMap<string, (call: Call) => Promise<Said>> = new Map([
  ['list', list],
  ['show', show],
  ['save', save],
]);

async function list({ useCases, person }: Call): Promise<Said> {
  const all = await useCases.listScenarios(person);
  const lines = all.map(({ name, version, changes }) =>
    visibleText(`${name}: version ${version}, ${counted(changes.length, 'change')}`),
  );
  return { text: lines.length === 0 ? 'No scenario has been saved yet.' : lines.join('\n'), json: all };
}

async function show({ useCases, person, input }: Call): Promise<Said> {
  const { latest, versions } = await useCases.getScenario(person, nameOf(input));
  const text = [
    `SCENARIO, NOT THE RECORD: ${latest.name}, version ${latest.version}`,
    ...(latest.changes.length === 0 ? ['No change: it is as the record.'] : latest.changes.map(changeText)),
    'Versions:',
    ...versions.map(({ version, reason, byName, at }) => `  ${version}. ${at} ${byName}: ${reason}`),
  ].map(visibleText);
  return { text: text.join('\n'), json: { ...latest, versions } };
}

async function save({ useCases, person, input }: Call): Promise<Said> {
  const name = nameOf(input);
  const [file, reason] = [needed(input, 'changes'), needed(input, 'reason')];
  const changes = await readJsonFile(file, z.array(scenarioChangeSchema));
  const known = (await useCases.listScenarios(person)).find((one) => one.name === name);
  const version = known === undefined ? {} : { version: known.version };
  const saved: Scenario = await useCases.saveScenario(person, { name, reason, changes, ...version });
  const isSame = saved.version === known?.version;
  const text = isSame
    ? `"${name}" says this already: version ${saved.version} stays the latest.`
    : `Saved "${name}", version ${saved.version}. See its line: scorer trajectory --scenario "${name}"`;
  return { text: visibleText(text), json: saved };
}

function nameOf(input: CommandInput): string {
  const [action, name] = input.positionals;
  if (name !== undefined) return name;
  throw new AppError('wrong-usage', `${action} needs the NAME of the scenario.`);
}

function needed(input: CommandInput, name: string): string {
  const value = textOption(input, name);
  if (value !== undefined) return value;
  throw new AppError('wrong-usage', `${input.positionals[0]} needs --${name}.`);
}
