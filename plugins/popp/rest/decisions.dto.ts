import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsOptional, IsString, IsUUID, Length } from 'class-validator';
import { PageQuery } from 'patchbay/sdk';
import { MAX_AT_ONCE, type ItemState } from '../rejection.js';

const ITEM_STATES: readonly ItemState[] = ['pending', 'done', 'marked', 'skipped', 'failed', 'held', 'cancelled', 'undoing', 'undone', 'undo-skipped', 'undo-failed'];

export class ChosenDto {
  @ApiProperty({ type: [String], minItems: 1, maxItems: MAX_AT_ONCE, example: ['0b8f6a0e-3a43-4c55-9a0e-6e0b8a4b7c11'], description: 'Candidates of this analysis, at most 100 at once.' })
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(MAX_AT_ONCE, { message: `at most ${MAX_AT_ONCE} people at once` }) @ArrayUnique() @IsUUID(undefined, { each: true })
  candidateIds!: string[];
}

export class RejectDto extends ChosenDto {
  @ApiProperty({ example: '63dd55b2-a99f-4e7b-985f-22c7bf80ab42', description: "One of Lever's archive reasons of this moment; none chosen, nothing happens." })
  @IsString() @Length(1, 60)
  reasonId!: string;
}

export class DecisionQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Only decisions about this candidate.', example: '0b8f6a0e-3a43-4c55-9a0e-6e0b8a4b7c11' })
  @IsOptional() @IsUUID()
  candidateId?: string;
}

export class ReasonView {
  @ApiProperty() id!: string;
  @ApiProperty({ example: 'Rejected on Popp' }) text!: string;
}

export class ReasonList { @ApiProperty({ type: [ReasonView] }) data!: ReasonView[] }

export class ItemView {
  @ApiProperty({ format: 'uuid' }) candidateId!: string;
  @ApiProperty() opportunityId!: string;
  @ApiProperty({ enum: ITEM_STATES, description: '`pending` until Lever has answered; `marked`: only here, no stage is chosen.' }) state!: ItemState;
  @ApiProperty({ nullable: true, type: String, description: 'Why somebody was skipped or it failed.' }) cause!: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) endedAt!: string | null;
}

export class DecisionView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) analysisId!: string;
  @ApiProperty({ enum: ['reject', 'shortlist'] }) kind!: string;
  @ApiProperty({ nullable: true, type: String, example: 'Rejected on Popp' }) reason!: string | null;
  @ApiProperty({ nullable: true, type: String }) stageId!: string | null;
  @ApiProperty({ description: 'The member who clicked.' }) byId!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ nullable: true, type: String, format: 'date-time', description: 'Can be taken back until then; null: cannot.' }) undoUntil!: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) undoneAt!: string | null;
  @ApiProperty({ nullable: true, type: String, description: 'The member who took it back.' }) undoneById!: string | null;
  @ApiProperty({ nullable: true, type: String, description: 'Asks for what is missing, e.g. the stage for Shortlist.' }) advice!: string | null;
  @ApiProperty({ type: [ItemView], description: 'One result for each person.' }) items!: ItemView[];
}

export class DecisionPage {
  @ApiProperty({ type: [DecisionView] }) data!: DecisionView[];
  @ApiProperty({ nullable: true, type: String, example: null }) next!: string | null;
}
