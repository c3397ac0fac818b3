import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsNotEmpty, IsOptional, IsString, IsUUID, Length, Max, MaxLength, Min, ValidateIf, ValidateNested,
} from 'class-validator';
import { PageQuery, REQUIREMENT_CATEGORIES, type RequirementCategory } from 'patchbay/sdk';
import { MAX_REQUIREMENTS, type RequirementOrigin } from '../requirement-list.js';
import { DEFAULT_WEIGHTS, WEIGHT_STEP } from '../scoring.js';

const STATES = ['draft', 'live', 'archived'] as const;
const STAGE = 'fbd4a1c8-4d4a-4d0e-9c1a-0b6a5f1d2e3f';

export class OptionsDto {
  @ApiPropertyOptional({ nullable: true, type: String, example: STAGE, description: 'Lever stage for Shortlist in this analysis; null: the one of the organisation.' })
  @IsOptional() @ValidateIf((_, value) => value !== null) @IsString() @Length(1, 60)
  shortlistStageId?: string | null;

  @ApiPropertyOptional({ default: false, description: 'Also people in lead stages.' })
  @IsOptional() @IsBoolean()
  includeLeads?: boolean;

  @ApiPropertyOptional({ default: false, description: 'Also archived people.' })
  @IsOptional() @IsBoolean()
  includeArchived?: boolean;
}

export class CreateAnalysisDto extends OptionsDto {
  @ApiProperty({ example: '5b1d9c0e-6f1c-4a75-9a43-2f1b7b1f2a10', description: 'The role: a Lever job posting.' })
  @IsString() @Length(1, 60)
  postingId!: string;
}

export class ExtractionDto {
  @ApiPropertyOptional({ maxLength: 50_000, example: 'What we need\n- Two years as a welder', description: 'Text to read instead of the job description in Lever.' })
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(50_000)
  text?: string;
}

export class RequirementDto {
  @ApiPropertyOptional({ format: 'uuid', description: 'Of a requirement that is changed; absent for a new one.' })
  @IsOptional() @IsUUID()
  id?: string;

  @ApiProperty({ example: 'Two years as a welder', minLength: 2, maxLength: 500 })
  @IsString() @Length(2, 500)
  text!: string;

  @ApiProperty({ enum: REQUIREMENT_CATEGORIES, example: 'experience' })
  @IsIn(REQUIREMENT_CATEGORIES)
  category!: RequirementCategory;

  @ApiProperty({ example: true, description: 'Must-have: whoever does not meet it is shown apart.' })
  @IsBoolean()
  mandatory!: boolean;
}

export class RequirementsDto {
  @ApiProperty({ type: [RequirementDto], maxItems: MAX_REQUIREMENTS, description: 'The whole list: what is missing is deleted.', example: [{ text: 'Two years as a welder', category: 'experience', mandatory: true }] })
  @IsArray() @ArrayMaxSize(MAX_REQUIREMENTS) @ValidateNested({ each: true }) @Type(() => RequirementDto)
  requirements!: RequirementDto[];
}


const Slider = (): PropertyDecorator => (target, name) => {
  ApiProperty({ type: 'integer', minimum: 0, maximum: 100, multipleOf: WEIGHT_STEP, example: 50 })(target, name);
  IsInt()(target, name);
  Min(0)(target, name);
  Max(100)(target, name);
  IsIn(Array.from({ length: 100 / WEIGHT_STEP + 1 }, (_, index) => index * WEIGHT_STEP), { message: 'must be a multiple of 5' })(target, name);
};

/** One slider for each category; right (100) counts most. */
export class WeightsDto {
  @Slider() experience!: number;
  @Slider() skills!: number;
  @Slider() qualifications!: number;
  @Slider() location!: number;
  @Slider() languages!: number;
  @Slider() other!: number;
}

export class AnalysisQuery extends PageQuery {
  @ApiPropertyOptional({ enum: STATES, example: 'live' })
  @IsOptional() @IsIn(STATES)
  state?: (typeof STATES)[number];

  @ApiPropertyOptional({ example: '5b1d9c0e-6f1c-4a75-9a43-2f1b7b1f2a10' })
  @IsOptional() @IsString() @Length(1, 60)
  postingId?: string;
}

export class RequirementView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'Two years as a welder' }) text!: string;
  @ApiProperty({ enum: REQUIREMENT_CATEGORIES }) category!: RequirementCategory;
  @ApiProperty() mandatory!: boolean;
  @ApiProperty({ enum: ['extracted', 'edited', 'typed'], description: 'Where it comes from.' }) origin!: RequirementOrigin;
}

export class ProgressView {
  @ApiProperty({ enum: ['running', 'done', 'failed'] }) state!: string;
  @ApiProperty({ example: 1, description: 'Counts the tries.' }) attempt!: number;
  @ApiProperty({ enum: ['posting', 'pasted'] }) source!: string;
  @ApiProperty({ example: 40 }) percent!: number;
  @ApiProperty({ example: 18 }) secondsLeft!: number;
  @ApiProperty() message!: string;
  @ApiProperty({ type: [String], enum: ['retry', 'paste-text', 'write-by-hand'], description: 'Ways on after a failure.' }) waysOn!: string[];
}

export class UnusedView {
  @ApiProperty({ enum: REQUIREMENT_CATEGORIES }) category!: RequirementCategory;
  @ApiProperty({ example: 'No requirement is mapped to this category: it is not considered in the score.' }) why!: string;
}

export class CountsView {
  @ApiProperty({ description: 'Scored, every mandatory requirement met.' }) meetsMandatory!: number;
  @ApiProperty({ description: 'Scored, a mandatory requirement not met.' }) missesMandatory!: number;
  @ApiProperty() couldNotBeAnalysed!: number;
  @ApiProperty() waiting!: number;
}

export class AnalysisView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() postingId!: string;
  @ApiProperty({ example: 'Marketing Manager' }) postingTitle!: string;
  @ApiProperty({ enum: STATES }) state!: string;
  @ApiProperty({ description: 'False while the Lever job is closed: results stay, nobody new is taken.' }) takesApplicants!: boolean;
  @ApiProperty({ enum: ['built-in', 'popp'] }) engine!: string;
  @ApiProperty({ nullable: true, type: ProgressView }) extraction!: ProgressView | null;
  @ApiProperty({ type: [RequirementView] }) requirements!: RequirementView[];
  @ApiProperty({ type: WeightsDto, example: DEFAULT_WEIGHTS }) weights!: WeightsDto;
  @ApiProperty({ type: [UnusedView], description: 'Categories that count nothing, with the reason.' }) notConsidered!: UnusedView[];
  @ApiProperty({ description: '0 while a draft.' }) version!: number;
  @ApiProperty({ nullable: true, type: String }) shortlistStageId!: string | null;
  @ApiProperty() includeLeads!: boolean;
  @ApiProperty() includeArchived!: boolean;
  @ApiProperty({ type: CountsView }) counts!: CountsView;
  @ApiProperty({ description: 'Last number of the live feed.' }) feedNumber!: number;
  @ApiProperty({ nullable: true, type: String, description: 'What a person must put right.' }) problem!: string | null;
  @ApiProperty({ description: 'Shown on every ranking page.' }) banner!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) confirmedAt!: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) archivedAt!: string | null;
}

export class AnalysisPage {
  @ApiProperty({ type: [AnalysisView] }) data!: AnalysisView[];
  @ApiProperty({ nullable: true, type: String, example: null }) next!: string | null;
}

export class VersionView {
  @ApiProperty() number!: number;
  @ApiProperty({ type: [RequirementView] }) requirements!: RequirementView[];
  @ApiProperty({ type: WeightsDto }) weights!: WeightsDto;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ description: 'Who confirmed it.' }) byId!: string;
}

export class VersionList { @ApiProperty({ type: [VersionView] }) data!: VersionView[] }

export class RoleView {
  @ApiProperty() id!: string;
  @ApiProperty({ example: 'Marketing Manager' }) title!: string;
  @ApiProperty({ nullable: true, type: String }) team!: string | null;
  @ApiProperty({ nullable: true, type: String }) location!: string | null;
  @ApiProperty({ description: 'False: greyed out, see `liveAnalysisHref`.' }) isSelectable!: boolean;
  @ApiProperty({ nullable: true, type: String, example: null }) liveAnalysisHref!: string | null;
}

export class RoleList { @ApiProperty({ type: [RoleView] }) data!: RoleView[] }
