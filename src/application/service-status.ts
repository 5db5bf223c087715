import { ruleSetKey } from '../scoring/rule-set.ts';
import type { ServicePorts } from './ports.ts';
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
  /** The answer given to an earlier request of the same key. */
  findAnswer(key: string): Promise<KeptAnswer | undefined>;
  keepAnswer(key: string, answer: KeptAnswer): Promise<void>;
};

/** Binds the questions about the service itself to its ports. */
export function createServiceStatus(
  ports: Pick<ServicePorts, 'catalogue' | 'softwareVersion' | 'database' | 'clock'>,
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
    findAnswer: (key) => database.read((stores) => stores.answers.find(key)),
    keepAnswer: (key, { requestSha256, status, headers, body }) =>
      database.transaction((stores) => stores.answers.put(key, requestSha256, status, headers, body, clock())),
  };
}
