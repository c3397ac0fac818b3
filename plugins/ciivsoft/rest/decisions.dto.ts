import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, Length, Matches } from 'class-validator';
import { PageQuery } from 'patchbay/sdk';
import { SOLUTIONS, type Solution } from '../ciivsoft.context.js';
import { LEVER_ID } from './ids.js';

const asBoolean = Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value));

export class DecisionQuery extends PageQuery {
  @ApiPropertyOptional({ enum: SOLUTIONS, example: 'filter' })
  @IsOptional() @IsIn(SOLUTIONS)
  solution?: Solution;

  @ApiPropertyOptional({ format: 'uuid', example: '0b8f6a0e-3a43-4c55-9a0e-6e0b8a4b7c11' })
  @IsOptional() @IsUUID()
  runId?: string;

  @ApiPropertyOptional({ example: '5b1d9c0e-6f1c-4a75-9a43-2f1b7b1f2a10' })
  @IsOptional() @Matches(LEVER_ID, { message: 'must be an id as Lever gives it' })
  postingId?: string;

  @ApiPropertyOptional({ example: '7f23e772-f2cb-4ebb-b33f-54b872999990' })
  @IsOptional() @Matches(LEVER_ID, { message: 'must be an id as Lever gives it' })
  contactId?: string;

  @ApiPropertyOptional({ example: '619d67ac-50a4-4d0b-8ac6-9c93cbd48ee0' })
  @IsOptional() @Matches(LEVER_ID, { message: 'must be an id as Lever gives it' })
  opportunityId?: string;

  @ApiPropertyOptional({ type: Boolean, example: true })
  @IsOptional() @asBoolean @IsBoolean({ message: 'must be true or false' })
  isMatch?: boolean;
}

export class ExportQuery {
  @ApiPropertyOptional({ enum: ['csv', 'json'], default: 'json', description: '`json` is one object a line.', example: 'json' })
  @IsOptional() @IsIn(['csv', 'json'])
  format?: 'csv' | 'json';
}

export class OverrideDto {
  @ApiProperty({ enum: ['match', 'no-match'], example: 'match', description: 'What the outcome should have been.' })
  @IsIn(['match', 'no-match'])
  outcome!: 'match' | 'no-match';

  @ApiProperty({ example: 'The certificate was shown on paper.', minLength: 3, maxLength: 500 })
  @IsString() @Length(3, 500)
  reason!: string;
}

export class DecisionView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) runId!: string;
  @ApiProperty({ enum: SOLUTIONS }) solution!: Solution;
  @ApiProperty() contactId!: string;
  @ApiProperty({ nullable: true, type: String }) opportunityId!: string | null;
  @ApiProperty({ nullable: true, type: String }) applicationId!: string | null;
  @ApiProperty() postingId!: string;
  @ApiProperty({ format: 'date-time' }) decidedAt!: string;
  @ApiProperty({ example: 71.4 }) score!: number;
  @ApiProperty() isMatch!: boolean;
  @ApiProperty({ example: 62 }) threshold!: number;
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true }, description: 'Empty once the person was erased.' }) reasons!: object[];
  @ApiProperty() engineVersion!: string;
  @ApiProperty({ description: 'SHA-256 of the text that was read.' }) resumeHash!: string;
  @ApiProperty({ nullable: true, type: String, description: 'File or form it came from.' }) resumeSource!: string | null;
  @ApiProperty() descriptionHash!: string;
  @ApiProperty() settingsRevision!: number;
  @ApiProperty({ type: 'object', additionalProperties: true }) settings!: object;
  @ApiProperty({ enum: ['advance', 'suggest', 'stay', 'lead', 'none'] }) proposal!: string;
  @ApiProperty({ nullable: true, type: String, enum: ['done', 'skipped', 'held', 'failed', 'cancelled', 'none'], description: 'What became of it in Lever.' }) taken!: string | null;
  @ApiProperty({ nullable: true, type: String }) leadOpportunityId!: string | null;
}

export class DecisionPage {
  @ApiProperty({ type: [DecisionView] }) data!: DecisionView[];
  @ApiProperty({ nullable: true, type: String, example: null }) next!: string | null;
}

export class DecisionEventView {
  @ApiProperty({ enum: ['result', 'override', 'feedback'] }) kind!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ description: 'Member id, `system` or `lever`.' }) by!: string;
  @ApiProperty() outcome!: string;
  @ApiProperty({ nullable: true, type: String }) reason!: string | null;
}

export class DecisionDetail extends DecisionView {
  @ApiProperty({ type: [DecisionEventView] }) events!: DecisionEventView[];
}
