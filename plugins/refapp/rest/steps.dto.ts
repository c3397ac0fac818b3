import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { PageQuery } from 'patchbay/sdk';
import { HOST_KEYS, type HostKey } from '../hosts/host.js';
import { CHANNEL_CHOICES, DEFAULT_STEP_SETTINGS, SUGGESTED_NAME, type ChannelChoice } from '../step-settings.js';

export class StepSettingsDto {
  @ApiPropertyOptional({ nullable: true, type: String, description: 'Questionnaire in Refapp. Without one the project is on hold.', example: 'qst_1f0a2b3c' })
  @IsOptional() @IsString() @Length(1, 200)
  questionnaireId?: string | null;

  @ApiPropertyOptional({ enum: CHANNEL_CHOICES, default: DEFAULT_STEP_SETTINGS.candidateChannel, description: 'How candidates are asked; none: nothing goes out by itself.', example: 'email' })
  @IsOptional() @IsIn(CHANNEL_CHOICES)
  candidateChannel?: ChannelChoice;

  @ApiPropertyOptional({ minimum: 1, maximum: 10, default: DEFAULT_STEP_SETTINGS.references, type: 'integer', example: 2 })
  @IsOptional() @IsInt() @Min(1) @Max(10)
  references?: number;

  @ApiPropertyOptional({ enum: CHANNEL_CHOICES, default: DEFAULT_STEP_SETTINGS.refereeChannel, description: 'How referees are asked.', example: 'both' })
  @IsOptional() @IsIn(CHANNEL_CHOICES)
  refereeChannel?: ChannelChoice;

  @ApiPropertyOptional({ minimum: 1, maximum: 60, default: DEFAULT_STEP_SETTINGS.daysToSubmit, type: 'integer', example: 3 })
  @IsOptional() @IsInt() @Min(1) @Max(60)
  daysToSubmit?: number;
}

class StepTexts {
  @ApiPropertyOptional({ default: SUGGESTED_NAME, maxLength: 200, example: SUGGESTED_NAME })
  @IsOptional() @IsString() @Length(1, 200)
  name?: string;

  @ApiPropertyOptional({ nullable: true, type: String, maxLength: 5_000, example: 'Ta referenser innan erbjudandet.' })
  @IsOptional() @IsString() @MaxLength(5_000)
  instruction?: string | null;

  @ApiProperty({ type: StepSettingsDto })
  @ValidateNested() @Type(() => StepSettingsDto)
  settings!: StepSettingsDto;
}

export class NewStepDto extends StepTexts {
  @ApiProperty({ enum: HOST_KEYS, example: 'we-select' }) @IsIn(HOST_KEYS)
  host!: HostKey;

  @ApiProperty({ description: 'We Select’s service, or the Lever posting.', example: 'srv_0a1b2c3d' }) @IsString() @Length(1, 60)
  serviceId!: string;

  @ApiPropertyOptional({ description: 'Lever: the stage that starts it, required. We Select: an existing step; without it one is added to the service.', example: 'stp_0a1b2c3d' })
  @IsOptional() @IsString() @Length(1, 60)
  hostStepId?: string;
}

export class StepChangeDto extends StepTexts {}

export class StepQuery extends PageQuery {
  @ApiPropertyOptional({ enum: HOST_KEYS, example: 'lever' }) @IsOptional() @IsIn(HOST_KEYS)
  host?: HostKey;
}

export class StepSettingsView {
  @ApiProperty({ nullable: true, type: String, example: 'qst_1f0a2b3c' }) questionnaireId!: string | null;
  @ApiProperty({ enum: CHANNEL_CHOICES, example: 'email' }) candidateChannel!: ChannelChoice;
  @ApiProperty({ example: 2 }) references!: number;
  @ApiProperty({ enum: CHANNEL_CHOICES, example: 'both' }) refereeChannel!: ChannelChoice;
  @ApiProperty({ example: 3 }) daysToSubmit!: number;
}

export class StepView {
  @ApiProperty({ example: '0b8f6a0e-3a43-4c55-9a0e-6e0b8a4b7c11' }) id!: string;
  @ApiProperty({ enum: HOST_KEYS, example: 'we-select' }) host!: string;
  @ApiProperty({ example: 'srv_0a1b2c3d' }) serviceId!: string;
  @ApiProperty({ example: 'Lagermedarbetare' }) serviceTitle!: string;
  @ApiProperty({ example: 'stp_0a1b2c3d' }) hostStepId!: string;
  @ApiProperty({ example: SUGGESTED_NAME }) name!: string;
  @ApiProperty({ nullable: true, type: String, example: null }) instruction!: string | null;
  @ApiProperty({ example: true }) isActive!: boolean;
  @ApiProperty({ description: 'Counts changes of the settings; running checks keep theirs.', example: 1 }) revision!: number;
  @ApiProperty({ type: StepSettingsView }) settings!: StepSettingsView;
  @ApiProperty({ nullable: true, type: String, description: 'The one project at Refapp; null before the first candidate.', example: null }) projectUrl!: string | null;
  @ApiProperty({ nullable: true, type: String, example: 'active' }) projectStatus!: string | null;
}

export class StepPage {
  @ApiProperty({ type: [StepView] }) data!: StepView[];
  @ApiProperty({ nullable: true, type: String, example: null }) next!: string | null;
}

export class QuestionnaireView {
  @ApiProperty({ example: 'qst_1f0a2b3c' }) id!: string;
  @ApiProperty({ example: 'Allmän referens' }) name!: string;
  @ApiProperty({ example: 'sv' }) language!: string;
}
export class QuestionnaireList { @ApiProperty({ type: [QuestionnaireView] }) data!: QuestionnaireView[] }

export class ReleaseView { @ApiProperty({ description: 'People who waited and are asked now.', example: 3 }) released!: number }

export class WeSelectView {
  @ApiProperty({ enum: ['none', 'pending', 'active', 'needs_reauth', 'revoked'], example: 'active' }) state!: string;
}
export class SignInView {
  @ApiProperty({ description: 'Open it in a browser within ten minutes.', example: 'https://app.weselect.com/oauth/authorize?state=x' }) url!: string;
  @ApiProperty({ format: 'date-time', example: '2026-01-05T08:10:00.000Z' }) expiresAt!: string;
}
