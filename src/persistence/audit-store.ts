import { type AuditEvent, type ChainedEvent, firstHash, nextHash } from '../domain/audit-event.ts';
import type { Stores } from '../application/stores.ts';
import { pageOf } from './paging.ts';
import { type AuditRow, type OrganisationRow, toChainedEvent, toNumber } from './rows.ts';
import { ensureOrganisation, locked, type Session } from './session.ts';

const EVENTS_AT_ONCE = 500;

export function createAuditStore(session: Session): Stores['audit'] {
  const { database } = session;
  const organisations = () => database<OrganisationRow>('organisations');
  const events = () => database<AuditRow>('audit_events');

  return {
    async append(given) {
      const { organisation } = given;
      await ensureOrganisation(session, organisation);
      // From here to the end of the transaction nobody else appends to this chain.
      const end = (await locked(organisations().where({ id: organisation }), session).first()) as OrganisationRow;
      const seq = toNumber(end.auditSeq) + 1;
      const event: AuditEvent = { ...given, seq: String(seq) };
      const hash = nextHash(end.auditHash, event);
      await events().insert({ organisation, seq, event: JSON.stringify(event), hash });
      await organisations().where({ id: organisation }).update({ auditSeq: seq, auditHash: hash });
      return { event, hash };
    },
    list: (organisation, page) =>
      pageOf<AuditRow, ChainedEvent>(events().where({ organisation }), ['seq', 'hash'], page, toChainedEvent),
    async *chain(organisation) {
      for (let seq = 0; ; ) {
        const rows = await events()
          .where({ organisation })
          .andWhere('seq', '>', seq)
          .orderBy('seq')
          .limit(EVENTS_AT_ONCE);
        yield* rows.map(toChainedEvent);
        const last = rows.at(-1);
        if (last === undefined || rows.length < EVENTS_AT_ONCE) return;
        seq = toNumber(last.seq);
      }
    },
    async head(organisation) {
      const row = await organisations().where({ id: organisation }).first();
      return row?.auditHash ?? firstHash(organisation);
    },
    async organisations() {
      const rows = await organisations().select('id').orderBy('id');
      return rows.map(({ id }) => id);
    },
  };
}
