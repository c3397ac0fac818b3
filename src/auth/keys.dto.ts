import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsISO8601, IsOptional, IsString, IsUUID, Length, Matches } from 'class-validator';
import { PageQuery } from '../sdk/page-query.js';
import type { ApiKey } from './api-key.entity.js';

export class NewKeyDto {
  @ApiProperty({ description: 'What the key is for.', minLength: 1, maxLength: 100, example: 'nightly export' })
  @IsString() @Length(1, 100) @Matches(/\S/, { message: 'label must hold more than spaces' })
  label!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'For another member; super admins only. Left out: for yourself.' })
  @IsOptional() @IsUUID()
  memberId?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Left out: until it is revoked.', example: '2027-01-01T00:00:00.000Z' })
  @IsOptional() @IsISO8601({ strict: true }) @Matches(/T.*(Z|[+-]\d\d:?\d\d)$/, { message: 'expiresAt must be a moment with a zone, such as 2027-01-01T00:00:00Z' })
  expiresAt?: string;
}

export class KeyDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ['member', 'vendor'] }) kind!: 'member' | 'vendor';
  @ApiProperty({ nullable: true, type: String, format: 'uuid' }) memberId!: string | null;
  @ApiProperty({ nullable: true, type: String, description: 'The one integration of a vendor key.', example: 'career-place' }) integrationKey!: string | null;
  @ApiProperty({ example: 'nightly export' }) label!: string;
  @ApiProperty({ description: 'How the key begins.', example: 'pb_mem_4fTz09Qa' }) prefix!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) expiresAt!: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) revokedAt!: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'date-time', description: 'To the minute.' }) lastUsedAt!: string | null;
}

export class IssuedKeyDto extends KeyDto {
  @ApiProperty({ description: 'The key itself: shown this once.', example: 'pb_mem_4fTz09Qa…_0Ab3dE' }) key!: string;
}

export class KeyQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Of one member; super admins may name others.' })
  @IsOptional() @IsUUID()
  memberId?: string;
}

export class KeyPageDto {
  @ApiProperty({ type: [KeyDto] }) data!: readonly KeyDto[];
  @ApiProperty({ nullable: true, type: String }) next!: string | null;
}

const momentOf = (date: Date | null): string | null => date?.toISOString() ?? null;

export function toKeyDto(row: ApiKey): KeyDto {
  return {
    id: row.id, kind: row.kind === 'ven' ? 'vendor' : 'member', memberId: row.memberId ?? null, integrationKey: row.integrationKey ?? null,
    label: row.label, prefix: row.prefix, createdAt: row.createdAt.toISOString(), expiresAt: momentOf(row.expiresAt ?? null),
    revokedAt: momentOf(row.revokedAt ?? null), lastUsedAt: momentOf(row.lastUsedAt ?? null),
  };
}
