import { p } from '@mikro-orm/core';
import { tenantTable } from 'patchbay/sdk';
import type { RefereeStatus } from './check-state.js';
import type { Deliveries } from './check.entity.js';
import type { ChannelChoice } from './step-settings.js';

const RefereeSchema = tenantTable({
  plugin: 'refapp',
  name: 'referee',
  columns: {
    checkId: p.uuid(),
    subjectId: p.string().length(60),
    /** Refapp's id; who it is, Refapp alone knows. */
    refereeId: p.string().length(200),
    status: p.string().length(20).$type<RefereeStatus>(),
    round: p.integer(),
    channel: p.string().length(10).$type<ChannelChoice>(),
    /** Set when a recruiter had them asked by hand. */
    isToBeAsked: p.boolean(),
    deliveries: p.json().$type<Deliveries>(),
    invitedAt: p.bigint('number').nullable(),
    reminders: p.integer(),
    /** The candidate was asked to nudge them. */
    isNudged: p.boolean(),
    problem: p.text().nullable(),
    createdAt: p.bigint('number'),
  },
  person: [
    { by: { column: 'subjectId', is: 'opportunity' }, erase: 'row' }, { by: { column: 'refereeId', is: 'other' }, erase: 'row' },
  ],
  uniques: [{ name: 'referee_once', properties: ['tenantId', 'refereeId'] }],
  indexes: [{ name: 'referee_of_check', properties: ['tenantId', 'checkId'] }],
});

/** A referee of a check: where they are and what was sent, nothing about who they are. */
export class Referee extends RefereeSchema.class {}
RefereeSchema.setClass(Referee);
