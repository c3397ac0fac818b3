import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsNumber, IsOptional, IsString, IsUUID, Length, Max, Min } from 'class-validator';
import { PageQuery, REQUIREMENT_CATEGORIES, type RequirementCategory } from 'patchbay/sdk';
import { OUTCOME_STATUSES, type OutcomeStatus } from '../scoring.js';
import { CountsView, UnusedView, WeightsDto } from './analyses.dto.js';

export const GROUPS = ['meets-mandatory', 'misses-mandatory', 'could-not-be-analysed', 'waiting'] as const;
export type Group = (typeof GROUPS)[number];
export const SORTS = ['score', 'newest', 'oldest'] as const;

const flag = ({ value }: { value: unknown }): unknown => (value === 'true' ? true : value === 'false' ? false : value);

export class CandidateFilter {
  @ApiPropertyOptional({ enum: GROUPS, example: 'meets-mandatory', description: 'One of the groups; nobody is in two.' })
  @IsOptional() @IsIn(GROUPS)
  group?: Group;

  @ApiPropertyOptional({ type: Number, minimum: 0, maximum: 100, example: 60 })
  @IsOptional() @Type(() => Number) @IsNumber() @Min(0) @Max(100)
  minScore?: number;

  @ApiPropertyOptional({ example: 'applicant-new', description: 'Stage in Lever.' })
  @IsOptional() @IsString() @Length(1, 60)
  stageId?: string;

  @ApiPropertyOptional({ type: Boolean, example: false, description: 'Archived in Lever, or not.' })
  @IsOptional() @Transform(flag) @IsBoolean({ message: 'must be true or false' })
  archived?: boolean;

  @ApiPropertyOptional({ type: Boolean, example: true, description: 'Marked by Shortlist, or not.' })
  @IsOptional() @Transform(flag) @IsBoolean({ message: 'must be true or false' })
  shortlisted?: boolean;

  @ApiPropertyOptional({ enum: SORTS, default: 'score', example: 'score', description: 'By score: best first, ties by mandatory requirements met, then by who applied first.' })
  @IsOptional() @IsIn(SORTS)
  sort?: (typeof SORTS)[number];
}

export class CandidateQuery extends CandidateFilter {
  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50, type: 'integer', example: 50 })
  @IsOptional() @Type(() => Number) @IsNumber({ maxDecimalPlaces: 0 }) @Min(1) @Max(200)
  limit?: number;

  @ApiPropertyOptional({ description: 'The `next` of the page before.', type: String, maxLength: 1_000, example: 'eyJzIjoiY2FuZGlkYXRlcyJ9' })
  @IsOptional() @IsString() @Length(1, 1_000)
  cursor?: string;
}

export class CategoryScoreView {
  @ApiProperty({ enum: REQUIREMENT_CATEGORIES }) category!: RequirementCategory;
  @ApiProperty({ example: 66.67 }) score!: number;
  @ApiProperty({ example: 50 }) weight!: number;
  @ApiProperty({ example: 3 }) requirements!: number;
}

export class CandidateView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) analysisId!: string;
  @ApiProperty() opportunityId!: string;
  @ApiProperty({ example: 'Applicant 7', description: 'As Lever has it at this moment.' }) name!: string;
  @ApiProperty({ enum: GROUPS }) group!: Group | 'withdrawn';
  @ApiProperty({ nullable: true, type: Number, example: 83.3, description: 'One decimal; null without a result, never 0 instead.' }) score!: number | null;
  @ApiProperty({ type: [CategoryScoreView] }) categories!: CategoryScoreView[];
  @ApiProperty({ example: 2 }) mandatoryMet!: number;
  @ApiProperty({ example: 3 }) mandatoryAll!: number;
  @ApiProperty({ type: [String], example: [], description: 'What needs a human eye, e.g. `keyword-stuffing`.' }) flags!: string[];
  @ApiProperty({ nullable: true, type: String, description: 'Why somebody could not be analysed.' }) cause!: string | null;
  @ApiProperty({ description: 'Version of the analysis that the result belongs to.' }) version!: number;
  @ApiProperty({ description: 'False while the result of a newer version is on its way.' }) isCurrent!: boolean;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) analysedAt!: string | null;
  @ApiProperty({ format: 'date-time' }) appliedAt!: string;
  @ApiProperty({ example: 'applicant-new' }) stageId!: string;
  @ApiProperty({ nullable: true, type: String, example: 'New applicant' }) stage!: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) archivedAt!: string | null;
  @ApiProperty({ nullable: true, type: String }) archiveReasonId!: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) shortlistedAt!: string | null;
}

export class CandidatePage {
  @ApiProperty({ type: [CandidateView] }) data!: CandidateView[];
  @ApiProperty({ nullable: true, type: String, example: null }) next!: string | null;
  @ApiProperty({ type: CountsView }) counts!: CountsView;
  @ApiProperty({ type: [UnusedView] }) notConsidered!: UnusedView[];
  @ApiProperty({ description: 'Shown above every ranking.' }) banner!: string;
}

export class EvidenceView {
  @ApiProperty({ description: 'Literal words of the resume.' }) quote!: string;
  @ApiProperty({ nullable: true, type: Number, description: 'First character in `resume.text`.' }) start!: number | null;
  @ApiProperty({ nullable: true, type: Number, description: 'Behind the last character.' }) end!: number | null;
}

export class OutcomeView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() text!: string;
  @ApiProperty({ enum: REQUIREMENT_CATEGORIES }) category!: RequirementCategory;
  @ApiProperty() mandatory!: boolean;
  @ApiProperty({ enum: OUTCOME_STATUSES, description: '`unknown`: not found either way; ask.' }) status!: OutcomeStatus;
  @ApiProperty() finding!: string;
  @ApiProperty({ type: [EvidenceView] }) evidence!: EvidenceView[];
}

export class RequirementsOfCandidateView {
  @ApiProperty({ type: [OutcomeView] }) met!: OutcomeView[];
  @ApiProperty({ type: [OutcomeView], description: 'Shown in part, half a point.' }) partlyMet!: OutcomeView[];
  @ApiProperty({ type: [OutcomeView] }) notMet!: OutcomeView[];
  @ApiProperty({ type: [OutcomeView], description: 'The resume says nothing: a recruiter can ask.' }) notFound!: OutcomeView[];
}

export class ResumeView {
  @ApiProperty({ nullable: true, type: String }) id!: string | null;
  @ApiProperty({ nullable: true, type: String, example: 'resume.pdf' }) fileName!: string | null;
  @ApiProperty({ nullable: true, type: String, description: 'Read from Lever at this moment; kept nowhere.' }) text!: string | null;
  @ApiProperty({ nullable: true, type: String, description: 'Why there is no text.' }) cause!: string | null;
  @ApiProperty({ nullable: true, type: String, description: 'The file itself.' }) fileHref!: string | null;
}

export class OverrideView {
  @ApiProperty({ format: 'uuid' }) requirementId!: string;
  @ApiProperty({ enum: OUTCOME_STATUSES }) from!: OutcomeStatus;
  @ApiProperty({ enum: OUTCOME_STATUSES }) to!: OutcomeStatus;
  @ApiProperty() byId!: string;
  @ApiProperty() reason!: string;
}

export class ReadingView {
  @ApiProperty() number!: number;
  @ApiProperty() version!: number;
  @ApiProperty({ nullable: true, type: Number }) score!: number | null;
  @ApiProperty() meetsMandatory!: boolean;
  @ApiProperty() resumeFile!: string;
  @ApiProperty() engineVersion!: string;
  @ApiProperty({ nullable: true, type: OverrideView }) override!: OverrideView | null;
  @ApiProperty({ format: 'date-time' }) at!: string;
}

export class ReportView extends CandidateView {
  @ApiProperty({ type: [OutcomeView] }) outcomes!: OutcomeView[];
  @ApiProperty({ type: WeightsDto }) weights!: WeightsDto;
  @ApiProperty({ nullable: true, type: String }) engineVersion!: string | null;
  @ApiProperty({ nullable: true, type: Number, description: "Popp's own total, where Popp scored." }) vendorScore!: number | null;
  @ApiProperty({ type: ResumeView }) resume!: ResumeView;
  @ApiProperty({ type: [ReadingView], description: 'Every reading, oldest first.' }) history!: ReadingView[];
  @ApiProperty({ type: [UnusedView] }) notConsidered!: UnusedView[];
  @ApiProperty() banner!: string;
}

export class OverrideDto {
  @ApiProperty({ format: 'uuid', example: '0b8f6a0e-3a43-4c55-9a0e-6e0b8a4b7c11' })
  @IsUUID()
  requirementId!: string;

  @ApiProperty({ enum: OUTCOME_STATUSES, example: 'met' })
  @IsIn(OUTCOME_STATUSES)
  status!: OutcomeStatus;

  @ApiProperty({ minLength: 3, maxLength: 1_000, example: 'Told in the first call: the certificate is there.' })
  @IsString() @Length(3, 1_000)
  reason!: string;
}

export class LogQuery extends PageQuery {}

export class LogEntryView extends ReadingView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) candidateId!: string;
  @ApiProperty() opportunityId!: string;
  @ApiProperty({ enum: ['built-in', 'popp'] }) engine!: string;
  @ApiProperty({ description: 'SHA-256 of the text that was read.' }) resumeHash!: string;
  @ApiProperty() resumeId!: string;
  @ApiProperty({ type: [OutcomeView] }) outcomes!: OutcomeView[];
  @ApiProperty({ type: WeightsDto }) weights!: WeightsDto;
  @ApiProperty({ type: [String] }) flags!: string[];
}

export class LogPage {
  @ApiProperty({ type: [LogEntryView] }) data!: LogEntryView[];
  @ApiProperty({ nullable: true, type: String, example: null }) next!: string | null;
  @ApiProperty({ description: 'Results a person corrected, of all results.', example: 0.02 }) overrideRate!: number;
}
