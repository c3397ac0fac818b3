import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsOptional, Matches, ValidateIf, ValidateNested } from 'class-validator';

const LEVER_ID = /^[\w.:-]{1,60}$/;
const ID_HINT = { message: '$property must be an id as Lever gives it' };

export class OtherPersonDto {
  @ApiProperty({ example: 'refapp', description: 'Key of the integration that knows the person.' })
  @Matches(/^[a-z][a-z0-9-]{0,59}$/, { message: 'integrationKey must be the key of an integration' })
  integrationKey!: string;

  @ApiProperty({ description: 'Id of the person there, e.g. of a referee.' })
  @Matches(/^[\w.:-]{1,120}$/, { message: 'otherPersonId must be an id as the integration gives it' })
  otherPersonId!: string;
}

export class EraseDto {
  @ApiPropertyOptional({ description: 'Contact id in Lever. Give this or `otherPerson`.', example: '7f23e772-f2cb-4ebb-b33f-54b872999990' })
  @ValidateIf((body: EraseDto) => body.otherPerson === undefined || body.contactId !== undefined)
  @Matches(LEVER_ID, ID_HINT)
  contactId?: string;

  @ApiPropertyOptional({ type: OtherPersonDto, description: 'Somebody who is no contact in Lever, e.g. a referee.' })
  @IsOptional() @ValidateNested() @Type(() => OtherPersonDto)
  otherPerson?: OtherPersonDto;

  @ApiPropertyOptional({ type: [String], description: 'Opportunities of the contact; those in the mirror are added by themselves.' })
  @IsOptional() @IsArray() @ArrayUnique() @ArrayMaxSize(500)
  @Matches(LEVER_ID, { each: true, ...ID_HINT })
  opportunityIds?: string[];

  @ApiPropertyOptional({ description: 'A word for the record, e.g. the number of the request. Names nobody.', example: 'request-2041' })
  @IsOptional() @Matches(/^[a-z0-9][a-z0-9:._-]{0,59}$/i, { message: 'cause must be one word of letters, digits and -._:' })
  cause?: string;

  @ApiPropertyOptional({ default: false, description: 'True erases for good; anything else only counts what would be erased.' })
  @IsOptional() @IsBoolean()
  confirm?: boolean;
}

export class ErasurePreviewDto {
  @ApiProperty({ enum: ['preview'] }) state!: 'preview';
  @ApiProperty({ type: Object, additionalProperties: { type: 'integer' }, description: 'Rows by table.' }) counts!: Readonly<Record<string, number>>;
}

export class ErasureDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ['running', 'done'], description: '`running` is continued by itself.' }) state!: 'running' | 'done';
  @ApiProperty() cause!: string;
  @ApiProperty({ type: Object, additionalProperties: { type: 'integer' }, description: 'Rows by table.' }) counts!: Readonly<Record<string, number>>;
  @ApiProperty({ nullable: true, type: String, description: 'Why the last try stopped.' }) lastError!: string | null;
  @ApiProperty({ format: 'date-time' }) startedAt!: string;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) finishedAt!: string | null;
}
