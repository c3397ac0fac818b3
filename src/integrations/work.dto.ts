import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { PageQuery } from '../sdk/page-query.js';
import type { ActionRow, Job } from '../ledger/ledger.entity.js';

const JOB_STATES = ['waiting', 'done', 'dead', 'cancelled'] as const;
const ACTION_STATES = ['planned', 'awaiting_approval', 'ready', 'sending', 'unknown', 'done', 'skipped', 'failed', 'held', 'cancelled'] as const;

class WorkQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'career-place' }) @IsOptional() @IsString() @Length(1, 60)
  integration?: string;

  @ApiPropertyOptional({ description: 'Lever opportunity id.' }) @IsOptional() @IsString() @Length(1, 60)
  opportunity?: string;
}

export class JobQuery extends WorkQuery {
  @ApiPropertyOptional({ enum: JOB_STATES }) @IsOptional() @IsIn(JOB_STATES)
  state?: (typeof JOB_STATES)[number];
}

export class ActionQuery extends WorkQuery {
  @ApiPropertyOptional({ enum: ACTION_STATES }) @IsOptional() @IsIn(ACTION_STATES)
  state?: (typeof ACTION_STATES)[number];
}

export class JobView {
  @ApiProperty() id!: string;
  @ApiProperty() integration!: string;
  @ApiProperty({ enum: ['fact', 'job', 'event'] }) kind!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: JOB_STATES }) state!: string;
  @ApiProperty({ nullable: true, type: String }) opportunityId!: string | null;
  @ApiProperty() attempts!: number;
  @ApiProperty({ format: 'date-time' }) dueAt!: string;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) finishedAt!: string | null;
  @ApiProperty({ nullable: true, type: String }) lastError!: string | null;
}

export class ActionView {
  @ApiProperty() id!: string;
  @ApiProperty() integration!: string;
  @ApiProperty() kind!: string;
  @ApiProperty() meaning!: string;
  @ApiProperty({ enum: ACTION_STATES }) state!: string;
  @ApiProperty({ nullable: true, type: String }) opportunityId!: string | null;
  @ApiProperty({ type: [String] }) reasons!: readonly string[];
  @ApiProperty({ nullable: true, type: String }) outcome!: string | null;
  @ApiProperty({ nullable: true, type: String, description: 'What a person can do about it.' }) remedy!: string | null;
  @ApiProperty() attempts!: number;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
}

export class JobPage {
  @ApiProperty({ type: [JobView] }) data!: readonly JobView[];
  @ApiProperty({ nullable: true, type: String }) next!: string | null;
}
export class ActionPage {
  @ApiProperty({ type: [ActionView] }) data!: readonly ActionView[];
  @ApiProperty({ nullable: true, type: String }) next!: string | null;
}

/** Payloads stay inside: they may hold a person's data. */
export const toJobView = (row: Job): JobView => ({
  id: row.id, integration: row.integrationKey, kind: row.kind, name: row.name, state: row.state, opportunityId: row.opportunityId ?? null,
  attempts: row.attempts, dueAt: row.dueAt.toISOString(), finishedAt: row.finishedAt?.toISOString() ?? null, lastError: row.lastError ?? null,
});

export const toActionView = (row: ActionRow): ActionView => ({
  id: row.id, integration: row.integrationKey, kind: row.kind, meaning: row.meaning, state: row.state, opportunityId: row.opportunityId ?? null,
  reasons: row.reasons ?? [], outcome: row.outcomeReason ?? null, remedy: row.remedy ?? null, attempts: row.attempts, createdAt: row.createdAt.toISOString(),
});
