import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Matches, Max, Min } from 'class-validator';
import { PageQuery } from 'patchbay/sdk';
import { ENTRY_STATUSES, type EntryStatus } from '../funnel.js';
import { JOB_ID } from './jobs.dto.js';

export class EntryQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'job_4f0c', description: 'People of one Job (qualification funnel).' })
  @IsOptional() @Matches(JOB_ID)
  jobId?: string;

  @ApiPropertyOptional({ example: '5b1d9c0e-6f1c-4a75-9a43-2f1b7b1f2a10' })
  @IsOptional() @IsString() @Length(1, 60)
  postingId?: string;

  @ApiPropertyOptional({ example: '619d67ac-50a4-4d0b-8ac6-9c93cbd48ee0' })
  @IsOptional() @IsString() @Length(1, 60)
  opportunityId?: string;

  @ApiPropertyOptional({ example: '0b8f6a0e-3a43-4c55-9a0e-6e0b8a4b7c11' })
  @IsOptional() @IsUUID()
  linkId?: string;

  @ApiPropertyOptional({ enum: ENTRY_STATUSES, isArray: true, description: 'One or more, separated by commas.', example: ['invited'] })
  @IsOptional() @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value)) @IsIn(ENTRY_STATUSES, { each: true })
  status?: EntryStatus[];

  @ApiPropertyOptional({ type: Boolean, description: 'Only those that wait for a person.', example: true })
  @IsOptional() @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)) @IsBoolean({ message: 'must be true or false' })
  needsAttention?: boolean;
}

export class EntryView {
  @ApiProperty({ example: '7d1c1f5e-7b5f-4a1e-9d34-1f6b3a0d9c55' }) id!: string;
  @ApiProperty({ example: '619d67ac-50a4-4d0b-8ac6-9c93cbd48ee0' }) opportunityId!: string;
  @ApiProperty({ example: '5b1d9c0e-6f1c-4a75-9a43-2f1b7b1f2a10' }) postingId!: string;
  @ApiProperty({ example: 'job_4f0c' }) jobId!: string;
  @ApiProperty({ enum: ENTRY_STATUSES, example: 'invited' }) status!: EntryStatus;
  @ApiProperty({ nullable: true, type: String, enum: ['CP-Sent', 'CP-InProg', 'CP-Unqual', 'CP-Qual'], example: 'CP-Sent' }) tag!: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'uri', description: 'Applicant card at career.place; asks for sign-in.' }) cardUrl!: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'date-time', description: 'Last invitation.' }) invitedAt!: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'date-time', description: 'Counts as opted out from then on; null unless invited.' }) optOutAt!: string | null;
  @ApiProperty({ description: 'Reminders asked for since the last invitation.', example: 1 }) reminders!: number;
  @ApiProperty({ nullable: true, type: String, description: 'Why no more reminders go out.' }) remindersStopped!: string | null;
  @ApiProperty({ type: [String], enum: ['archived', 'posting-closed'], description: 'What the window waits for.' }) holds!: string[];
  @ApiProperty({ nullable: true, type: String, description: 'What a person must put right.' }) problem!: string | null;
  @ApiProperty({ format: 'date-time', example: '2026-01-05T08:00:00.000Z' }) createdAt!: string;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) endedAt!: string | null;
}

export class EntryPage {
  @ApiProperty({ type: [EntryView] }) data!: EntryView[];
  @ApiProperty({ nullable: true, type: String, example: null }) next!: string | null;
}

export class HistoryView {
  @ApiProperty({ example: 1 }) number!: number;
  @ApiProperty({ example: 'invited' }) kind!: string;
  @ApiProperty({ enum: ENTRY_STATUSES, description: 'Status right after it.', example: 'invited' }) status!: EntryStatus;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ description: 'False for what came too late or was not possible: written down only.' }) isApplied!: boolean;
  @ApiProperty({ nullable: true, type: 'object', additionalProperties: true }) detail!: Record<string, unknown> | null;
}

export class EntryDetail extends EntryView {
  @ApiProperty({ type: [HistoryView] }) history!: HistoryView[];
}

export class InviteExistingDto {
  @ApiPropertyOptional({
    type: 'integer', minimum: 0, example: 42,
    description: 'The number of people you saw and want to invite. Without it nothing is sent and the answer only counts.',
  })
  @IsOptional() @IsInt() @Min(0) @Max(1_000_000)
  confirmCount?: number;
}

export class InviteExistingView {
  @ApiProperty({ description: 'People who applied before the link and were never invited.', example: 42 }) count!: number;
  @ApiProperty({ description: 'True once the invitations are on their way.', example: false }) isStarted!: boolean;
}
