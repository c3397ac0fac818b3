import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from 'patchbay/sdk';
import { SECOND_CHANCE_STATES, type SecondChanceState } from '../referral.js';
import { SCREENING_STATES, type ScreeningState } from '../screening.js';

const POSTING_STATES = ['waiting', 'searched', 'skipped'] as const;

export class ScreeningQuery extends PageQuery {
  @ApiPropertyOptional({ enum: SCREENING_STATES, example: 'waiting' })
  @IsOptional() @IsIn(SCREENING_STATES)
  state?: ScreeningState;
}

export class ChanceQuery extends PageQuery {
  @ApiPropertyOptional({ enum: SECOND_CHANCE_STATES, example: 'queued' })
  @IsOptional() @IsIn(SECOND_CHANCE_STATES)
  state?: SecondChanceState;
}

export class PostingQuery extends PageQuery {
  @ApiPropertyOptional({ enum: POSTING_STATES, example: 'waiting' })
  @IsOptional() @IsIn(POSTING_STATES)
  state?: (typeof POSTING_STATES)[number];
}

export class ScreeningView {
  @ApiProperty() applicationId!: string;
  @ApiProperty() opportunityId!: string;
  @ApiProperty() postingId!: string;
  @ApiProperty({ format: 'date-time' }) appliedAt!: string;
  @ApiProperty({ enum: SCREENING_STATES }) state!: string;
  @ApiProperty({ nullable: true, type: String }) reason!: string | null;
  @ApiProperty({ description: 'Reviews so far.' }) pass!: number;
  @ApiProperty({ nullable: true, type: String }) decisionId!: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) reviewedAt!: string | null;
}
export class ScreeningPage {
  @ApiProperty({ type: [ScreeningView] }) data!: ScreeningView[];
  @ApiProperty({ nullable: true, type: String, example: null }) next!: string | null;
}

export class ChanceView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() applicationId!: string;
  @ApiProperty() opportunityId!: string;
  @ApiProperty({ description: 'The job applied for.' }) postingId!: string;
  @ApiProperty({ enum: SECOND_CHANCE_STATES }) state!: string;
  @ApiProperty({ nullable: true, type: String }) reason!: string | null;
  @ApiProperty({ format: 'date-time' }) queuedAt!: string;
  @ApiProperty({ format: 'date-time', description: 'Jobs published until then are tried too.' }) watchUntil!: string;
  @ApiProperty({ description: 'Jobs compared so far.' }) compared!: number;
  @ApiProperty() leads!: number;
}
export class ChancePage {
  @ApiProperty({ type: [ChanceView] }) data!: ChanceView[];
  @ApiProperty({ nullable: true, type: String, example: null }) next!: string | null;
}

export class SeenPostingView {
  @ApiProperty() postingId!: string;
  @ApiProperty({ format: 'date-time' }) openedAt!: string;
  @ApiProperty({ enum: POSTING_STATES }) state!: string;
  @ApiProperty({ nullable: true, type: String }) reason!: string | null;
  @ApiProperty() searches!: number;
  @ApiProperty() leads!: number;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) searchedAt!: string | null;
}
export class SeenPostingPage {
  @ApiProperty({ type: [SeenPostingView] }) data!: SeenPostingView[];
  @ApiProperty({ nullable: true, type: String, example: null }) next!: string | null;
}
