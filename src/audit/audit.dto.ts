import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsISO8601, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import type { AuditProblemKind } from './chain-walk.js';

const PRINTABLE = /^[^\p{Cc}]*$/u;
const NO_CONTROLS = { message: '$property must not hold control characters' };
const MOMENT = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/;
const FULL_DATE = { message: '$property must be a date, or a date and time with zone, e.g. 2026-01-05T08:00:00Z' };

export class AuditQuery {
  @ApiPropertyOptional({ description: 'What it was done to.', example: 'opportunity:2f6c5a5e-6d6c-4d5e-9a53-0d6b4a2f9f10' })
  @IsOptional() @Matches(PRINTABLE, NO_CONTROLS) @MaxLength(200)
  subject?: string;

  @ApiPropertyOptional({ example: 'installation.enabled' })
  @IsOptional() @Matches(PRINTABLE, NO_CONTROLS) @MaxLength(200)
  action?: string;

  @ApiPropertyOptional({ description: 'Id of the member, operator, vendor key or part of the hub.' })
  @IsOptional() @Matches(PRINTABLE, NO_CONTROLS) @MaxLength(200)
  actor?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'From this moment on.' })
  @IsOptional() @IsISO8601({ strict: true }) @Matches(MOMENT, FULL_DATE)
  from?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Before this moment.' })
  @IsOptional() @IsISO8601({ strict: true }) @Matches(MOMENT, FULL_DATE)
  to?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200)
  limit?: number;

  @ApiPropertyOptional({ description: 'The `next` of the page before.' })
  @IsOptional() @IsString() @MaxLength(1_000)
  cursor?: string;
}

export class VerifyQuery {
  @ApiPropertyOptional({ description: 'A head noted down earlier, `seq:hash`: proves that the trail was not put back.', example: '1200:9f86d081…' })
  @IsOptional() @Matches(/^\d{1,15}:[0-9a-f]{64}$/, { message: 'anchor must be the sequence number, a colon and 64 hex digits' })
  anchor?: string;
}

export class AuditActorDto {
  @ApiProperty({ enum: ['member', 'operator', 'vendor', 'system'] }) kind!: string;
  @ApiProperty() id!: string;
}

export class AuditEntryDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ nullable: true, type: Number, description: 'Place in the chain; null for the few seconds before it is chained.' }) seq!: number | null;
  @ApiProperty({ nullable: true, type: String }) hash!: string | null;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ type: AuditActorDto }) actor!: AuditActorDto;
  @ApiProperty() action!: string;
  @ApiProperty() subject!: string;
  @ApiProperty({ nullable: true, type: Object, additionalProperties: true }) detail!: Readonly<Record<string, unknown>> | null;
  @ApiProperty({ nullable: true, type: Object, additionalProperties: true, description: 'Values about a person; null once the person was erased.' })
  personal!: Readonly<Record<string, unknown>> | null;
  @ApiProperty({ description: 'The entry held values about a person who was erased since.' }) erased!: boolean;
  @ApiProperty({ nullable: true, type: String }) causeId!: string | null;
}

export class AuditPageDto {
  @ApiProperty({ type: [AuditEntryDto] }) data!: AuditEntryDto[];
  @ApiProperty({ nullable: true, type: String }) next!: string | null;
}

export class AuditHeadDto {
  @ApiProperty() seq!: number;
  @ApiProperty() hash!: string;
}

export class AuditProblemDto {
  @ApiProperty({ enum: ['edited', 'forged', 'missing', 'inserted', 'reordered', 'tail-cut', 'checkpoint', 'head', 'anchor'] }) kind!: AuditProblemKind;
  @ApiProperty({ description: 'First row in doubt.' }) seq!: number;
  @ApiProperty({ nullable: true, type: String }) entryId!: string | null;
  @ApiProperty() message!: string;
}

export class AuditVerdictDto {
  @ApiProperty({ format: 'uuid' }) tenantId!: string;
  @ApiProperty() ok!: boolean;
  @ApiProperty({ description: 'Rows proven good, from the first on.' }) rows!: number;
  @ApiProperty({ description: 'Rows that wait for their place in the chain; normal for a few seconds.' }) unsealed!: number;
  @ApiProperty({ type: AuditHeadDto }) head!: AuditHeadDto;
  @ApiProperty({ nullable: true, type: AuditProblemDto }) problem!: AuditProblemDto | null;
}
