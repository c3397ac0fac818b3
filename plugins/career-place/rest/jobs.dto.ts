import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, IsTimeZone, Length, Matches } from 'class-validator';
import { PageQuery } from 'patchbay/sdk';

export const POSTING_STATES = ['published', 'internal', 'closed', 'draft', 'pending', 'rejected'] as const;
/** Those that a Job can be linked to (CP-10). */
export const LINKABLE_STATES = ['published', 'internal'] as const;

export class JobQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['draft', 'active', 'closed'], description: 'Jobs of one status only.', example: 'active' })
  @IsOptional() @IsIn(['draft', 'active', 'closed'])
  status?: 'draft' | 'active' | 'closed';
}

export class PostingQuery {
  @ApiPropertyOptional({
    enum: POSTING_STATES, isArray: true, example: ['published', 'internal'],
    description: 'States to show, separated by commas. Without it: published and internal; closed and draft ones are hidden.',
  })
  @IsOptional() @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value)) @IsIn(POSTING_STATES, { each: true })
  states?: (typeof POSTING_STATES)[number][];
}

export class LinkDto {
  @ApiProperty({ description: 'Lever posting whose applicants are invited.', example: '5b1d9c0e-6f1c-4a75-9a43-2f1b7b1f2a10' })
  @IsString() @Length(1, 60)
  postingId!: string;

  @ApiPropertyOptional({ description: 'Time zone of the posting for reminders; the organisation’s otherwise.', example: 'Europe/Stockholm', nullable: true, type: String })
  @IsOptional() @IsTimeZone({ message: 'must be an IANA time zone such as Europe/Stockholm' })
  zone?: string | null;

  @ApiPropertyOptional({ enum: ['en', 'sv'], description: 'Language of mails to candidates; the setting otherwise.', example: 'sv', nullable: true })
  @IsOptional() @IsIn(['en', 'sv'])
  locale?: 'en' | 'sv' | null;
}

export class UnlinkQuery {
  @ApiPropertyOptional({
    type: Boolean, default: false, example: false,
    description: 'Stop reminders to people in flight too. They may still finish; without it only later applications are affected.',
  })
  @IsOptional() @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)) @IsBoolean({ message: 'must be true or false' })
  stop?: boolean;
}

export const JOB_ID = /^[A-Za-z0-9_.:-]{1,200}$/;

export class LinkQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Links of one posting.', example: '5b1d9c0e-6f1c-4a75-9a43-2f1b7b1f2a10' })
  @IsOptional() @IsString() @Length(1, 60)
  postingId?: string;

  @ApiPropertyOptional({ description: 'Links of one Job.', example: 'job_4f0c' })
  @IsOptional() @Matches(JOB_ID)
  jobId?: string;
}

export class LinkView {
  @ApiProperty({ example: '0b8f6a0e-3a43-4c55-9a0e-6e0b8a4b7c11' }) id!: string;
  @ApiProperty({ description: 'Job (qualification funnel) at career.place.', example: 'job_4f0c' }) jobId!: string;
  @ApiProperty({ example: 'Head of Logistics' }) jobTitle!: string;
  @ApiProperty({ example: '5b1d9c0e-6f1c-4a75-9a43-2f1b7b1f2a10' }) postingId!: string;
  @ApiProperty({ example: 'Head of Logistics, Gothenburg' }) postingTitle!: string;
  @ApiProperty({ example: true }) isActive!: boolean;
  @ApiProperty({ format: 'date-time', description: 'Applications from then on are invited.', example: '2026-01-05T08:00:00.000Z' }) linkedAt!: string;
  @ApiProperty({ format: 'date-time', nullable: true, type: String, example: null }) removedAt!: string | null;
  @ApiProperty({ nullable: true, type: String, example: 'Europe/Stockholm' }) zone!: string | null;
  @ApiProperty({ nullable: true, type: String, example: 'sv' }) locale!: string | null;
  @ApiProperty({ nullable: true, type: String, description: 'What a person must put right.', example: null }) attention!: string | null;
}

export class LinkPage {
  @ApiProperty({ type: [LinkView] }) data!: LinkView[];
  @ApiProperty({ nullable: true, type: String, example: null }) next!: string | null;
}

class ProviderOption {
  @ApiProperty({ example: 'lever' }) provider!: string;
  @ApiProperty({ example: 'Lever' }) label!: string;
  @ApiProperty({ description: 'Already selected: Lever is the connected ATS.', example: true }) isSelected!: boolean;
}

class LinkAdvice {
  @ApiProperty({ description: 'The one-time set-up is complete.', example: true }) isReady!: boolean;
  @ApiProperty({ example: 'Select the Lever job whose applicants are invited into this Job (qualification funnel).' }) message!: string;
  @ApiProperty({ example: '/v1/installations/career-place/setup' }) setupHref!: string;
}

export class JobView {
  @ApiProperty({ example: 'job_4f0c' }) id!: string;
  @ApiProperty({ description: 'Title of the Job (qualification funnel).', example: 'Head of Logistics' }) title!: string;
  @ApiProperty({ enum: ['draft', 'active', 'closed'], example: 'active' }) status!: string;
  @ApiProperty({ type: [String], example: ['requirements', 'homework', 'video'] }) steps!: string[];
  @ApiProperty({ type: LinkView, nullable: true }) link!: LinkView | null;
}

export class JobPage {
  @ApiProperty({ type: [JobView] }) data!: JobView[];
  @ApiProperty({ nullable: true, type: String, example: null }) next!: string | null;
}

/** The Integration screen of one Job. */
export class JobIntegrationView {
  @ApiProperty({ example: 'job_4f0c' }) jobId!: string;
  @ApiProperty({ type: JobView, nullable: true, description: 'Null until the set-up is complete.' }) job!: JobView | null;
  @ApiProperty({ type: [ProviderOption] }) providers!: ProviderOption[];
  @ApiProperty({ type: LinkAdvice }) advice!: LinkAdvice;
}

export class PostingView {
  @ApiProperty({ example: '5b1d9c0e-6f1c-4a75-9a43-2f1b7b1f2a10' }) id!: string;
  @ApiProperty({ example: 'Head of Logistics, Gothenburg' }) title!: string;
  @ApiProperty({ enum: POSTING_STATES, example: 'published' }) state!: string;
  @ApiProperty({ nullable: true, type: String, example: 'Gothenburg' }) location!: string | null;
  @ApiProperty({ nullable: true, type: String, example: 'Logistics' }) team!: string | null;
  @ApiProperty({ type: LinkView, nullable: true, description: 'The Job that holds it, if any.' }) heldBy!: LinkView | null;
}

export class PostingList {
  @ApiProperty({ type: LinkAdvice }) advice!: LinkAdvice;
  @ApiProperty({ type: [PostingView] }) data!: PostingView[];
}

export class StageView {
  @ApiProperty({ example: 'fbd4a1c8-4d4a-4d0e-9c1a-0b6a5f1d2e3f' }) id!: string;
  @ApiProperty({ example: 'Phone screen' }) text!: string;
}

export class StageList {
  @ApiProperty({ type: [StageView], description: 'In pipeline order.' }) data!: StageView[];
}
