import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { Equals, IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Matches, Max, Min } from 'class-validator';
import { PageQuery } from 'patchbay/sdk';
import { CHECK_STATUSES, PROBLEMS, type CheckStatus } from '../check-state.js';
import { HOST_KEYS } from '../hosts/host.js';

const ASKING = ['email', 'sms', 'both'] as const;
const LANGUAGES = ['sv', 'en', 'no', 'da', 'fi'] as const;

export class CheckQuery extends PageQuery {
  @ApiPropertyOptional({ enum: CHECK_STATUSES, isArray: true, example: ['requested', 'in_progress'] })
  @IsOptional() @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value)) @IsIn(CHECK_STATUSES, { each: true })
  status?: CheckStatus[];

  @ApiPropertyOptional({ example: 'srv_0a1b2c3d' }) @IsOptional() @IsString() @Length(1, 60)
  serviceId?: string;

  @ApiPropertyOptional({ description: 'Opportunity in Lever, or We Select’s candidate.', example: 'can_0a1b2c3d4e5f' }) @IsOptional() @IsString() @Length(1, 60)
  subjectId?: string;
}

export class StartCheckDto {
  @ApiProperty({ example: '0b8f6a0e-3a43-4c55-9a0e-6e0b8a4b7c11' }) @IsUUID()
  stepId!: string;

  @ApiProperty({ description: 'Opportunity in Lever, or We Select’s candidate.', example: 'can_0a1b2c3d4e5f' }) @IsString() @Length(1, 60)
  subjectId!: string;

  @ApiPropertyOptional({ type: Boolean, default: false, description: 'References were taken before and are to be taken again.', example: false })
  @IsOptional() @IsBoolean()
  again?: boolean;
}

export class AskDto {
  @ApiPropertyOptional({ enum: ASKING, default: 'email', description: 'On which channel; the step’s when it has one.', example: 'email' })
  @IsOptional() @IsIn(ASKING)
  channel?: (typeof ASKING)[number];
}

export class CheckChangeDto {
  @ApiPropertyOptional({ minimum: 1, maximum: 10, type: 'integer', description: 'Number of references; those given are kept.', example: 3 })
  @IsOptional() @IsInt() @Min(1) @Max(10)
  references?: number;

  @ApiPropertyOptional({ minimum: 1, maximum: 60, type: 'integer', description: 'Days more: for naming referees, and for all links.', example: 7 })
  @IsOptional() @IsInt() @Min(1) @Max(60)
  extraDays?: number;

  @ApiPropertyOptional({ type: Boolean, description: 'Automatic reminders to the candidate.', example: false }) @IsOptional() @IsBoolean()
  remindsCandidate?: boolean;

  @ApiPropertyOptional({ type: Boolean, description: 'Automatic reminders to referees.', example: false }) @IsOptional() @IsBoolean()
  remindsReferees?: boolean;
}

export class RemindDto {
  @ApiPropertyOptional({ description: 'A referee; the candidate without it.', example: 'ref_0a1b2c3d4e5f6a7b' }) @IsOptional() @Matches(/^[A-Za-z0-9_.:-]{1,200}$/)
  refereeId?: string;
}

export class NewRefereeDto {
  @ApiProperty({ example: 'Robin Exempel' }) @IsString() @Length(1, 200) name!: string;
  @ApiProperty({ example: 'Närmaste chef' }) @IsString() @Length(1, 200) relation!: string;
  @ApiProperty({ example: 'Exempel AB' }) @IsString() @Length(1, 200) company!: string;
  @ApiPropertyOptional({ nullable: true, type: String, example: 'robin@example.com' }) @IsOptional() @IsString() @Length(1, 200) email?: string | null;
  @ApiPropertyOptional({ nullable: true, type: String, example: '+46701234567' }) @IsOptional() @IsString() @Length(1, 50) phone?: string | null;
  @ApiPropertyOptional({ enum: LANGUAGES, default: 'sv', example: 'sv' }) @IsOptional() @IsIn(LANGUAGES) language?: string;
  @ApiProperty({ type: Boolean, description: 'The referee may be contacted: must be true.', example: true })
  @IsBoolean() @Equals(true, { message: 'confirm that the referee may be contacted' })
  confirmed!: boolean;
}

class BoxView {
  @ApiProperty({ example: 'in_progress' }) status!: string;
  @ApiProperty({ example: 'Pågår (1/2)' }) statusText!: string;
  @ApiProperty({ example: 1 }) answered!: number;
  @ApiProperty({ example: 2 }) requested!: number;
  @ApiProperty({ nullable: true, type: String, example: 'https://refapp.example/candidates/cnd_1' }) candidateUrl!: string | null;
  @ApiProperty({ nullable: true, type: String, description: 'After the end, for whom may see references on this job.', example: null }) reportUrl!: string | null;
  @ApiProperty({ nullable: true, type: String, description: 'What a person has to do.', example: null }) advice!: string | null;
}

export class CheckView {
  @ApiProperty({ example: '0b8f6a0e-3a43-4c55-9a0e-6e0b8a4b7c11' }) id!: string;
  @ApiProperty({ example: '0b8f6a0e-3a43-4c55-9a0e-6e0b8a4b7c12' }) stepId!: string;
  @ApiProperty({ description: 'Revision of the step’s settings that it keeps.', example: 1 }) revision!: number;
  @ApiProperty({ enum: HOST_KEYS, example: 'we-select' }) host!: string;
  @ApiProperty({ example: 'srv_0a1b2c3d' }) serviceId!: string;
  @ApiProperty({ example: 'can_0a1b2c3d4e5f' }) subjectId!: string;
  @ApiProperty({ enum: CHECK_STATUSES, example: 'in_progress' }) status!: string;
  @ApiProperty({ enum: PROBLEMS, nullable: true, example: null }) problem!: string | null;
  @ApiProperty({ type: BoxView }) box!: BoxView;
  @ApiProperty({ format: 'date-time', example: '2026-01-05T08:00:00.000Z' }) createdAt!: string;
  @ApiProperty({ format: 'date-time', nullable: true, type: String, example: null }) endedAt!: string | null;
  @ApiProperty({ format: 'date-time', nullable: true, type: String, example: null }) submitBy!: string | null;
  @ApiProperty({ format: 'date-time', nullable: true, type: String, example: null }) linksUntil!: string | null;
  @ApiProperty({ example: true }) remindsCandidate!: boolean;
  @ApiProperty({ example: true }) remindsReferees!: boolean;
}

export class CheckPage {
  @ApiProperty({ type: [CheckView] }) data!: CheckView[];
  @ApiProperty({ nullable: true, type: String, example: null }) next!: string | null;
}

class RefereeView {
  @ApiProperty({ example: 'ref_0a1b2c3d4e5f6a7b' }) refereeId!: string;
  @ApiProperty({ example: 'invited' }) status!: string;
  @ApiProperty({ example: 1 }) reminders!: number;
  @ApiProperty({ format: 'date-time', nullable: true, type: String, example: null }) invitedAt!: string | null;
  @ApiProperty({ nullable: true, type: String, description: 'Why they cannot be asked as named.', example: null }) problem!: string | null;
}

class HintView {
  @ApiProperty({ enum: ['ip', 'phone', 'email'], example: 'ip' }) kind!: string;
  @ApiProperty({ type: [String], example: ['ref_1', 'ref_2'] }) refereeIds!: string[];
  @ApiProperty({ example: false }) withCandidate!: boolean;
}

class HappeningView {
  @ApiProperty({ example: 1 }) number!: number;
  @ApiProperty({ example: 'started' }) kind!: string;
  @ApiProperty({ nullable: true, type: String, example: null }) refereeId!: string | null;
  @ApiProperty({ format: 'date-time', example: '2026-01-05T08:00:00.000Z' }) at!: string;
  @ApiProperty({ nullable: true, type: 'object', additionalProperties: true, example: null }) detail!: object | null;
}

export class CheckDetail extends CheckView {
  @ApiProperty({ type: [RefereeView] }) referees!: RefereeView[];
  @ApiProperty({ type: [HintView], description: 'Shared addresses, telephones or IP addresses: a hint to look, never a verdict.' }) hints!: HintView[];
  @ApiProperty({ example: false }) hintsApproved!: boolean;
  @ApiProperty({ type: [HappeningView] }) history!: HappeningView[];
}

export class RefereeAdded { @ApiProperty({ example: 'ref_0a1b2c3d4e5f6a7b' }) refereeId!: string }
