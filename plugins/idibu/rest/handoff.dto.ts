import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsObject, IsOptional, IsString, Length, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { MODES, type Box, type Mode } from '../handoff.js';

const BOXES = ['all', 'green', 'status', 'keep-on-file'] as const;

export class HandoffForm {
  @ApiProperty({ enum: MODES, example: 'green', description: 'The three ways into CRM and vacancy exclude each other.' }) @IsIn(MODES)
  mode!: Mode;
  @ApiProperty({ nullable: true, type: String, example: null, description: 'Status that sends, for the way `status` only.' })
  @IsOptional() @IsString() @Length(1, 80)
  triggerStatusId!: string | null;
  @ApiProperty({ description: 'Amber sends `keep on file` candidates, whatever the way.', example: false }) @IsBoolean()
  keepOnFile!: boolean;
}

export class SaveHandoffDto extends HandoffForm {
  @ApiPropertyOptional({ nullable: true, type: String, example: null, description: 'Pool for kept people, where the CRM has pools.' })
  @IsOptional() @IsString() @Length(1, 200)
  poolId?: string | null;
  @ApiPropertyOptional({ description: '"idibu wins": overwrite what the CRM has. Otherwise only blanks are filled.', example: false })
  @IsOptional() @IsBoolean()
  isOverwriting?: boolean;
  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' }, example: {}, description: 'What differs from account to account of this CRM.' })
  @IsOptional() @IsObject()
  mapping?: Record<string, string>;
}

export class TickDto {
  @ApiProperty({ type: HandoffForm }) @IsObject() @ValidateNested() @Type(() => HandoffForm)
  form!: HandoffForm;
  @ApiProperty({ enum: BOXES, example: 'green' }) @IsIn(BOXES)
  box!: Box;
  @ApiProperty({ example: true }) @IsBoolean()
  isOn!: boolean;
}

export class LoginDto {
  @ApiProperty({ example: 'bullhorn', description: 'One of `crms`.' }) @IsString() @Length(1, 40)
  crm!: string;
  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' }, example: {}, description: 'What this CRM needs before the login.' })
  @IsOptional() @IsObject()
  options?: Record<string, string>;
  @ApiPropertyOptional({ example: false, description: 'Needed to change from one connected CRM to another.' }) @IsOptional() @IsBoolean()
  confirmSwitch?: boolean;
}

export class LoginView {
  @ApiProperty({ format: 'uri', description: 'The CRM’s own sign-in page; usable for ten minutes.' }) url!: string;
  @ApiProperty({ format: 'date-time' }) expiresAt!: string;
}

export class OptionView {
  @ApiProperty({ example: 'dataCentre' }) key!: string;
  @ApiProperty() label!: string;
  @ApiProperty() help!: string;
  @ApiProperty({ nullable: true, type: [Object], description: '`{value, label}` of a drop-down; null for free text.' }) choices!: object[] | null;
  @ApiProperty() isSecret!: boolean;
  @ApiProperty() isOptional!: boolean;
}

export class CrmChoice {
  @ApiProperty({ example: 'bullhorn' }) key!: string;
  @ApiProperty({ example: 'Bullhorn' }) name!: string;
  @ApiProperty({ type: [OptionView], description: 'To fill in before the login button works.' }) options!: OptionView[];
  @ApiProperty({ type: [OptionView], description: 'To fill in under `mapping` once connected.' }) mapping!: OptionView[];
  @ApiProperty({ description: 'Whether kept people can go into a pool.' }) hasPools!: boolean;
  @ApiProperty({ enum: ['none', 'pending', 'active', 'needs_reauth', 'revoked'] }) state!: string;
  @ApiProperty({ type: 'object', properties: { label: { type: 'string' }, colour: { type: 'string' }, isEnabled: { type: 'boolean' } } })
  login!: { label: string; colour: 'blue'; isEnabled: boolean };
}

export class BoxView {
  @ApiProperty({ enum: BOXES }) box!: Box;
  @ApiProperty() label!: string;
  @ApiProperty() explanation!: string;
  @ApiProperty() isTicked!: boolean;
}

export class TriggerStatus {
  @ApiProperty({ example: 'idibu:12' }) id!: string;
  @ApiProperty({ example: 'Send to CRM' }) label!: string;
}

export class HandoffView extends HandoffForm {
  @ApiProperty({ description: 'Send it as If-Match with the next save.', example: 0 }) revision!: number;
  @ApiProperty({ type: [CrmChoice], description: 'The drop-down Select CRM.' }) crms!: CrmChoice[];
  @ApiProperty({ nullable: true, type: String, example: 'bullhorn' }) crm!: string | null;
  @ApiProperty() isConnected!: boolean;
  @ApiProperty({ type: [BoxView] }) boxes!: BoxView[];
  @ApiProperty({ type: [TriggerStatus], description: 'Active statuses for the third way.' }) statuses!: TriggerStatus[];
  @ApiProperty({ nullable: true, type: String }) poolId!: string | null;
  @ApiProperty() isOverwriting!: boolean;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } }) mapping!: Record<string, string>;
  @ApiProperty({ type: [String], description: 'What an administrator must know or do, e.g. log in again.' }) banners!: string[];
}

export class PreviewQuery {
  @ApiProperty({ enum: BOXES, example: 'green' }) @IsIn(BOXES)
  way!: Box;
  @ApiPropertyOptional({ example: 'idibu:12', description: 'For the way `status`.' }) @IsOptional() @IsString() @MaxLength(80)
  triggerStatusId?: string;
}

export class PreviewView {
  @ApiProperty({ description: 'People who would have been sent had this way been on.' }) count!: number;
  @ApiProperty({ type: [String], description: 'Ids of the newest 100 of them.' }) applicantIds!: string[];
}

export class BulkSendDto extends PreviewQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 0, example: 0, description: 'The count that you saw and confirm. Without it nothing is sent.' })
  @IsOptional() @IsInt() @Min(0) @Max(1_000_000)
  confirmCount?: number;
}

export class BulkSendView {
  @ApiProperty() count!: number;
  @ApiProperty({ description: 'True once they are on their way.' }) isStarted!: boolean;
}

export class SearchQuery {
  @ApiPropertyOptional({ example: 'nurse', description: 'Part of a title or reference.' }) @IsOptional() @IsString() @MaxLength(100)
  search?: string;
}

export class ProfileDto {
  @ApiProperty({ example: '42', description: 'One of the CRM’s users.' }) @IsString() @Length(1, 200)
  crmUserId!: string;
}
