import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { type Catalogue, getRuleSet } from '../scoring/catalogue.ts';
import { findProfile, type RuleSet, ruleSetKey } from '../scoring/rule-set.ts';
import { getProcurementRecord } from './change-procurement.ts';
import { governingCatalogue } from './governing-catalogue.ts';
import type { MadeFile, ServicePorts, TemplateRequest } from './ports.ts';
import { READERS, requireRole } from './roles.ts';

export type TemplateChoice = {
  readonly kind: 'tender' | 'bid';
  /** `ict-net-zero-2030@2`, or `ict-net-zero-2030` for its newest version; absent for the newest there is. */
  readonly ruleSet?: string;
  readonly profile?: string;
  /** A procurement of the person's organisation: its rule set, profile and published facts are filled in. */
  readonly procurement?: string;
};

/**
 * A blank workbook. Templates hold published text only, so nobody needs a role; one for a procurement needs a person
 * of its organisation. Throws AppError `not-found` for an unknown rule set, profile or procurement.
 */
export async function templateFor(ports: ServicePorts, choice: TemplateChoice, person?: Person): Promise<MadeFile> {
  const request =
    choice.procurement === undefined
      ? toBlankRequest(ports.catalogue, choice)
      : await toProcurementRequest(ports, choice.kind, choice.procurement, person);
  const bytes = await ports.spreadsheets.writeTemplate(request);
  const subject = choice.procurement ?? `${ruleSetKey(request.ruleSet).replace('@', '-v')}-${request.profile}`;
  return { name: `${plainFileName(`${choice.kind}-template-${subject}`)}.xlsx`, bytes };
}

/** Every rule set with its profiles, newest first: what a template can be made for. */
export function templateChoices({ catalogue }: Pick<ServicePorts, 'catalogue'>) {
  return newestFirst(catalogue).map((ruleSet) => ({
    ruleSet: ruleSetKey(ruleSet),
    title: ruleSet.title,
    profiles: ruleSet.profiles.map(({ id, title }) => ({ id, title })),
  }));
}

function toBlankRequest(catalogue: Catalogue, { kind, ruleSet: wanted, profile }: TemplateChoice): TemplateRequest {
  const ruleSet = chooseRuleSet(catalogue, wanted);
  return { kind, ruleSet, profile: chooseProfile(ruleSet, profile) };
}

async function toProcurementRequest(
  ports: ServicePorts,
  kind: TemplateRequest['kind'],
  reference: string,
  person: Person | undefined,
): Promise<TemplateRequest> {
  if (person === undefined) throw new AppError('not-signed-in', `Say who you are to get the template of ${reference}.`);
  requireRole(person, ...READERS);
  const { record, catalogue } = await ports.database.read(async (stores) => {
    const found = await getProcurementRecord(stores, person, reference);
    return { record: found, catalogue: await governingCatalogue(ports.catalogue, stores, found) };
  });
  const { facts } = record;
  const ruleSet = getRuleSet(catalogue, facts.ruleSet);
  const { emissionFactors } = catalogue.referenceData;
  return { kind, ruleSet, profile: chooseProfile(ruleSet, facts.profile), procurement: facts, emissionFactors };
}

function chooseRuleSet(catalogue: Catalogue, wanted: string | undefined): RuleSet {
  if (wanted?.includes('@') === true) return getRuleSet(catalogue, wanted);
  const found = newestFirst(catalogue).find(({ id }) => wanted === undefined || id === wanted);
  return found ?? getRuleSet(catalogue, wanted ?? '');
}

function newestFirst({ ruleSets }: Catalogue): RuleSet[] {
  return ruleSets.toSorted((a, b) => (a.id === b.id ? b.version - a.version : a.id < b.id ? -1 : 1));
}

function chooseProfile(ruleSet: RuleSet, wanted: string | undefined): string {
  const name = wanted ?? ruleSet.profiles[0]?.id ?? '';
  const profile = findProfile(ruleSet, name);
  if (profile !== undefined) return profile.id;
  const known = ruleSet.profiles.map(({ id }) => id).join(', ');
  throw new AppError('not-found', `${ruleSetKey(ruleSet)} has no profile "${name}". Its profiles: ${known}.`);
}

/** A file name of plain characters, whatever a reference holds. */
export function plainFileName(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_.-]+/g, '-');
}
