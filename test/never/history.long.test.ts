import { expect, it } from 'vitest';
import { verifyAudit } from '../../src/application/audit-queries.ts';
import { getAward } from '../../src/application/award-queries.ts';
import { awardProcurement } from '../../src/application/award-procurement.ts';
import { issueEdition } from '../../src/application/approve-procurement.ts';
import { redactExplanation } from '../../src/application/redact-explanation.ts';
import { startStandstill } from '../../src/application/start-standstill.ts';
import { ACCESS } from '../../src/web/api/access.ts';
import { APPROVAL_DAY, approvedEvaluation, APPROVER, SEEN, sendSummaries } from '../support/award.ts';
import { describeWithDatabases, type TestDatabase } from '../support/databases.ts';
import { JUDGED, OFFICER, REFERENCE, revisionOf } from '../support/evaluation.ts';
import type { TestPorts } from '../support/service-ports.ts';

const WHOLE_JOURNEY_MS = 180_000;

/** From the tender to the standstill, a clarification period closed and words withheld on the way. */
async function wholeJourney(database: TestDatabase): Promise<TestPorts> {
  const ports = await approvedEvaluation({ database });
  const reason = 'It tells how the bidder works';
  const [{ bid: first } = { bid: '' }] = (await getAward(ports, OFFICER, REFERENCE)).ranked;
  await redactExplanation(ports, OFFICER, REFERENCE, {
    ...(await revisionOf(ports)),
    bid: first,
    rule: JUDGED,
    reason,
  });
  await issueEdition(ports, APPROVER, REFERENCE, { ...(await revisionOf(ports)), reason, acknowledgement: SEEN });
  await sendSummaries(ports, APPROVAL_DAY);
  await awardProcurement(ports, OFFICER, REFERENCE, {
    ...(await revisionOf(ports)),
    winners: [{ bid: first }],
    reason: 'The most advantageous tender',
  });
  const notice = { noticeReference: '2027/S 000-000009', noticeDate: APPROVAL_DAY };
  await startStandstill(ports, OFFICER, REFERENCE, { ...(await revisionOf(ports)), ...notice });
  return ports;
}

/** The tables of record that a journey fills. */
const TABLES = [
  'facts_versions',
  'bids',
  'assessments',
  'audit_events',
  'files',
  'file_chunks',
  'evaluation_records',
  'clarification_entries',
  'award_steps',
];

/** A row like another one under a number of its own: what no trigger can tell from an honest one. */
const FORGED: readonly { readonly statement: string; readonly told: string }[] = [
  {
    statement: `insert into evaluation_records (organisation, procurement, sequence, kind, details)
      select organisation, procurement, 9999, kind, details from evaluation_records
      where kind = 'consensus' and sequence = (select max(sequence) from evaluation_records)`,
    told: 'evaluation record 9999 (consensus, under the name of Edith Navarro)',
  },
  {
    statement: `insert into clarification_entries (organisation, procurement, number, sequence, entry)
      select organisation, procurement, number, 99, entry from clarification_entries`,
    told: 'a step of clarification 1 (period-closed, under the name of Asha Okafor)',
  },
  {
    statement: `insert into award_steps (organisation, procurement, number, kind, details)
      select organisation, procurement, 99, kind, details from award_steps where kind = 'redaction'`,
    told: 'step 99 after the consensus (redaction, under the name of Asha Okafor)',
  },
  {
    statement: `insert into assessments (id, organisation, procurement, number, status, input_hash, record, details)
      select 'forged', organisation, procurement, 99, status, input_hash, record, details from assessments
      where number = 1`,
    told: 'assessment forged (draft)',
  },
  {
    statement: `insert into bids (organisation, procurement, reference, lot, version, status, supplier_scheme,
      supplier_identifier, bid, import_id, details)
      select organisation, procurement, reference, lot, 99, status, supplier_scheme, supplier_identifier,
      replace(bid, '"price":"', '"price":"1'), import_id, details from bids where reference = 'B1'`,
    told: 'version 99 of bid B1',
  },
  {
    statement: `insert into facts_versions (organisation, procurement, version, facts, details)
      select organisation, procurement, 2, facts, details from facts_versions`,
    told: 'version 2 of its published facts',
  },
];

/** The one row that lives on: what stands in it is compared with what cannot change. */
const UNDERNEATH: readonly { readonly statement: string; readonly told: string }[] = [
  {
    statement: `update procurements set facts = replace(facts, '"environment":"', '"environment":"1')`,
    told: 'its published facts as they stand',
  },
  {
    statement: `update procurements set details = replace(details, '"end-of-life":"', '"end-of-life":"1')`,
    told: 'its frozen rule set as it stands',
  },
  {
    statement: `update procurements set details = replace(details, '"kgCo2e":"', '"kgCo2e":"1')`,
    told: 'its conversion factors as they stand',
  },
  { statement: `update procurements set state = 'contracted'`, told: 'its state "contracted"' },
];

/*
 * Points 1, 2, 5 and 11 of what the product must never do, tried by who holds the database itself: nothing on record is
 * overwritten or removed, nor criteria, weights and scores replaced, without being refused or told.
 */
describeWithDatabases('the record of a whole journey', (makeDatabase, kind) => {
  it(
    'refuses every change and removal, and the audit names whatever is put beside or underneath it',
    async () => {
      const database = await makeDatabase();
      const ports = await wholeJourney(database);
      expect(await verifyAudit(ports, OFFICER)).toMatchObject({ holds: true });
      for (const table of TABLES) {
        const column = table === 'files' || table === 'file_chunks' ? 'sha256' : 'organisation';
        const refused = `${table} is a table of record: it refuses`;
        await expect(database.raw(`update ${table} set ${column} = ${column}`), table).rejects.toThrow(refused);
        await expect(database.raw(`delete from ${table}`), table).rejects.toThrow(refused);
        if (kind !== 'sqlite')
          await expect(database.raw(`truncate ${table} cascade`)).rejects.toThrow('table of record');
        else await expect(database.raw(`replace into ${table} select * from ${table}`), table).rejects.toThrow(refused);
      }
      expect(await verifyAudit(ports, OFFICER)).toMatchObject({ holds: true });

      for (const { statement, told } of [...FORGED, ...UNDERNEATH]) {
        await database.raw(statement);
        const { holds, sentence, strangers } = await verifyAudit(ports, OFFICER);
        expect(holds, statement).toBe(false);
        expect(strangers).toContain(`${REFERENCE}: no event tells of ${told}`);
        expect(sentence).toContain('The chain holds, but something is on record that it does not know.');
      }
    },
    WHOLE_JOURNEY_MS,
  );

  it(
    'is verified whole, and one byte changed in it is told by the name of its event',
    async () => {
      const database = await makeDatabase();
      const ports = await wholeJourney(database);
      const whole = await verifyAudit(ports, OFFICER);
      expect(whole.sentence).toBe(`The chain holds. ${whole.events} events follow from the first hash.`);
      await database.raw(
        kind === 'sqlite'
          ? 'drop trigger audit_events_no_update'
          : 'drop trigger audit_events_no_change on audit_events',
      );
      await database.raw(
        `update audit_events set event = replace(event, 'The most advantageous tender', 'The most advantageous Tender')`,
      );
      const { holds, firstBroken, sentence } = await verifyAudit(ports, OFFICER);
      expect(holds).toBe(false);
      expect(firstBroken?.event).toMatchObject({ action: 'procurement.awarded', actor: OFFICER.id });
      expect(sentence).toContain(`(procurement.awarded of procurement:${REFERENCE}, `);
    },
    WHOLE_JOURNEY_MS,
  );
});

it('no address of the interface removes or overwrites, and only the published facts are put anew, as a version', () => {
  const verbs = Object.keys(ACCESS).filter((key) => !/^(GET|POST) /.test(key));
  expect(verbs).toEqual(['PUT /procurements/{reference}/facts']);
});
