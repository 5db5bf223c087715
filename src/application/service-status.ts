import { ruleSetKey } from '../scoring/rule-set.ts';
import { factorRegister } from './factor-register.ts';
import type { ServicePorts } from './ports.ts';
import { setsInForce } from './sets-in-force.ts';
import type { Stores } from './stores.ts';

/** What is running: the code, the rule sets and the sets of conversion factors it knows. */
export type Versions = {
  readonly software: string;
  readonly ruleSets: readonly string[];
  readonly factorSets: readonly string[];
};

type KeptAnswer = NonNullable<Awaited<ReturnType<Stores['answers']['find']>>>;

/** What an edge asks about the service itself, for nobody in particular. */
export type ServiceStatus = {
  /** Throws when the database does not answer. */
  ready(): Promise<void>;
  versions(): Versions;
  /** The ids of the sets that are used now: of each year the conversion factors, then multipliers and carbon values. */
  setsInForce(): Promise<string[]>;
  /** The answer given to an earlier request of the same key. */
  findAnswer(key: string): Promise<KeptAnswer | undefined>;
  keepAnswer(key: string, answer: KeptAnswer): Promise<void>;
};

/** Binds the questions about the service itself to its ports, and to the organisation that it serves. */
export function createServiceStatus(
  ports: Pick<ServicePorts, 'catalogue' | 'softwareVersion' | 'database' | 'clock'>,
  organisation: string,
): ServiceStatus {
  const { catalogue, softwareVersion, database, clock } = ports;
  const versions: Versions = {
    software: softwareVersion,
    ruleSets: catalogue.ruleSets.map(ruleSetKey),
    factorSets: [...new Set(catalogue.referenceData.emissionFactors.map(({ set }) => set))].sort(),
  };
  return {
    ready: () => database.ping(),
    versions: () => versions,
    setsInForce: () =>
      database.read(async (stores) => {
        const sets = await factorRegister({ catalogue }, stores, organisation).sets();
        return setsInForce(sets).map(({ id }) => id);
      }),
    findAnswer: (key) => database.read((stores) => stores.answers.find(key)),
    keepAnswer: (key, { requestSha256, status, headers, body }) =>
      database.transaction((stores) => stores.answers.put(key, requestSha256, status, headers, body, clock())),
  };
}
