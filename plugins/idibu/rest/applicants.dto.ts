import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsString, Length } from 'class-validator';
import { PageQuery } from 'patchbay/sdk';
import { LIGHTS, type Light } from '../handoff.js';

const STATES = ['active', 'gone', 'erased'] as const;

export class ApplicantQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['idibu', 'lever'], example: 'idibu' }) @IsOptional() @IsIn(['idibu', 'lever'])
  source?: 'idibu' | 'lever';
  @ApiPropertyOptional({ example: '619d67ac-50a4-4d0b-8ac6-9c93cbd48ee0', description: 'idibu’s contact id or Lever’s opportunity id.' })
  @IsOptional() @IsString() @Length(1, 80)
  externalId?: string;
  @ApiPropertyOptional({ example: 'v-1' }) @IsOptional() @IsString() @Length(1, 80)
  vacancyId?: string;
  @ApiPropertyOptional({ example: 'idibu:12' }) @IsOptional() @IsString() @Length(1, 80)
  statusId?: string;
  @ApiPropertyOptional({ enum: LIGHTS, example: 'green' }) @IsOptional() @IsIn(LIGHTS)
  light?: Light;
}

export class ApplicantView {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: ['idibu', 'lever'] }) source!: 'idibu' | 'lever';
  @ApiProperty({ description: 'idibu’s contact id or Lever’s opportunity id.' }) externalId!: string;
  @ApiProperty({ nullable: true, type: String, description: 'Null once erased.' }) name!: string | null;
  @ApiProperty() vacancyId!: string;
  @ApiProperty() vacancyTitle!: string;
  @ApiProperty({ nullable: true, type: String }) vacancyReference!: string | null;
  @ApiProperty({ nullable: true, type: String, enum: LIGHTS }) light!: Light | null;
  @ApiProperty({ nullable: true, type: String, example: 'idibu:12' }) statusId!: string | null;
  @ApiProperty({ enum: STATES, description: '`gone`: withdrawn, deleted or archived at the source.' }) state!: string;
  @ApiProperty({ nullable: true, type: String, format: 'date-time', description: 'When a rejected applicant is deleted here and in idibu.' }) deleteAt!: string | null;
  @ApiProperty({ format: 'date-time' }) appliedAt!: string;
}

export class ApplicantPage {
  @ApiProperty({ type: [ApplicantView] }) data!: ApplicantView[];
  @ApiProperty({ nullable: true, type: String, example: null }) next!: string | null;
}

export class LightDto {
  @ApiProperty({ enum: LIGHTS, example: 'green', description: 'Yellow and amber are the same light.' }) @IsIn(LIGHTS)
  light!: Light;
  @ApiPropertyOptional({ example: 'idibu:12', description: 'Status to go with a green light; "Added" unless told. A light without a status sends no message.' })
  @IsOptional() @IsString() @Length(1, 80)
  statusId?: string;
}

export class StatusOfApplicantDto {
  @ApiProperty({ example: 'idibu:12' }) @IsString() @Length(1, 80)
  statusId!: string;
}

export class ErasureDto {
  @ApiProperty({ example: false, description: 'Also ask the CRM to delete or anonymise the person; the answer is logged.' }) @IsBoolean()
  inCrm!: boolean;
  @ApiProperty({ example: false, description: 'Also ask idibu to delete the person.' }) @IsBoolean()
  inIdibu!: boolean;
}
