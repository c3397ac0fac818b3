import { p } from '@mikro-orm/core';
import { tenantTable } from 'patchbay/sdk';

const FunnelLinkSchema = tenantTable({
  plugin: 'career-place',
  name: 'funnel_link',
  columns: {
    /** The funnel at career.place, a "Job" there. */
    jobId: p.string().length(200),
    jobTitle: p.text(),
    postingId: p.string().length(60),
    postingTitle: p.text(),
    /** Set while the link is active, null afterwards: so that one posting has one funnel and one funnel one posting (CP-9). */
    activeJobId: p.string().length(200).nullable(),
    activePostingId: p.string().length(60).nullable(),
    /** Business time, epoch ms; applications from then on are invited (CP-6). */
    linkedAt: p.bigint('number'),
    removedAt: p.bigint('number').nullable(),
    /** Zone of the posting for reminders, IANA name; the organisation's when null (SH-22). */
    zone: p.string().length(60).nullable(),
    /** Language of mails to candidates; the setting when null. */
    locale: p.string().length(2).$type<'en' | 'sv'>().nullable(),
    /** Set once career.place shows the link too. */
    isKnownAtVendor: p.boolean(),
    /** What a person must put right, in plain words. */
    attention: p.text().nullable(),
  },
  person: null,
  uniques: [
    { name: 'funnel_link_job', properties: ['tenantId', 'activeJobId'] },
    { name: 'funnel_link_posting', properties: ['tenantId', 'activePostingId'] },
  ],
  indexes: [{ name: 'funnel_link_by_posting', properties: ['tenantId', 'postingId'] }],
});

/** Which funnel receives the applicants of which posting, and since when. Kept after its end: people in flight finish there. */
export class FunnelLink extends FunnelLinkSchema.class {}
FunnelLinkSchema.setClass(FunnelLink);
