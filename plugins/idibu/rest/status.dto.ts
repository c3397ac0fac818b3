import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { COLOURS, type Colour } from '../status-list.js';

const LABEL = { message: 'must hold more than spaces' };

export class StatusDto {
  @ApiProperty({ minLength: 1, maxLength: 100, example: 'Send to CRM' }) @IsString() @Length(1, 100) @Matches(/\S/, LABEL)
  label!: string;
  @ApiPropertyOptional({ enum: COLOURS, example: 'green' }) @IsOptional() @IsIn(COLOURS)
  colour?: Colour;
}

export class StatusChangeDto {
  @ApiPropertyOptional({ minLength: 1, maxLength: 100, example: 'Into the CRM', description: 'A status that sends candidates keeps doing so.' })
  @IsOptional() @IsString() @Length(1, 100) @Matches(/\S/, LABEL)
  label?: string;
  @ApiPropertyOptional({ enum: COLOURS, example: 'blue' }) @IsOptional() @IsIn(COLOURS)
  colour?: Colour;
  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: 1_000, example: 0, description: 'Place in the list, first is 0.' }) @IsOptional() @IsInt() @Min(0) @Max(1_000)
  position?: number;
  @ApiPropertyOptional({ example: true }) @IsOptional() @IsBoolean()
  isEnabled?: boolean;
  @ApiPropertyOptional({ example: 'idibu:2', description: 'Where everybody of a status goes that is switched off.' }) @IsOptional() @IsString() @Length(1, 80)
  moveTo?: string;
}

export class StatusItem {
  @ApiProperty({ example: 'idibu:12' }) id!: string;
  @ApiProperty({ enum: ['idibu', 'lever'], description: 'Lever’s stages are changed in Lever.' }) source!: 'idibu' | 'lever';
  @ApiProperty() label!: string;
  @ApiProperty({ enum: COLOURS }) colour!: Colour;
  @ApiProperty() position!: number;
  @ApiProperty() isEnabled!: boolean;
  @ApiProperty({ enum: ['default', 'extra'] }) kind!: 'default' | 'extra';
  @ApiProperty({ description: 'Sends candidates into CRM and vacancy.' }) isTrigger!: boolean;
}

export class StatusList { @ApiProperty({ type: [StatusItem] }) data!: StatusItem[]; @ApiProperty({ nullable: true, type: String, example: null }) next!: null }
