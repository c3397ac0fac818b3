import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Length, Matches, ValidateIf } from 'class-validator';
import type { Tenant } from './tenancy.entity.js';
import { IsIanaZone } from './zone.js';

const NOT_BLANK = { message: 'name must hold more than spaces' };
const isGiven = (_: object, value: unknown) => value !== undefined;

export class NewTenantDto {
  @ApiProperty({ description: 'Short name for addresses and logs; never changes.', example: 'acme', minLength: 2, maxLength: 40, pattern: '^[a-z0-9](?:[a-z0-9-]*[a-z0-9])$' })
  @IsString() @Length(2, 40)
  @Matches(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])$/, { message: 'slug must be lower-case letters, digits and inner hyphens' })
  slug!: string;

  @ApiProperty({ example: 'Acme Staffing', minLength: 1, maxLength: 200 })
  @IsString() @Length(1, 200) @Matches(/\S/, NOT_BLANK)
  name!: string;

  @ApiProperty({ description: 'IANA time zone of the organisation: calendars and quiet hours follow it.', example: 'Europe/Stockholm' })
  @IsIanaZone()
  zone!: string;
}

export class ChangeTenantDto {
  @ApiPropertyOptional({ type: String, example: 'Acme Staffing AB', minLength: 1, maxLength: 200 })
  @ValidateIf(isGiven) @IsString() @Length(1, 200) @Matches(/\S/, NOT_BLANK)
  name?: string;

  @ApiPropertyOptional({ type: String, example: 'Europe/Helsinki' })
  @ValidateIf(isGiven) @IsIanaZone()
  zone?: string;
}

export class TenantDto {
  @ApiProperty({ format: 'uuid', example: '5b0f8a1e-7d0a-4a53-9d5c-0b6f3c1f2a10' }) id!: string;
  @ApiProperty({ example: 'acme' }) slug!: string;
  @ApiProperty({ example: 'Acme Staffing' }) name!: string;
  @ApiProperty({ example: 'Europe/Stockholm' }) zone!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-25T09:00:00.000Z' }) createdAt!: string;
}

export class TenantPageDto {
  @ApiProperty({ type: [TenantDto] }) data!: readonly TenantDto[];
  @ApiProperty({ nullable: true, type: String, example: null }) next!: string | null;
}

export function toTenantDto({ id, slug, name, zone, createdAt }: Tenant): TenantDto {
  return { id, slug, name, zone, createdAt: createdAt.toISOString() };
}
