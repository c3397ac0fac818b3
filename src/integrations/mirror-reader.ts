import type { EntityManager } from '@mikro-orm/postgresql';
import { rowFrom } from '../lever/mirror-store.js';
import type { MirroredRow } from '../lever/mirror-row.js';
import type { Mirror, MirroredOpportunity, MirroredPosting, MirroredStage } from '../sdk/context.js';

type OpportunityRow = Parameters<typeof rowFrom>[0] & { hired: boolean | null };
interface PostingRow {
  id: string; title: string; state: string; team: string | null; location: string | null; confidential: boolean;
  owner_id: string | null; followers: string[]; updated_at: string | null;
}

const SELECT = `select o.*, r.hired from mirror_opportunity o
  left join mirror_archive_reason r on r.tenant_id = o.tenant_id and r.id = o.archive_reason_id`;
const PAGE = 500;

function opportunityFrom(row: OpportunityRow): MirroredOpportunity {
  const mirrored: MirroredRow = rowFrom(row);
  return { ...mirrored, hired: row.hired ?? false };
}

function postingFrom(row: PostingRow): MirroredPosting {
  return {
    id: row.id, title: row.title, state: row.state, team: row.team, location: row.location, confidential: row.confidential,
    ownerId: row.owner_id, followerIds: row.followers, updatedAt: row.updated_at === null ? null : Number(row.updated_at),
  };
}

/** The tenant's mirror as a plugin may see it; confidential rows only with confidential access (SH-20). */
export function mirrorReader(em: () => EntityManager, mayConfidential: boolean): Mirror {
  const visible = mayConfidential ? '' : 'and not o.confidential';
  return {
    opportunity: async (id) => {
      const rows = await em().execute<OpportunityRow[]>(`${SELECT} where o.id = ? ${visible}`, [id]);
      return rows[0] ? opportunityFrom(rows[0]) : null;
    },
    async *opportunitiesOfPosting(postingId) {
      for (let last = ''; ;) {
        const rows = await em().execute<OpportunityRow[]>(
          `${SELECT} where o.posting_id = ? and o.id > ? ${visible} order by o.id limit ${PAGE}`, [postingId, last]);
        for (const row of rows) yield opportunityFrom(row);
        if (rows.length < PAGE) return;
        last = rows[rows.length - 1]?.id ?? last;
      }
    },
    opportunitiesOfContacts: async (contactIds) => {
      const rows = await em().execute<OpportunityRow[]>(
        `${SELECT} where o.contact_id = any(?::text[]) ${visible} order by o.contact_id, o.id`, [`{${contactIds.map((id) => JSON.stringify(id)).join(',')}}`]);
      return rows.map(opportunityFrom);
    },
    posting: async (id) => {
      const rows = await em().execute<PostingRow[]>(`select * from mirror_posting o where id = ? ${visible}`, [id]);
      return rows[0] ? postingFrom(rows[0]) : null;
    },
    postingText: async (id) => {
      const rows = await em().execute<{ description: string }[]>(`select description from mirror_posting o where id = ? ${visible}`, [id]);
      return rows[0]?.description ?? null;
    },
    postings: async (filter) => {
      const rows = await em().execute<PostingRow[]>(
        `select * from mirror_posting o where state = any(?::text[]) ${visible} order by title, id`, [`{${filter.states.join(',')}}`]);
      return rows.map(postingFrom);
    },
    archiveReasons: async () => (await em().execute<{ id: string; text: string; hired: boolean }[]>('select id, text, hired from mirror_archive_reason order by id'))
      .map(({ id, text, hired }) => ({ id, text, kind: hired ? 'hired' as const : 'non-hired' as const })),
    stages: async () => em().execute<MirroredStage[]>('select id, text, position from mirror_stage order by position'),
  };
}
