import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { PageQuery } from 'patchbay/sdk';
import { SOLUTIONS, type Solution } from '../ciivsoft.context.js';

const STATES = ['running', 'done', 'blocked', 'partial'] as const;

export class RunQuery extends PageQuery {
  @ApiPropertyOptional({ enum: SOLUTIONS, example: 'filter' })
  @IsOptional() @IsIn(SOLUTIONS)
  solution?: Solution;

  @ApiPropertyOptional({ enum: STATES, example: 'done' })
  @IsOptional() @IsIn(STATES)
  state?: (typeof STATES)[number];

  @ApiPropertyOptional({ format: 'uuid', description: 'Parts of one scheduled run.', example: '0b8f6a0e-3a43-4c55-9a0e-6e0b8a4b7c11' })
  @IsOptional() @IsUUID()
  processingId?: string;
}

export class RunCountsView {
  @ApiProperty({ example: 12 }) scanned!: number;
  @ApiProperty({ example: 4 }) matched!: number;
  @ApiProperty({ example: 4 }) advanced!: number;
  @ApiProperty({ example: 0 }) suggested!: number;
  @ApiProperty({ example: 7 }) leads!: number;
  @ApiProperty({ example: 8, description: 'Queued for REFiiNE.' }) queued!: number;
  @ApiProperty({ example: 0 }) failed!: number;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' }, description: 'By reason.', example: { 'nobody fits': 1 } }) skipped!: Record<string, number>;
}

export class RunView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid', description: 'The scheduled run that this part belongs to.' }) processingId!: string;
  @ApiProperty({ enum: SOLUTIONS }) solution!: Solution;
  @ApiProperty({ enum: STATES, description: '`blocked`: something must be put right first; `partial`: cut short.' }) state!: string;
  @ApiProperty({ format: 'date-time' }) startedAt!: string;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) finishedAt!: string | null;
  @ApiProperty({ nullable: true, type: String, description: 'Where it goes on after a crash.' }) cursor!: string | null;
  @ApiProperty({ example: 3, description: 'Statistics of words that the run has pinned.' }) statistics!: number;
  @ApiProperty({ example: 2 }) settingsRevision!: number;
  @ApiProperty({ type: RunCountsView }) counts!: RunCountsView;
  @ApiProperty({ nullable: true, type: String }) note!: string | null;
}

export class RunPage {
  @ApiProperty({ type: [RunView] }) data!: RunView[];
  @ApiProperty({ nullable: true, type: String, example: null }) next!: string | null;
}
