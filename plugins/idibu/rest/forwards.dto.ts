import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, Length } from 'class-validator';
import { PageQuery } from 'patchbay/sdk';
import { FORWARD_STATES, TRIGGERS, type ForwardState, type Trigger } from '../trigger.js';

export class ForwardQuery extends PageQuery {
  @ApiPropertyOptional({ enum: FORWARD_STATES, example: 'needs-vacancy' }) @IsOptional() @IsIn(FORWARD_STATES)
  state?: ForwardState;
  @ApiPropertyOptional({ example: '7d1c1f5e-7b5f-4a1e-9d34-1f6b3a0d9c55' }) @IsOptional() @IsUUID()
  applicantId?: string;
  @ApiPropertyOptional({ example: 'bullhorn' }) @IsOptional() @IsString() @Length(1, 40)
  crm?: string;
}

export class StepView {
  @ApiProperty({ enum: ['person', 'cv', 'link', 'pool', 'note'] }) name!: string;
  @ApiProperty({ enum: ['waiting', 'sent', 'done', 'held', 'failed', 'skipped', 'cancelled'] }) state!: string;
  @ApiProperty() attempt!: number;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) at!: string | null;
  @ApiProperty({ nullable: true, type: String }) reason!: string | null;
}

export class ForwardView {
  @ApiProperty() id!: string;
  @ApiProperty() applicantId!: string;
  @ApiProperty({ nullable: true, type: String, description: 'Null once erased.' }) name!: string | null;
  @ApiProperty({ example: 'bullhorn' }) crm!: string;
  @ApiProperty({ example: 'Bullhorn' }) crmName!: string;
  @ApiProperty({ enum: ['vacancy', 'pool'], description: 'Into CRM and vacancy, or kept on file in the CRM alone.' }) kind!: string;
  @ApiProperty({ enum: TRIGGERS }) trigger!: Trigger;
  @ApiProperty({ nullable: true, type: String, description: 'Member who clicked; null where it went by itself.' }) forwardedBy!: string | null;
  @ApiProperty({ enum: FORWARD_STATES }) state!: ForwardState;
  @ApiProperty({ nullable: true, type: String, description: 'What somebody must put right.' }) problem!: string | null;
  @ApiProperty({ nullable: true, type: String, description: 'Id of the person in the CRM.' }) crmPersonId!: string | null;
  @ApiProperty({ nullable: true, type: String, description: 'Page of the person in the CRM.' }) crmPersonUrl!: string | null;
  @ApiProperty({ nullable: true, type: Boolean, description: 'Whether the CRM did not know the person before.' }) isNewPerson!: boolean | null;
  @ApiProperty() vacancyId!: string;
  @ApiProperty() vacancyTitle!: string;
  @ApiProperty({ nullable: true, type: String, description: 'The CRM’s own vacancy.' }) crmJobId!: string | null;
  @ApiProperty({ nullable: true, type: String }) crmJobTitle!: string | null;
  @ApiProperty({ description: 'The saved settings it began with and ends under.' }) handoffRevision!: number;
  @ApiProperty({ type: [StepView] }) steps!: StepView[];
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) endedAt!: string | null;
}

export class ForwardPage {
  @ApiProperty({ type: [ForwardView] }) data!: ForwardView[];
  @ApiProperty({ nullable: true, type: String, example: null }) next!: string | null;
}

export class MatchView {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: [String] }) emails!: string[];
  @ApiProperty({ type: [String] }) phones!: string[];
  @ApiProperty({ nullable: true, type: String }) url!: string | null;
}
export class MatchList { @ApiProperty({ type: [MatchView] }) data!: MatchView[]; @ApiProperty({ nullable: true, type: String, example: null }) next!: null }

export class PickDto {
  @ApiPropertyOptional({ example: '4711', description: 'The person of the CRM who it is.' }) @IsOptional() @IsString() @Length(1, 200)
  crmPersonId?: string;
  @ApiPropertyOptional({ example: false, description: 'None of them: make a new person.' }) @IsOptional() @IsBoolean()
  isNew?: boolean;
}

export class ChooseVacancyDto {
  @ApiProperty({ example: '1200', description: 'An open vacancy of the CRM; kept for everybody who applies to the same one.' }) @IsString() @Length(1, 200)
  crmJobId!: string;
}

export class CrmJobView {
  @ApiProperty() id!: string;
  @ApiProperty() title!: string;
  @ApiProperty({ nullable: true, type: String }) reference!: string | null;
  @ApiProperty() isOpen!: boolean;
  @ApiProperty({ nullable: true, type: String }) url!: string | null;
}
export class CrmJobList { @ApiProperty({ type: [CrmJobView] }) data!: CrmJobView[]; @ApiProperty({ nullable: true, type: String, example: null }) next!: null }

export class CrmNamed {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
}
export class CrmPoolList { @ApiProperty({ type: [CrmNamed] }) data!: CrmNamed[]; @ApiProperty({ nullable: true, type: String, example: null }) next!: null }
export class CrmUserView extends CrmNamed { @ApiProperty({ nullable: true, type: String }) email!: string | null }
export class CrmUserList {
  @ApiProperty({ type: [CrmUserView] }) data!: CrmUserView[];
  @ApiProperty({ nullable: true, type: String, example: null }) next!: null;
}
export class ProfileView {
  @ApiProperty() memberId!: string;
  @ApiProperty({ example: 'bullhorn' }) crm!: string;
  @ApiProperty() crmUserId!: string;
  @ApiProperty({ format: 'date-time' }) connectedAt!: string;
}
